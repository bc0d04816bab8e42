"""Where the one pass over large files runs: here, or on Dask; the numbers are the same."""
