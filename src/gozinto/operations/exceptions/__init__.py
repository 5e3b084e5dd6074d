"""What stands in a plant's way and waits for a person: on hold, expiring, unknown, overdue."""

from gozinto.operations.exceptions.counting import (
    EXPIRING_DAYS,
    MOST_COUNTED,
    Counts,
    counts,
    rules_of,
)
from gozinto.operations.exceptions.standing import (
    Expiring,
    Held,
    UnknownLink,
    expiring,
    held,
    unknown_links,
)
from gozinto.operations.exceptions.upkeep import Overdue, overdue

__all__ = [
    "EXPIRING_DAYS",
    "MOST_COUNTED",
    "Counts",
    "Expiring",
    "Held",
    "Overdue",
    "UnknownLink",
    "counts",
    "expiring",
    "held",
    "overdue",
    "rules_of",
    "unknown_links",
]
