"""The lists of the office: lots and serials, receipts, jobs, shipments, returns, partners."""

from gozinto.edges.office.registers.jobs import JOBS
from gozinto.edges.office.registers.lots import LOTS
from gozinto.edges.office.registers.partners import PARTNERS
from gozinto.edges.office.registers.receipts import RECEIPTS
from gozinto.edges.office.registers.returns import RETURNS
from gozinto.edges.office.registers.shipments import SHIPMENTS

LISTS = (LOTS, RECEIPTS, JOBS, SHIPMENTS, RETURNS, PARTNERS)
"""All of them, in the order of the menu."""

__all__ = ["LISTS"]
