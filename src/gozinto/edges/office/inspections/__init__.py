"""Inspections: what waits, what was measured of it, and what series of values look like."""
