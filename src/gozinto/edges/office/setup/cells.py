"""One value of a row as a table shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from gozinto.edges.office.setup import wording
from gozinto.plant.kinds import Kind, Type

_ENDS = frozenset({"expires_on", "due_on"})
"""Dates on which something ends that somebody has to renew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A value: its text, how it is set, and its tone where it is abnormal."""

    text: str
    is_number: bool
    is_mono: bool
    is_chip: bool
    tone: str


def cell(kind: Kind, name: str, text: str) -> Cell:
    """The value of one field. A date that has passed, or a state that stops, is told apart."""
    field = kind.field(name)
    return Cell(
        text=wording.shown(field, text),
        is_number=wording.is_number(field),
        is_mono=wording.is_mono(field),
        is_chip=name == "state",
        tone=_tone(kind, name, text),
    )


def _tone(kind: Kind, name: str, text: str) -> str:
    field = kind.field(name)
    if field.choices and text in wording.STOPPED:
        return "warn"
    if field.type is Type.DATE and name in _ENDS and kind.name != "orders" and text:
        return "warn" if date.fromisoformat(text) < timezone.localdate() else ""
    return ""
