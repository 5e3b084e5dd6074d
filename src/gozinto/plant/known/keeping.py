"""What was read of the plant is kept as long as its tables are in the state they were in then.

Triggers give a table another version with every statement that writes it, in the writer's own
transaction (`PlantVersion`). One small query says which versions hold here and now; only what
came from tables with others is read again. Versions never come back, so what a rolled-back
writer saw of its own is not mistaken for what somebody else commits later.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from gozinto.plant.known.views import View
from gozinto.plant.models import PlantVersion
from gozinto.roundtrips import rows

T = TypeVar("T")
Versions = Mapping[str, UUID]

_read: dict[str, tuple[tuple[UUID, ...], Any]] = {}
"""By view: the versions of its tables, and what it held then. For all threads of the process."""


def versions() -> Versions:
    """The version of each table, as this transaction sees it. One query."""
    return dict(rows(_VERSIONS, []))


_VERSIONS = f"SELECT table_name, version FROM {PlantVersion._meta.db_table}"


def held(view: View[T], *, at: Versions) -> T:
    """What the view holds while its tables have these versions."""
    label = _label(view, at)
    kept = _read.get(view.name)
    if label is not None and kept is not None and kept[0] == label:
        found: T = kept[1]
        return found
    return _read_now(view)


def _read_now(view: View[T]) -> T:
    """Read the view, and keep it only if nobody wrote meanwhile: else its state has no name."""
    before = _label(view, versions())
    found = view.read()
    if before is not None and before == _label(view, versions()):
        _read[view.name] = before, found
    return found


def _label(view: View[T], at: Versions) -> tuple[UUID, ...] | None:
    """The versions of a view's tables; None where one of them has none, which then says nothing."""
    found = tuple(at[table] for table in view.tables if table in at)
    return found if len(found) == len(view.tables) else None
