"""What is measured: constructs, the items that show them, and what drives what."""
