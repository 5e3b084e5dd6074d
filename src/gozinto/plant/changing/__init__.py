"""The one door for master data: what is changed there is checked, kept in its history, undone."""

from gozinto.plant.changing.applying import Progress, apply, lock, remove
from gozinto.plant.changing.history import (
    BatchEntry,
    Entry,
    Touched,
    changes,
    erase_name,
    get_batch,
    history,
    kinds_of,
    list_batches,
    touched,
)
from gozinto.plant.changing.rows import Change, Given, Mode, Outcome, Place, etag
from gozinto.plant.changing.stored import every, find, find_all, get
from gozinto.plant.changing.undoing import undo

__all__ = [
    "BatchEntry",
    "Change",
    "Entry",
    "Given",
    "Mode",
    "Outcome",
    "Place",
    "Progress",
    "Touched",
    "apply",
    "changes",
    "erase_name",
    "etag",
    "every",
    "find",
    "find_all",
    "get",
    "get_batch",
    "history",
    "kinds_of",
    "list_batches",
    "lock",
    "remove",
    "touched",
    "undo",
]
