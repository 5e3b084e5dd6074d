"""Which labels an event asks for, by the rules of the plant: pure, one event at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from gozinto.labels.layouts import Purpose

When = Literal["received", "produced", "packed", "moved", "returned", "started"]
WHENS: tuple[When, ...] = get_args(When)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When this happens, so many labels of that purpose come out of that printer.

    `printer` "": the one that serves the equipment or the station where it happened. `material`
    "": of any.
    """

    code: str
    when: When
    purpose: Purpose
    layout: str = ""
    printer: str = ""
    copies: int = 1
    material: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """An object that took part in an event, and as what."""

    uri: str
    number: str
    kind: str
    item: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """What rules look at of an event."""

    position: int
    type: str
    action: str
    biz_step: str
    disposition: str
    activity: str
    person: str
    places: tuple[str, ...]
    """The station, the equipment and the location where it happened, the nearest first."""
    took: tuple[Took, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One label that a rule asks for. `printer` "": no printer serves the place."""

    happened: Happened
    rule: Rule
    took: Took
    printer: str


@dataclass(frozen=True, slots=True)
class _Sign:
    """How an event shows that something happened: its step, and as what the thing took part."""

    steps: frozenset[str]
    roles: frozenset[str]
    types: frozenset[str]
    actions: frozenset[str] = frozenset()
    is_return: bool | None = None
    """Whether goods came back; None where that is no matter."""

    def fits(self, happened: Happened, took: Took) -> bool:
        return (
            (not self.steps or happened.biz_step in self.steps)
            and took.role in self.roles
            and happened.type in self.types
            and (not self.actions or happened.action in self.actions)
            and self.is_return in (None, happened.disposition == "returned")
        )


_OBJECT, _MADE = frozenset({"ObjectEvent"}), frozenset({"TransformationEvent"})
_RECEIVING, _EPC, _OUTPUT = (frozenset({one}) for one in ("receiving", "epc", "output"))
_ANY: frozenset[str] = frozenset()
_SIGNS: Mapping[When, tuple[_Sign, ...]] = {
    "received": (
        _Sign(_RECEIVING, _EPC, _OBJECT, is_return=False),
        _Sign(_RECEIVING, _OUTPUT, _MADE),
    ),
    "returned": (_Sign(_RECEIVING, _EPC, _OBJECT, is_return=True),),
    "produced": (
        _Sign(_ANY, _OUTPUT, _MADE),
        _Sign(frozenset({"commissioning"}), _EPC, _OBJECT, frozenset({"ADD"})),
    ),
    "packed": (
        _Sign(
            frozenset({"packing", "repackaging"}),
            frozenset({"parent"}),
            frozenset({"AggregationEvent"}),
            frozenset({"ADD"}),
        ),
    ),
    "moved": (
        _Sign(
            frozenset({"storing", "stocking", "arriving"}),
            _EPC,
            _OBJECT,
            frozenset({"OBSERVE"}),
        ),
    ),
    "started": (_Sign(_ANY, frozenset({"started"}), _OBJECT | _MADE),),
}


def wanted(
    happened: Happened, *, rules: Iterable[Rule], serving: Mapping[str, str]
) -> Iterator[Wanted]:
    """The labels that an event asks for. `serving`: the printer of each place that has one."""
    for rule in rules:
        printer = rule.printer or _nearest(happened.places, serving)
        seen: set[str] = set()
        for took in happened.took:
            if took.uri not in seen and _asks(rule, happened, took):
                seen.add(took.uri)
                yield Wanted(happened=happened, rule=rule, took=took, printer=printer)


def _asks(rule: Rule, happened: Happened, took: Took) -> bool:
    return (
        took.kind == rule.purpose
        and (not rule.material or took.item == rule.material)
        and any(sign.fits(happened, took) for sign in _SIGNS[rule.when])
    )


def _nearest(places: Sequence[str], serving: Mapping[str, str]) -> str:
    return next((serving[place] for place in places if place in serving), "")
