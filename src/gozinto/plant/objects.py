"""Finds a traceable object by anything printed on a label."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q

from gozinto.errors import Ambiguous, Refused, Unknown, Violation
from gozinto.plant.identifiers import canonical
from gozinto.plant.models import Material, TraceableObject
from gozinto.plant.numbering import voiding
from gozinto.roundtrips import rows
from gozinto.standards.gs1 import scan
from gozinto.standards.numbers import scripts

_MOST = 50
_NEAR = 5


# One branch for each index: an OR over two tables would read every object there is.
_NAMED = """
SELECT nr, id, uri, kind, number, item FROM (
    SELECT named.nr, o.*, row_number() OVER
        (PARTITION BY named.nr ORDER BY o.uri <> exact.uri, o.uri) AS place
    FROM (
        SELECT w.nr, o.id FROM unnest(%(uri_nrs)s::int[], %(uris)s::text[]) w(nr, uri)
            JOIN gozinto_traceableobject o ON o.uri = w.uri
        UNION SELECT w.nr, o.id FROM unnest(%(number_nrs)s::int[], %(numbers)s::text[]) w(nr, text)
            JOIN gozinto_traceableobject o ON o.number = w.text
        UNION SELECT w.nr, a.object_id FROM unnest(%(nrs)s::int[], %(texts)s::text[]) w(nr, text)
            JOIN gozinto_alias a ON a.text = w.text
        UNION SELECT w.nr, o.id
            FROM unnest(%(item_nrs)s::int[], %(of_items)s::text[], %(gtins)s::text[])
                w(nr, text, gtin)
            JOIN gozinto_traceableobject o ON o.number = w.text
            WHERE o.item = w.gtin
                OR o.item IN (SELECT m.code FROM gozinto_material m WHERE m.gtin = w.gtin)
    ) named
    JOIN gozinto_traceableobject o ON o.id = named.id
    JOIN unnest(%(nrs)s::int[], %(exacts)s::text[]) exact(nr, uri) ON exact.nr = named.nr
) ranked WHERE place <= %(most)s ORDER BY nr, place
"""
_COLUMNS = ("id", "uri", "kind", "number", "item")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A text, and the names in it under which an object may be on record."""

    text: str
    exact: str
    uris: frozenset[str]
    numbers: frozenset[str]
    of_item: str
    gtin: str


def _wanted(text: str) -> _Wanted:
    # First, because it refuses what no label and no database can hold. What says of which
    # symbology a plain symbol is, is no part of the number in it.
    read = scan.read(text)
    text = read.text
    exact = canonical(text)
    # What lies in a logistic unit stands on its label too, and is not what the label is of.
    number = "" if read.sscc else read.serial or read.lot
    box = f"https://id.gs1.org/00/{read.sscc}" if read.sscc else ""
    return _Wanted(
        text=text,
        exact=exact,
        uris=frozenset((exact, read.uri, box)) - {""},
        numbers=frozenset((text, read.sscc, "" if read.gtin else number)) - {""},
        of_item=number if read.gtin else "",
        gtin=read.gtin,
    )


def find_all(text: str) -> list[TraceableObject]:
    """Every object that goes by `text` (number, alias, URI, GS1 string); at most 50, by URI.

    Whose URI it is goes alone. A number that stood on its label, or took the place of another
    one there, finds it too. One query, and another one where nothing goes by the text itself.
    """
    return find_many([text])[text]


def find_many(texts: Iterable[str]) -> dict[str, list[TraceableObject]]:
    """What `find_all` finds, for each of many texts, in one query and not one each."""
    listed = list(dict.fromkeys(texts))
    wanted = [_wanted(stripped) if (stripped := text.strip()) else None for text in listed]
    each = {one.text: one for one in wanted if one}  # the same may stand there in two ways
    named = _named(list(each.values()))
    misses = [one for one in each.values() if one.text not in named]
    named |= _relabelled_many(misses)
    return {
        text: named.get(one.text, []) if one else []
        for text, one in zip(listed, wanted, strict=True)
    }


def _named(wanted: Sequence[_Wanted]) -> dict[str, list[TraceableObject]]:
    """The objects that go by the texts themselves; texts that nothing goes by are absent."""
    if not wanted:
        return {}
    named: dict[str, list[TraceableObject]] = {}
    for nr, *values in rows(_NAMED, _parameters(wanted)):
        found = TraceableObject.from_db(connection.alias, _COLUMNS, values)
        named.setdefault(wanted[nr].text, []).append(found)
    exact = {one.text: one.exact for one in wanted}
    return {
        text: found[:1] if found[0].uri == exact[text] else found for text, found in named.items()
    }


def _parameters(wanted: Sequence[_Wanted]) -> dict[str, Any]:
    uris = [(nr, uri) for nr, one in enumerate(wanted) for uri in one.uris]
    numbers = [(nr, number) for nr, one in enumerate(wanted) for number in one.numbers]
    items = [(nr, one.of_item, one.gtin) for nr, one in enumerate(wanted) if one.of_item]
    return {
        "nrs": list(range(len(wanted))),
        "texts": [one.text for one in wanted],
        "exacts": [one.exact for one in wanted],
        "uri_nrs": [nr for nr, _ in uris],
        "uris": [uri for _, uri in uris],
        "number_nrs": [nr for nr, _ in numbers],
        "numbers": [number for _, number in numbers],
        "item_nrs": [nr for nr, *_ in items],
        "of_items": [number for _, number, _ in items],
        "gtins": [gtin for *_, gtin in items],
        "most": _MOST,
    }


def _relabelled_many(misses: Sequence[_Wanted]) -> dict[str, list[TraceableObject]]:
    """What goes by another number of the label; one query where no label ever changed."""
    numbers = {number for one in misses for number in one.numbers}
    changed = voiding.changed(numbers)
    found = {
        one.text: _relabelled(one.numbers) for one in misses if not changed.isdisjoint(one.numbers)
    }
    return {text: objects for text, objects in found.items() if objects}


def _relabelled(numbers: Iterable[str]) -> list[TraceableObject]:
    """The objects whose labels these numbers stand or stood on, beside the number on record."""
    others = {
        name
        for number in numbers
        for change in voiding.history(number)
        for name in (change.old, change.new)
    }
    if not others:
        return []
    found = TraceableObject.objects.filter(Q(number__in=others) | Q(aliases__text__in=others))
    return list(found.distinct().order_by("uri")[:_MOST])


def resolve(text: str) -> TraceableObject:
    """The one object that goes by `text`; never a guess.

    Raises Unknown with near numbers, Ambiguous with each candidate's URI and description.
    """
    return the_one(text, find_all(text))


def resolve_many(texts: Iterable[str]) -> dict[str, TraceableObject]:
    """The one object that goes by each text, in a number of queries that does not grow with them.

    Raises what `resolve` raises where one text is at fault, and Refused with a violation for
    each where several are: its value is the text.
    """
    resolved: dict[str, TraceableObject] = {}
    faults: dict[str, Unknown | Ambiguous] = {}
    for text, found in find_many(texts).items():
        try:
            resolved[text] = the_one(text, found, look_near=len(faults) < _NEAR)
        except (Unknown, Ambiguous) as fault:
            faults[text] = fault
    if len(faults) > 1:
        raise Refused([_violation(text, fault) for text, fault in faults.items()])
    for only in faults.values():
        raise only
    return resolved


def the_one(
    text: str, found: Sequence[TraceableObject], *, look_near: bool = True
) -> TraceableObject:
    """The only one of those found for `text`. Raises Unknown or Ambiguous as `resolve` does."""
    if not found:
        raise Unknown(
            f"Nothing here goes by {text.strip()!r}.", near=near(text) if look_near else ()
        )
    if len(found) > 1:
        raise Ambiguous(
            f"{len(found)} objects go by {text.strip()!r}.",
            candidates=list(zip((o.uri for o in found), descriptions(found), strict=True)),
        )
    return found[0]


def _violation(text: str, fault: Unknown | Ambiguous) -> Violation:
    if isinstance(fault, Unknown):
        data = {"near": list(fault.near)} if fault.near else {}
    else:
        data = {"candidates": [uri for uri, _ in fault.candidates]}
    return Violation(
        code=fault.code, message=fault.message, next_step=fault.next_step, value=text, data=data
    )


def near(text: str) -> list[str]:
    """Up to five printed numbers that look like `text`: same beginning or end, few typing slips.

    Letters of another script that print like Latin ones are taken for these.
    """
    wanted = scripts.in_latin(text.strip())
    if len(wanted) < 2:
        return []
    stem = wanted[: max(3, len(wanted) * 2 // 3)]
    tail = wanted[-max(3, len(wanted) * 2 // 3) :]
    candidates = TraceableObject.objects.filter(
        Q(number__startswith=stem) | Q(number__endswith=tail)
    ).values_list("number", flat=True)[:200]
    ranked = sorted(set(candidates), key=lambda number: (_distance(wanted, number), number))
    return ranked[:_NEAR]


def descriptions(objects: Iterable[TraceableObject]) -> list[str]:
    """A few words on each object: its kind and what it is made of."""
    listed = list(objects)
    names = dict(
        Material.objects.filter(code__in={o.item for o in listed}).values_list("code", "name")
    )
    return [
        f"{o.kind} {o.number}, {names.get(o.item, o.item) or 'unknown material'}" for o in listed
    ]


def _distance(one: str, other: str) -> int:
    """Levenshtein distance: the slips between two numbers."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1]
