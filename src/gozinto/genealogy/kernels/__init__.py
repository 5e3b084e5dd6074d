"""Machine code for walks over the graph in arrays, compiled by numba once and kept."""
