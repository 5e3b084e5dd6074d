"""What exists in a plant."""
