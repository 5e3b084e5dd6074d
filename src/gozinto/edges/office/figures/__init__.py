"""The figures of the record: how complete, accurate and quick it is."""
