"""The time-stamped graph of what went into what, pure of any database."""
