"""The lists of the record: what each row says, what it is sorted by, and how a text finds it."""

from gozinto.record.registers.companies import PARTNERS
from gozinto.record.registers.deliveries import RECEIPTS, RETURNS, SHIPMENTS
from gozinto.record.registers.jobs import RUNS
from gozinto.record.registers.stock import OBJECTS

__all__ = ["OBJECTS", "PARTNERS", "RECEIPTS", "RETURNS", "RUNS", "SHIPMENTS"]
