"""What was ordered, and what the record says was done for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.db import connection

from gozinto import record
from gozinto.errors import Unknown
from gozinto.operations import things
from gozinto.plant import conversions, identifiers
from gozinto.plant.models import Order, OrderLine
from gozinto.standards.epcis.events import TypedReference

DOCUMENTS: Mapping[str, str] = {"purchase": "po", "production": "prodorder", "sales": "poc"}
"""By kind of order the business transaction type that names it. CBV 2.0 section 7.3."""
_TERMS: Mapping[str, str] = {"purchase": "received", "production": "produced", "sales": "shipped"}


@dataclass(frozen=True, kw_only=True, slots=True)
class LineProgress:
    """How far a line is, in its unit. `open` is below zero where more was done than ordered."""

    line: str
    material: str
    uom: str
    due_on: date | None
    ordered: Decimal
    done: Decimal
    open: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Beside:
    """What was done for an order and fits none of its lines."""

    material: str
    quantity: Decimal
    uom: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How far an order is: received of a purchase, produced for a production, shipped of a sale."""

    order: str
    kind: str
    state: str
    lines: tuple[LineProgress, ...]
    beside: tuple[Beside, ...]


@dataclass(frozen=True, slots=True)
class _Done:
    material: str
    quantity: Decimal
    uom: str
    line: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Ordered:
    """An order as verbs need it: what it is called in an event, and the material of each line."""

    number: str
    kind: str
    materials: Mapping[str, str]

    def documents(self, line: str = "") -> tuple[TypedReference, ...]:
        """It as the business transaction of an event; with `line` its line beside it.

        Raises Unknown for a line that does not exist.
        """
        kind, uri = DOCUMENTS[self.kind], order_uri(self.number)
        found = (TypedReference(type=kind, value=uri),)
        if not line:
            return found
        self.material_of(line)
        return (*found, TypedReference(type=kind, value=f"{uri}#{_fragment(line)}"))

    def material_of(self, line: str) -> str:
        """The code of the material that a line asks for. Raises Unknown."""
        if line not in self.materials:
            raise Unknown(
                f"Order {self.number} has no line {line}.",
                code="unknown_order_line",
                near=sorted(self.materials)[:5],
            )
        return self.materials[line]


def read(order: str) -> Ordered:
    """The order of that number and its lines. Raises Unknown."""
    found = _order(order)
    lines = OrderLine.objects.filter(order=found).values_list("line", "material__code")
    return Ordered(number=found.number, kind=found.kind, materials=dict(lines))


def order_uri(order: str) -> str:
    """The URI of an order as a business transaction."""
    return identifiers.document_uri(things.domain(), number=order)


def progress(order: str) -> Progress:
    """What was ordered, and what the standing events that name the order did, line by line.

    What names no line counts for the lines of its material, the first first. A fixed number of
    queries. Raises Unknown for an order that does not exist.
    """
    found = _order(order)
    lines = list(
        OrderLine.objects.filter(order=found).select_related("material").order_by("due_on", "id")
    )
    record.flush()
    done = _done(order_uri(order), term=_TERMS[found.kind])
    ways = conversions.of({line.material.code for line in lines})
    sums: dict[str, Decimal] = defaultdict(Decimal)
    beside: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for one in sorted(done, key=lambda one: not one.line):
        fitting = [line for line in lines if _fits(line, one, ways)]
        if fitting:
            _share(one, fitting, sums, ways)
        else:
            beside[one.material, one.uom] += one.quantity
    return Progress(
        order=order,
        kind=found.kind,
        state=found.state,
        lines=tuple(_told(line, sums[line.line]) for line in lines),
        beside=tuple(
            Beside(material=material, quantity=quantity, uom=uom)
            for (material, uom), quantity in sorted(beside.items())
        ),
    )


def _order(number: str) -> Order:
    found = Order.objects.filter(number=number).first()
    if found is None:
        near = Order.objects.filter(number__istartswith=number[:3])
        raise Unknown(
            f"There is no order {number}.",
            code="unknown_order",
            near=sorted(near.values_list("number", flat=True)[:5]) if number else [],
        )
    return found


def _fits(line: OrderLine, one: _Done, ways: Mapping[str, conversions.Conversions]) -> bool:
    same = line.material.code == one.material and one.line in ("", _fragment(line.line))
    return same and ways[one.material].can_convert(one.uom, line.uom)


def _fragment(line: str) -> str:
    return quote(line, safe="")


def _share(
    one: _Done,
    lines: Sequence[OrderLine],
    sums: dict[str, Decimal],
    ways: Mapping[str, conversions.Conversions],
) -> None:
    """Give an amount to lines: each what it still needs, and the last one what is over."""
    uom = lines[0].uom
    ways_here = ways[one.material]
    rest = ways_here.convert(one.quantity, from_uom=one.uom, to_uom=uom)
    for line in lines:
        here = ways_here.convert(rest, from_uom=uom, to_uom=line.uom)
        if line is not lines[-1]:
            here = min(here, max(line.quantity - sums[line.line], Decimal(0)))
        sums[line.line] += here
        rest -= ways_here.convert(here, from_uom=line.uom, to_uom=uom)


def _told(line: OrderLine, done: Decimal) -> LineProgress:
    return LineProgress(
        line=line.line,
        material=line.material.code,
        uom=line.uom,
        due_on=line.due_on,
        ordered=line.quantity.normalize() + 0,
        done=done.normalize() + 0,
        open=(line.quantity - done).normalize() + 0,
    )


_STANDS = "NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = {}.event_id)"
_DONE = f"""
WITH mention AS (
    SELECT d.event_id, coalesce((
        SELECT min(substr(l.document, length(d.document) + 2)) FROM gozinto_documentmention l
        WHERE l.event_id = d.event_id AND starts_with(l.document, d.document || '#')), '') AS line
    FROM gozinto_documentmention d
    WHERE d.document = %(order)s AND {_STANDS.format("d")}
), made AS (
    SELECT DISTINCT e.event_id, m.line
    FROM mention m JOIN gozinto_documentmention d ON d.event_id = m.event_id
    JOIN gozinto_run r ON r.uri = d.document JOIN gozinto_runevent e ON e.run_id = r.id
    WHERE {_STANDS.format("e")}
)
SELECT coalesce(p.code, o.item), i.uom, m.line, sum(abs(i.delta))
FROM (SELECT event_id, line FROM mention UNION SELECT event_id, line FROM made) m
JOIN gozinto_involvement i ON i.event_id = m.event_id AND i.term = %(term)s
JOIN gozinto_traceableobject o ON o.id = i.object_id
LEFT JOIN gozinto_material p ON p.code = o.item OR p.gtin = o.item
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""


def _done(order: str, *, term: str) -> Iterable[_Done]:
    with connection.cursor() as cursor:
        cursor.execute(_DONE, {"order": order, "term": term})
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return [_Done(material, quantity, uom, line) for material, uom, line, quantity in found]
