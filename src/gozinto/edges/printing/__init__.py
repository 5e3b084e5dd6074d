"""Printers, and what we say to them: bytes go out, and what became of them is told."""
