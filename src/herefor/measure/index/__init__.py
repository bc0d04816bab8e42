"""Indices and shares set against each other: over time, between units, up the tree."""
