"""The one pass over the answers: cleaned, put into sums that add up, drawn again and shuffled."""
