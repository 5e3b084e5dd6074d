"""Finds a traceable object by anything printed on a label."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from gozinto.errors import Ambiguous, Unknown
from gozinto.plant.identifiers import canonical
from gozinto.plant.models import Material, TraceableObject
from gozinto.plant.numbering import voiding
from gozinto.standards.gs1 import scan

_MOST = 50
_NEAR = 5


# One branch for each index: an OR over two tables would read every object there is.
_NAMED = """
SELECT found.* FROM (
    SELECT o.* FROM gozinto_traceableobject o WHERE o.uri = ANY(%(uris)s)
    UNION SELECT o.* FROM gozinto_traceableobject o WHERE o.number = ANY(%(numbers)s)
    UNION SELECT o.* FROM gozinto_alias a JOIN gozinto_traceableobject o ON o.id = a.object_id
        WHERE a.text = %(text)s
    UNION SELECT o.* FROM gozinto_traceableobject o WHERE o.number = %(of_item)s
        AND (o.item = %(gtin)s
             OR o.item IN (SELECT m.code FROM gozinto_material m WHERE m.gtin = %(gtin)s))
) found ORDER BY found.uri <> %(exact)s, found.uri LIMIT %(limit)s
"""


def find_all(text: str) -> list[TraceableObject]:
    """Every object that goes by `text` (number, alias, URI, GS1 string); at most 50, by URI.

    Whose URI it is goes alone. A number that stood on its label, or took the place of another
    one there, finds it too. One query, and another one where nothing goes by the text itself.
    """
    wanted = text.strip()
    if not wanted:
        return []
    read = scan.read(wanted)  # first, because it refuses what no label and no database can hold
    exact = canonical(wanted)
    number = read.serial or read.lot
    numbers = {wanted, read.sscc, "" if read.gtin else number} - {""}
    uris = {exact, read.uri, f"https://id.gs1.org/00/{read.sscc}" if read.sscc else ""} - {""}
    found = TraceableObject.objects.raw(
        _NAMED,
        {
            "uris": list(uris),
            "numbers": list(numbers),
            "text": wanted,
            "of_item": number if read.gtin else None,
            "gtin": read.gtin,
            "exact": exact,
            "limit": _MOST,
        },
    )
    named = list(found)
    if not named:
        return _relabelled(numbers)
    return named[:1] if named[0].uri == exact else named


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
    found = find_all(text)
    if not found:
        raise Unknown(f"Nothing here goes by {text.strip()!r}.", near=near(text))
    if len(found) > 1:
        raise Ambiguous(
            f"{len(found)} objects go by {text.strip()!r}.",
            candidates=list(zip((o.uri for o in found), descriptions(found), strict=True)),
        )
    return found[0]


def near(text: str) -> list[str]:
    """Up to five printed numbers that look like `text`: same beginning or end, few typing slips."""
    wanted = text.strip()
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
