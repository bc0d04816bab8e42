"""Input of this room turned into clean values."""
