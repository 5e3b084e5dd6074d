"""Patterns of printed numbers."""
