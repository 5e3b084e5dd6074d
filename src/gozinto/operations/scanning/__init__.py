"""Says what a scan means in this plant: one thing, candidates, or a new lot of a supplier."""
