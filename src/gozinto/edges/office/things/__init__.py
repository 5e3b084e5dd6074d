"""The page of a lot, a unit or a container, card by card."""
