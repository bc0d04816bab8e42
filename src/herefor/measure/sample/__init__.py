"""Whom the answers stand for: weights to known margins, and how many of those asked answered."""
