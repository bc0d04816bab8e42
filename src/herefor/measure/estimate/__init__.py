"""From sums to weights, paths and indices, for the estimate and all replicates at once."""
