"""Reads: what everybody sees, what hosts see, who is invited."""
