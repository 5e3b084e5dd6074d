"""The recorded genealogy as arrays that all processes map: what the record says, asked at once."""

from gozinto.trace.index.asking import Indexed, reading

__all__ = ["Indexed", "reading"]
