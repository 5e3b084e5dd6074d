"""The rules of the house, and for each a planted breach that it must find."""
