"""What happened: the append-only record, its one door, and what is derived from it."""
