"""The genealogy kernels, told as small stories."""
