"""Reads GS1 element strings, Digital Links and EPC URNs."""
