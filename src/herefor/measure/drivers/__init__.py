"""What drives satisfaction, and where the missing points are."""
