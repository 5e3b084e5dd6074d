"""A mock recall: an item is traced both ways against the clock, and nothing on record changes."""
