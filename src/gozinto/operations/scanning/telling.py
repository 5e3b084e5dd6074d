"""A resolved scan as plain JSON, for every edge alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal
from typing import Any

from gozinto.operations.scanning.pictures import Seen
from gozinto.operations.scanning.resolving import Resolution
from gozinto.plant.numbering import telling
from gozinto.standards.gs1.content import Content
from gozinto.standards.gs1.dictionary import IDENTIFIERS
from gozinto.standards.gs1.element_strings import Element

_LISTED = frozenset(("measures", "unread"))


def resolution(told: Resolution) -> dict[str, Any]:
    """What it is, what it says, and what it means here; what it does not say is left out."""
    scan = told.scan
    facts = {
        "text": scan.text,
        "kind": scan.kind,
        "number": scan.number,
        "uri": scan.uri,
        "elements": _elements(scan.elements),
        "content": _content(told.content),
        "verdict": told.verdict,
        "matches": [_facts(asdict(one)) for one in told.matches],
        "new_lots": [_facts(asdict(one)) for one in told.new_lots],
        "near": list(told.near),
        **telling.recognition(told.recognition),
    }
    return {name: value for name, value in facts.items() if value != ""}


def _content(told: Content) -> dict[str, Any]:
    plain = {one.name: getattr(told, one.name) for one in fields(told) if one.name not in _LISTED}
    measures = [_facts(asdict(one)) for one in told.measures]
    return _facts(plain) | {"measures": measures, "unread": _elements(told.unread)}


def _elements(elements: Iterable[Element]) -> list[dict[str, str]]:
    return [
        {"identifier": code, "name": IDENTIFIERS[code].name, "value": value}
        for code, value in elements
    ]


def _facts(pairs: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is absent; a day as ISO 8601 has it, an amount as text with all its digits."""
    return {name: _plain(value) for name, value in pairs.items() if value not in ("", None)}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else value


def seen(told: Seen) -> dict[str, Any]:
    """A symbol of a picture: where it stands, and what it means or what is wrong with it."""
    symbol = told.symbol
    where = {
        "format": symbol.format,
        "identifier": symbol.identifier,
        "corners": [list(point) for point in symbol.corners],
    }
    if told.resolution is not None:
        return resolution(told.resolution) | {"symbol": where}
    facts: dict[str, Any] = {"text": symbol.text, "verdict": "unreadable", "symbol": where}
    if told.problem is not None:
        facts["problem"] = {
            "code": told.problem.code,
            "message": told.problem.message,
            "next_step": told.problem.next_step,
        }
    return facts
