"""The balance of an object as its tab shows it: a line for each term, its events behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from gozinto import trace
from gozinto.edges.office import words
from gozinto.edges.office.things.opening import Opened
from gozinto.plant.models import TraceableObject
from gozinto.trace.measures import subjects
from gozinto.trace.measures.answers import (
    WITHIN_TOLERANCE,
    BalanceAnswer,
    DimensionBalance,
    TermEvent,
)

SHOWN = 20
"""So many events of a term stand on the page; the API has all of them."""


@dataclass(frozen=True, slots=True)
class Behind:
    """An event behind a line. `value` may be empty, where it says no amount."""

    at: datetime
    event_id: str
    value: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the card; `left`: how many of its events are not listed."""

    name: str
    value: str = ""
    behind: tuple[Behind, ...] = ()
    left: int = 0
    tone: str = ""
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """What came in and went of one object. `parts`: the lines of each dimension."""

    parts: tuple[tuple[Line, ...], ...]
    remarks: tuple[Line, ...]
    verdict: str
    tone: str


def context(opened: Opened) -> dict[str, Any]:
    """What the tab shows."""
    return {"balance": _card(opened.object), "is_stock": subjects.is_stock(opened.object)}


def _card(of: TraceableObject) -> Card | None:
    """The balance of an object; None for what has none, or of which nothing came or went."""
    if not subjects.is_stock(of):
        return None
    answer = trace.balance(of)
    if not answer.balances:
        return None
    verdict, tone = _verdict(answer)
    return Card(
        parts=tuple(tuple(_lines(part)) for part in answer.balances),
        remarks=tuple(_remarks(answer)),
        verdict=verdict,
        tone=tone,
    )


def _verdict(answer: BalanceAnswer) -> tuple[str, str]:
    open_ = [part for part in answer.balances if part.difference]
    if not open_:
        return _("closes"), ""
    if all(part.verdict == WITHIN_TOLERANCE for part in open_):
        return _("closes within tolerance"), ""
    return _("does not close"), "warn"


def _lines(part: DimensionBalance) -> Iterator[Line]:
    for term in part.terms:
        behind, left = _events(term.events)
        yield Line(
            name=words.name(words.TERMS, term.term),
            value=_signed(-term.quantity if term.side == "out" else term.quantity, part.uom),
            behind=behind,
            left=left,
        )
    counts = tuple(
        Behind(
            count.at,
            count.event_id,
            _("%(found)s found, %(expected)s expected")
            % {
                "found": words.quantity(count.quantity, part.uom),
                "expected": words.quantity(count.expected, part.uom),
            },
        )
        for count in part.counts
    )
    yield Line(
        name=_("On hand, counted") if counts else _("On hand"),
        value=words.quantity(part.on_hand, part.uom),
        behind=counts,
    )
    yield Line(
        name=_("Not accounted for"),
        value=words.quantity(part.difference, part.uom),
        is_total=True,
        tone="warn" if part.difference and part.verdict != WITHIN_TOLERANCE else "",
    )
    if part.tolerance is not None:
        yield Line(name=_("Tolerance"), value=f"± {words.quantity(part.tolerance, part.uom)}")


def _signed(value: Decimal, uom: str) -> str:
    text = words.quantity(abs(value), uom)
    return f"−{text}" if value < 0 else text


def _events(told: Sequence[TermEvent]) -> tuple[tuple[Behind, ...], int]:
    return tuple(_behind(told[:SHOWN])), max(len(told) - SHOWN, 0)


def _behind(told: Iterable[TermEvent]) -> Iterator[Behind]:
    for event in told:
        if event.told_quantity is None:
            value = words.quantity(event.quantity, event.uom)
        else:
            value = words.quantity(event.told_quantity, event.told_uom)
        yield Behind(event.at, event.event_id, value)


def _remarks(answer: BalanceAnswer) -> Iterator[Line]:
    for remark in answer.remarks:
        behind = tuple(
            Behind(
                event.at,
                event.event_id,
                " ".join(
                    (words.name(words.TERMS, event.term), words.quantity(event.quantity, event.uom))
                ).strip(),
            )
            for event in remark.events[:SHOWN]
        )
        yield Line(
            name=words.name(words.REMARKS, remark.code),
            behind=behind,
            left=max(len(remark.events) - SHOWN, 0),
        )
