"""What is filled in at a town hall."""
