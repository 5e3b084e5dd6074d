"""What the units that came back have in common: the suspects, in words, as a chart, as a table."""
