"""Gives out the numbers of a plant: each once, for all time."""
