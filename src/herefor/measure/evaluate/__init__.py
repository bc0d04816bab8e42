"""How good is the model: what analysts ask before they trust a number."""
