"""Random plants against brute force."""
