"""What a box offers while somebody types: rows of the kind it names, units, time zones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from zoneinfo import available_timezones

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gozinto.edges.office.frame import page
from gozinto.edges.office.setup.fields import PREFIX
from gozinto.errors import Malformed
from gozinto.plant import listing
from gozinto.plant.kinds import KINDS, Field, Type, find_kind
from gozinto.standards import quantities, units

OFFERED = 20
_LONGEST = 200

Offer = tuple[str, str]
"""What is written into the box, and what it says beside it."""


@page()
def show(request: HttpRequest, kind: str, field: str) -> HttpResponse:
    """The options for one field of a kind, by what stands in its box and in those along the way."""
    asked = find_kind(kind)
    if not asked.has(field) or asked.field(field).type not in _OFFERS:
        raise Malformed(f"{asked.title} offer nothing for {field!r}.", code="unknown_filter")
    typed = {name: text.strip()[:_LONGEST] for name, text in request.GET.dict().items()}
    found = _OFFERS[asked.field(field).type](asked.field(field), typed)
    return render(request, "office/setup_row.html#options", {"options": list(found)})


def _typed(field: Field, typed: Mapping[str, str]) -> str:
    return typed.get(PREFIX + field.name, "") or typed.get(field.name, "") or typed.get("value", "")


def _rows(field: Field, typed: Mapping[str, str]) -> Iterator[Offer]:
    target = KINDS[field.refers_to]
    passed = (typed.get(PREFIX + name, "") for name in field.along)
    along = dict(zip(target.key, passed, strict=False))
    where = {name: [text] for name, text in along.items() if text}
    found = listing.page(target, where=where, search=_typed(field, typed), limit=OFFERED)
    for row in found.rows:
        yield row[target.key[-1]], row.get("name", "") or row.get("note", "")


def _units(field: Field, typed: Mapping[str, str]) -> Iterator[Offer]:
    wanted = _typed(field, typed).casefold()
    found = 0
    for unit in units.every_unit():
        if wanted in f"{unit.code} {unit.name} {quantities.sign(unit.code)}".casefold():
            yield unit.code, f"{unit.name} ({quantities.sign(unit.code)})"
            found += 1
            if found == OFFERED:
                return


def _zones(field: Field, typed: Mapping[str, str]) -> Iterator[Offer]:
    wanted = _typed(field, typed).casefold()
    near = (zone for zone in sorted(available_timezones()) if wanted in zone.casefold())
    yield from ((zone, "") for zone in islice(near, OFFERED))


_OFFERS: Mapping[Type, Callable[[Field, Mapping[str, str]], Iterator[Offer]]] = {
    Type.REFERENCE: _rows,
    Type.UNIT: _units,
    Type.ZONE: _zones,
}
