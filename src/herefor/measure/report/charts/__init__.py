"""Charts that say the finding: intervals first, ink last, one accent."""
