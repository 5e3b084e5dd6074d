"""Both document readers under bytes that nobody meant."""
