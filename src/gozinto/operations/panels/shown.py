"""What a station shows, as its panel reads it: amounts are texts, times as RFC 3339 has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gozinto.record.attachments.attaching import Attached


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """Something that went into a slot."""

    uri: str
    number: str
    at: str
    quantity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A lot or unit that may be taken next, or may not, and why. Amounts are texts.

    `kind`: "lot" or "serial". `in_slot`: what remains in the unit of the slot, where it is known.
    """

    uri: str
    number: str
    kind: str
    texts: tuple[str, ...]
    remaining: str
    uom: str
    in_slot: str | None
    place: str
    expires_on: str | None
    state: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A place of the bill: what it asks for, what went in, and what may be taken next."""

    slot: str
    position: str
    kind: str
    material: str
    name: str
    needed: str | None
    used: str
    uom: str
    filled: tuple[Filled, ...]
    next: tuple[Lot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One thing that a plan asks for beside the machine: limits, gauge, and the last values."""

    plan: str
    characteristic: str
    name: str
    kind: str
    uom: str
    lower: str | None
    upper: str | None
    choices: tuple[str, ...]
    gauge: str
    gauge_valid: bool
    due: bool
    last: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A job as the panel shows it. `numbers`: set aside for it, for when there is no network."""

    job: str
    step: str
    equipment: str
    material: str
    name: str
    planned: str | None
    made: str
    uom: str
    state: str
    flow: str
    makes: str
    lot: str
    slots: tuple[Slot, ...]
    measures: tuple[Measure, ...]
    documents: tuple[Attached, ...]
    instructions: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something may be put. `texts`: what its label may scan as."""

    code: str
    name: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Something that was done at the station, in its language."""

    event_id: str
    at: str
    what: str
    by: str
    may_undo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """All of it; who is signed in there is known by others."""

    position: int
    badges: Mapping[str, str]
    jobs: tuple[Shown, ...]
    places: tuple[Place, ...]
    open: str | None
    events: tuple[Done, ...]
    kept: int
