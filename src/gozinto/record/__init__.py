"""What happened: the append-only record, its one door, and what is derived from it."""

from gozinto.record.door import Captured, bulk, capture, capture_all, flush, unbuffered

__all__ = ["Captured", "bulk", "capture", "capture_all", "flush", "unbuffered"]
