"""The answer to a trace, as a frozen value and as JSON; field names are the contract's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from gozinto.standards.quantities import shortest

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_FOR_PAGES = {"is_for_pages": True}
"""What pages show beyond the contract of the JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An object ("lot", "serial", "container") or a run ("run"); depth counts links.

    `location`: the URI of where it is; `destination`: of whom it is on its way to instead.
    """

    uri: str
    kind: str
    number: str
    depth: int
    material: str | None = None
    name: str | None = None
    step: str | None = None
    equipment: str | None = None
    flow: str | None = None
    first_at: datetime | None = None
    status: str | None = None
    location: str | None = field(default=None, metadata=_FOR_PAGES)
    destination: str | None = field(default=None, metadata=_FOR_PAGES)
    share: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceLink:
    """One quantity from an object into a run ("input") or from a run to an object ("output")."""

    from_: str
    to: str
    role: str
    earliest: datetime
    certainty: str
    event_id: str
    slot: str | None = None
    quantity: Decimal | None = None
    uom: str | None = None
    latest: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplier:
    """A company that delivered objects of the answer."""

    uri: str
    name: str
    supplier_lots: tuple[str, ...]
    receipts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetAt:
    """Something mounted while the material passed; cycles run by then, and what it is allowed."""

    code: str
    kind: str
    cycles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EquipmentFact:
    """A machine the material passed, and when."""

    code: str
    name: str
    from_: datetime
    to: datetime
    work_center: str | None = None
    assets: tuple[AssetAt, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFact:
    """Somebody who worked on it: the opaque id, the name while it stands."""

    id: str
    role: str
    from_: datetime
    to: datetime
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftFact:
    """A shift during which the material passed a run."""

    code: str
    crew: str
    date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionFact:
    """A control of an object of the answer; values are rows of the contract's JSON."""

    kind: str
    object: str
    at: datetime
    result: str
    values: tuple[Mapping[str, Any], ...]
    inspector: str | None = None
    gauge: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentFact:
    """A shipment that carried objects of the answer, by themselves or in a container.

    One for each dimension (mass, count…), for kilograms and pieces make no sum; `quantity` and
    `uom` None: nobody said how much.
    """

    event_id: str
    at: datetime
    objects: tuple[str, ...]
    quantity: Decimal | None = None
    uom: str | None = None
    note: str | None = None
    ship_to: str | None = None
    container: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFact:
    """Who received objects of the answer, and how many; by dimension as with shipments."""

    uri: str
    name: str
    objects: tuple[str, ...]
    quantity: Decimal | None = None
    uom: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeFact:
    """A customer gave one back and got another one: their URIs, the old one first."""

    event_id: str
    at: datetime
    objects: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideFact:
    """Somebody let a rule pass for an event: who, in which role, and why."""

    code: str
    person: str
    role: str
    reason: str
    event_id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingFact:
    """A rule that an event breaks; `state`: "open", or "overridden" by somebody who may.

    `object` and `run`: the URIs of what it is about, "" where it is about neither.
    """

    rule: str
    state: str
    message: str
    next_step: str
    event_id: str
    at: datetime
    object: str = ""
    run: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything known about the passage, seven lists that always stand."""

    suppliers: tuple[Supplier, ...] = ()
    equipment: tuple[EquipmentFact, ...] = ()
    people: tuple[PersonFact, ...] = ()
    shifts: tuple[ShiftFact, ...] = ()
    inspections: tuple[InspectionFact, ...] = ()
    shipments: tuple[ShipmentFact, ...] = ()
    customers: tuple[CustomerFact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something the record does not say; `widens_by`: objects it could add."""

    code: str
    uri: str
    message: str
    widens_by: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something that is not known well and widens an answer in the width possible.

    The answer holds all that it may add, so it is no gap; `widens_by`: objects that are in the
    answer only because of it, and that a scan at that event would have left out.
    """

    code: str
    uri: str
    message: str
    widens_by: int
    event_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Where from, or where used. `complete` is a promise: no gap, and nothing cut off.

    `exchanges`: where something of the answer was given for something else, or that for it; None
    where nothing was. `overrides` and `findings`: what events of the answer let pass or break;
    None where they do not.
    """

    origin: tuple[str, ...]
    direction: str
    width: str
    as_of: datetime
    known_at: datetime
    position: int
    complete: bool
    truncated: bool
    elapsed_ms: float
    nodes: tuple[Node, ...]
    links: tuple[TraceLink, ...]
    facts: Facts
    gaps: tuple[Gap, ...]
    exchanges: tuple[ExchangeFact, ...] | None = None
    overrides: tuple[OverrideFact, ...] | None = None
    findings: tuple[FindingFact, ...] | None = None
    doubts: tuple[Doubt, ...] = field(default=(), metadata=_FOR_PAGES)


def as_json(answer: DataclassInstance) -> dict[str, Any]:
    """An answer as plain JSON: times in UTC with microseconds, quantities as decimal strings."""
    return _members(answer)


def _plain(value: Any) -> Any:
    # what has no writer is a part of the answer
    write: Callable[[Any], Any] = _WRITERS.get(type(value), _members)
    return write(value)


def _members(value: Any) -> dict[str, Any]:
    kind: type = type(value)
    names, read = _shown(kind)
    return _present(zip(names, read(value), strict=True))


@cache
def _shown(kind: type) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """The members that the contract has of such a value, and what reads them all."""
    shown = [f.name for f in fields(kind) if not f.metadata.get("is_for_pages")]
    return tuple(name.rstrip("_") for name in shown), attrgetter(*shown)


def _present(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {
        # most members are texts
        name: value if type(value) is str else _plain(value)
        for name, value in pairs
        if value or (value is not None and value != "")
    }


def _in_utc(time: datetime) -> str:
    there = time if time.tzinfo is UTC else time.astimezone(UTC)
    return there.isoformat(timespec="microseconds")[: -len("+00:00")] + "Z"


def _same(value: Any) -> Any:
    return value


def _listed(values: Iterable[Any]) -> list[Any]:
    return [_plain(value) for value in values]


_WRITERS: Mapping[type, Callable[[Any], Any]] = {
    **dict.fromkeys((str, bool, int, float, type(None)), _same),
    datetime: _in_utc,
    date: date.isoformat,
    Decimal: shortest,  # the database pads with zeros
    tuple: _listed,
    list: _listed,
    dict: lambda found: _present(found.items()),
}
