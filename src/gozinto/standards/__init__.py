"""Reads and writes what the world has agreed on: EPCIS, GS1 and units."""
