"""The panels of the shop floor: which device asks, who stands there, and what they tell."""
