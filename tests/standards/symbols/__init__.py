"""Symbols are drawn as asked, and read as drawn."""
