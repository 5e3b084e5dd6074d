"""What EPCIS lacks, as one namespaced extension: person, equipment, job, slot, certainty, flow.

Every word here is a JSON member `gozinto:<name>` of the event. `Context` is its typed form:
`Context.of(event)` reads it, `context.extensions()` writes it. Unknown words are left alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, get_args

from gozinto.standards.epcis.events import Event, Json
from gozinto.standards.epcis.times import is_showable

NAMESPACE = "https://gozinto.example/ns#"
"""One constant until a domain is owned."""

Certainty = Literal["scanned", "measured", "declared", "interval", "inferred", "unknown"]
CERTAINTIES: tuple[str, ...] = get_args(Certainty)
Flow = Literal["", "batch", "continuous"]
Activity = Literal["", "start", "pause", "resume", "finish", "badge_in", "badge_out"]
ACTIVITIES: tuple[str, ...] = get_args(Activity)[1:]
"""What people do with a run or a machine that moves no material."""
TERMS: tuple[str, ...] = (
    *("received", "returned", "opening", "produced", "consumed"),
    *("shipped", "scrapped", "sampled", "counted"),
)
"""The terms of a balance: where an amount came from or went."""

MAX_WORD = 200
"""Characters in a name or code: what is looked up by must fit into an index."""
MAX_PROSE = 2000
"""Characters in a sentence or a URI."""
MOST_CYCLES = 2**31 - 1
MOST_PLANNED = 10**18


@dataclass(frozen=True, kw_only=True, slots=True)
class Slot:
    """Where in the product a component goes: the step, the slot's name and position."""

    name: str
    step: str = ""
    position: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkDetail:
    """What one input or output of a transformation says beyond EPCIS.

    `id` is the EPC or class in the event's lists. `lot`: the lot a serial output belongs to.
    `required`: what the bill asks of this slot, so that one of two belts scanned is seen as half.
    """

    id: str
    slot: Slot | None = None
    certainty: Certainty | None = None
    quantity: Decimal | None = None
    uom: str = ""
    lot: str = ""
    required: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Override:
    """A rule that somebody let pass for this event: its code, why, who, and in which role."""

    code: str
    reason: str
    person: str = ""
    role: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Expected:
    """What papers or the record say, where something else was found: how much, of which lot."""

    quantity: Decimal | None = None
    uom: str = ""
    lot: str = ""
    material: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """The typed form of all `gozinto:` words of an event; every word may be absent.

    earliest/latest bound the event time; `job` is the run (its transformation id) an own-run
    event belongs to; `job_name` what is printed for it; `term` is the balance term of an
    observation (received, scrapped, sampled, counted); `produced_on` the day that opening stock
    was made; `values` are an inspection's results
    {characteristic, value, uom, lower?, upper?, ok, gauge?}, `plan` the code of the inspection plan
    they follow, `allowed_by` who allowed a concession and `keep_until` the day until which a
    retained sample is kept. `activity` is what somebody does with a run or a machine, `product` the
    material code the run makes and `planned`, in `planned_uom`, how much of it. `overrides` are the
    rules that were let pass. `certificate` is the number of the supplier's certificate, `expected`
    what should have come or been there where something else was. `station` is the panel where it
    was told, and `identity` "unproven" where a badge alone said by whom.
    """

    person: str = ""
    role: str = ""
    equipment: str = ""
    position: str = ""
    station: str = ""
    identity: str = ""
    step: str = ""
    job: str = ""
    job_name: str = ""
    flow: Flow = ""
    activity: Activity = ""
    product: str = ""
    planned: Decimal | None = None
    planned_uom: str = ""
    certainty: Certainty | None = None
    earliest: datetime | None = None
    latest: datetime | None = None
    links: tuple[LinkDetail, ...] = ()
    removed: tuple[LinkDetail, ...] = ()
    slot: Slot | None = None
    cycles: int | None = None
    supplier_lot: str = ""
    certificate: str = ""
    expected: Expected | None = None
    expires: datetime | None = None
    produced_on: date | None = None
    inspection: str = ""
    plan: str = ""
    allowed_by: str = ""
    keep_until: date | None = None
    result: str = ""
    values: tuple[Mapping[str, Json], ...] = ()
    gauge: str = ""
    note: str = ""
    reason: str = ""
    term: str = ""
    overrides: tuple[Override, ...] = ()

    @classmethod
    def of(cls, event: Event) -> Context:
        """Read the `gozinto:` words of an event. Raises ValueError naming a word it cannot read."""
        words = {
            key.removeprefix(NAMESPACE): value
            for key, value in event.extensions.items()
            if key.startswith(NAMESPACE)
        }
        known: dict[str, Any] = {}
        for name, value in words.items():
            read = _READERS.get(name)
            if read is None:
                continue
            try:
                known[name] = read(value)
            except (ValueError, TypeError, KeyError, ArithmeticError, AttributeError) as error:
                raise ValueError(f"gozinto:{name} cannot be read: {value!r}") from error
        return cls(**known)

    def extensions(self) -> dict[str, Json]:
        """The words that are set, keyed by full IRI, for an event's `extensions`."""
        out: dict[str, Json] = {}
        for name, write in _WRITERS.items():
            value = getattr(self, name)
            if value in (None, "", ()):
                continue
            out[NAMESPACE + name] = write(value)
        return out


def _text(value: Json) -> str:
    return _short(value, MAX_WORD)


def _prose(value: Json) -> str:
    return _short(value, MAX_PROSE)


def _short(value: Json, most: int) -> str:
    if not isinstance(value, str):
        raise TypeError("text expected")
    if len(value) > most:
        raise ValueError(f"at most {most:,} characters expected")
    return value


def _time(value: Json) -> datetime:
    time = datetime.fromisoformat(_text(value))
    if time.tzinfo is None:
        raise ValueError("a time needs a zone")
    if not is_showable(time):
        raise ValueError("a year from 2 to 9998 expected")
    return time


def _day(value: Json) -> date:
    return date.fromisoformat(_text(value))


def _one_of(*allowed: str) -> Any:
    def read(value: Json) -> str:
        if value not in allowed:
            raise ValueError(f"one of {', '.join(allowed)} expected")
        return str(value)

    return read


def _read_slot(value: Json) -> Slot:
    return Slot(
        name=_text(value.get("name", "")),
        step=_text(value.get("step", "")),
        position=_text(value.get("position", "")),
    )


def _write_slot(slot: Slot) -> Json:
    pairs = {"step": slot.step, "name": slot.name, "position": slot.position}
    return {k: v for k, v in pairs.items() if v}


def _number(value: Json) -> Decimal:
    number = Decimal(_prose(value)) if isinstance(value, str) else Decimal(value)
    if not number.is_finite():
        raise ValueError("a finite number expected")
    return number


def _planned(value: Json) -> Decimal:
    amount = _number(value)
    if not 0 <= amount < MOST_PLANNED:
        raise ValueError(f"0 to {MOST_PLANNED:,} expected")
    return amount


def _read_link(value: Json) -> LinkDetail:
    return LinkDetail(
        id=_prose(value["id"]),
        slot=_read_slot(value["slot"]) if "slot" in value else None,
        certainty=_certainty(value["certainty"]) if "certainty" in value else None,
        quantity=_number(value["quantity"]) if "quantity" in value else None,
        uom=_text(value.get("uom", "")),
        lot=_prose(value.get("lot", "")),
        required=_number(value["required"]) if "required" in value else None,
    )


def _read_removed(value: Json) -> LinkDetail:
    return _read_link({"id": "", **value})


def _write_link(link: LinkDetail) -> Json:
    pairs: dict[str, Json] = {
        "id": link.id,
        "slot": _write_slot(link.slot) if link.slot else None,
        "certainty": link.certainty,
        "quantity": None if link.quantity is None else format(link.quantity, "f"),
        "uom": link.uom,
        "lot": link.lot,
        "required": None if link.required is None else format(link.required, "f"),
    }
    return {k: v for k, v in pairs.items() if v not in (None, "")}


def _read_override(value: Json) -> Override:
    return Override(
        code=_text(value["code"]),
        reason=_prose(value["reason"]),
        person=_text(value.get("person", "")),
        role=_text(value.get("role", "")),
    )


def _write_override(one: Override) -> Json:
    pairs = {"code": one.code, "reason": one.reason, "person": one.person, "role": one.role}
    return {k: v for k, v in pairs.items() if v}


def _read_expected(value: Json) -> Expected:
    return Expected(
        quantity=_number(value["quantity"]) if "quantity" in value else None,
        uom=_text(value.get("uom", "")),
        lot=_text(value.get("lot", "")),
        material=_text(value.get("material", "")),
    )


def _write_expected(expected: Expected) -> Json:
    quantity = None if expected.quantity is None else format(expected.quantity, "f")
    pairs = {
        "quantity": quantity,
        "uom": expected.uom,
        "lot": expected.lot,
        "material": expected.material,
    }
    return {k: v for k, v in pairs.items() if v not in (None, "")}


def _cycles(value: Json) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("a count of cycles expected")
    if not 0 <= value <= MOST_CYCLES:
        raise ValueError(f"0 to {MOST_CYCLES:,} cycles expected")
    return value


def _values(value: Json) -> tuple[Mapping[str, Json], ...]:
    if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
        raise TypeError("a list of results expected")
    return tuple(value)


_certainty = _one_of(*CERTAINTIES)
_TEXT_WORDS = (
    *("person", "role", "equipment", "position", "station", "identity", "step", "job_name"),
    *("supplier_lot", "certificate", "inspection", "result", "gauge", "plan", "allowed_by"),
    *("product", "planned_uom"),
)
_READERS: Mapping[str, Any] = {
    **dict.fromkeys(_TEXT_WORDS, _text),
    **dict.fromkeys(("job", "note", "reason"), _prose),
    "term": _one_of(*TERMS),
    "flow": _one_of("batch", "continuous"),
    "activity": _one_of(*ACTIVITIES),
    "planned": _planned,
    "certainty": _certainty,
    "earliest": _time,
    "latest": _time,
    "expires": _time,
    "produced_on": _day,
    "keep_until": _day,
    "links": lambda value: tuple(_read_link(v) for v in value),
    "removed": lambda value: tuple(_read_removed(v) for v in value),
    "slot": _read_slot,
    "expected": _read_expected,
    "cycles": _cycles,
    "values": _values,
    "overrides": lambda value: tuple(_read_override(v) for v in value),
}


def _same(value: Json) -> Json:
    return value


_WRITERS: Mapping[str, Any] = {
    name: {
        "earliest": datetime.isoformat,
        "latest": datetime.isoformat,
        "expires": datetime.isoformat,
        "produced_on": date.isoformat,
        "keep_until": date.isoformat,
        "planned": lambda amount: format(amount, "f"),
        **dict.fromkeys(("links", "removed"), lambda links: [_write_link(link) for link in links]),
        "slot": _write_slot,
        "expected": _write_expected,
        "values": list,
        "overrides": lambda overrides: [_write_override(one) for one in overrides],
    }.get(name, _same)
    for name in _READERS
}
