"""Here for the customer: hear, answer, measure, lead."""

__version__ = "0.1.0"
