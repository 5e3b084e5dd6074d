"""The questions asked of the record; reads only."""
