"""The verbs of a plant."""
