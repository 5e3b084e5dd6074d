"""The HTTP interface under /api/v1: parse, one call inward, render."""
