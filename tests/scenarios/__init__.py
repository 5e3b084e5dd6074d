"""Stories a quality manager can read; each ends in an answer."""
