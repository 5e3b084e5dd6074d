"""Numbers as a plant issues them."""
