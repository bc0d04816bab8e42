"""Old cases as other programs write them down. Reads; writes nothing."""
