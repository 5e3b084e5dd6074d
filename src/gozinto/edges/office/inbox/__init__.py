"""The inbox: what waits for a person, and where a person says what becomes of it."""
