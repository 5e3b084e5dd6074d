"""Printed numbers by a designer's pattern: written, read back, refused where they may collide."""
