"""How each database keeps and asks the documents of cases."""
