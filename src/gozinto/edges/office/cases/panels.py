"""By kind of case: what its page shows beside what every case has. Here a kind comes in."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gozinto.edges.office.cases import actions, complaints, drill, recall
from gozinto.edges.office.cases.opened import Panel

PANELS: Mapping[str, Panel] = MappingProxyType(
    {
        "complaint": complaints.PANEL,
        "recall": recall.PANEL,
        "action": actions.PANEL,
        "drill": drill.PANEL,
    }
)
"""A kind that is not there has the history, the forms of its acts and its files alone."""

NONE = Panel()


def of(kind: str) -> Panel:
    """The panel of a kind of case."""
    return PANELS.get(kind, NONE)
