"""What the elements of a scan say, typed: whose lot, until when, how much; and what stays unread.

Source: GS1 General Specifications section 3 (what each application identifier means).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from gozinto.standards.gs1 import days, measures
from gozinto.standards.gs1.element_strings import Element

_PIECES = "C62"


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of a product, or of a logistic unit with its packing; `uom` "" if unknown."""

    what: str
    value: Decimal
    uom: str
    is_logistic: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What the elements say. Fields of which they do not speak are empty.

    `contained_gtin`: of what is in a logistic unit, where `gtin` is that of the thing itself.
    `location`, `party`: a GLN. `customer_part`: the number that the customer has for the item.
    `quantity` in `uom` (UN/ECE Rec 20) is the one amount told: a count of pieces or one net
    measure; where several are told it is absent, and all stand in `measures`.
    `unread`: elements that mean nothing to us, in their order.
    """

    gtin: str = ""
    contained_gtin: str = ""
    lot: str = ""
    serial: str = ""
    sscc: str = ""
    location: str = ""
    location_extension: str = ""
    party: str = ""
    customer_part: str = ""
    additional_number: str = ""
    order: str = ""
    variant: str = ""
    made_on: date | None = None
    packed_on: date | None = None
    best_before_on: date | None = None
    sell_by_on: date | None = None
    expires_on: date | None = None
    quantity: Decimal | None = None
    uom: str = ""
    measures: tuple[Measure, ...] = ()
    unread: tuple[Element, ...] = ()


_TEXTS: Mapping[str, str] = {
    "00": "sscc",
    "01": "gtin",
    "02": "contained_gtin",
    "10": "lot",
    "20": "variant",
    "21": "serial",
    "240": "additional_number",
    "241": "customer_part",
    "254": "location_extension",
    "400": "order",
    "414": "location",
    "417": "party",
}
_DAYS: Mapping[str, str] = {
    "11": "made_on",
    "13": "packed_on",
    "15": "best_before_on",
    "16": "sell_by_on",
    "17": "expires_on",
    "7003": "expires_on",
    "8008": "made_on",
}
"""The time of day behind the date of 7003 and 8008 is no part of a day."""
_COUNTS = frozenset(("30", "37"))


def of(elements: Iterable[Element], *, near: date) -> Content:
    """What these elements say; a year of two digits is the one nearest to `near`."""
    facts: dict[str, Any] = {}
    unread: list[Element] = []
    told: list[Measure] = []
    for code, value in elements:
        measure = _measure(code, value)
        if measure:
            told.append(measure)
        elif code in _TEXTS:
            facts[_TEXTS[code]] = value
        elif code in _DAYS:
            facts[_DAYS[code]] = days.day_of(value[:6], near=near)
        else:
            unread.append((code, value))
    amounts = [one for one in told if _is_amount(one)]
    if len(amounts) == 1:
        facts |= {"quantity": amounts[0].value, "uom": amounts[0].uom}
    return Content(**facts, measures=tuple(told), unread=tuple(unread))


def _measure(code: str, value: str) -> Measure | None:
    if code in _COUNTS:
        return Measure("count", Decimal(value), _PIECES, is_logistic=False)
    found = measures.MEASURES.get(code[:3]) if len(code) == 4 else None
    if found is None:
        return None
    return Measure(found.what, measures.amount(code, value), found.uom, found.is_logistic)


def _is_amount(told: Measure) -> bool:
    is_counted = told.what == "count" or told.what in measures.AMOUNTS
    return is_counted and not told.is_logistic and bool(told.uom)
