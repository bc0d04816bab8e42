"""The pages of this room: for customers, for those who ask them, and for imports."""
