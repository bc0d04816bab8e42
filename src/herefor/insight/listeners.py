"""What this room hears."""
