"""The organisation is judged by the Criteria, on live evidence, by examiners one can trust."""
