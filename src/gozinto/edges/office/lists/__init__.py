"""The frame of every list: what one declares, what its address asks, and how it is shown."""
