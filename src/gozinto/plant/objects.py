"""Finds a traceable object by anything printed on a label."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from gozinto.errors import Ambiguous, Unknown
from gozinto.plant.identifiers import canonical
from gozinto.plant.models import Material, TraceableObject
from gozinto.standards.gs1 import scan

_MOST = 50
_NEAR = 5


def find_all(text: str) -> list[TraceableObject]:
    """Every object that goes by `text` (number, alias, URI, GS1 string); at most 50, by URI."""
    wanted = text.strip()
    if not wanted:
        return []
    read = scan.read(wanted)  # first, because it refuses what no label and no database can hold
    exact = TraceableObject.objects.filter(uri=canonical(wanted)).first()
    if exact:
        return [exact]
    found = TraceableObject.objects.filter(_condition(wanted, read)).distinct()
    return list(found.order_by("uri")[:_MOST])


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


def _condition(wanted: str, read: scan.Scan) -> Q:
    condition = Q(number=wanted) | Q(aliases__text=wanted)
    if read.uri:
        condition |= Q(uri=read.uri)
    if read.sscc:
        condition |= Q(uri=f"https://id.gs1.org/00/{read.sscc}") | Q(number=read.sscc)
    number = read.serial or read.lot
    if number and read.gtin:
        items = [read.gtin, *Material.objects.filter(gtin=read.gtin).values_list("code", flat=True)]
        condition |= Q(number=number, item__in=items)
    elif number:
        condition |= Q(number=number)
    return condition


def _distance(one: str, other: str) -> int:
    """Levenshtein distance: the slips between two numbers."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1]
