"""Satisfaction measured honestly: specify, estimate, evaluate, report. No Django, no database."""

import lazy_loader

# What is public stands in __init__.pyi and is loaded when it is first asked for.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
