"""The demo plants: deterministic, complete, and with the truths that were planted."""
