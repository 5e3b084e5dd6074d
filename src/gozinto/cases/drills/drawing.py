"""The item of a blind drill is drawn by lot, and the draw can be repeated: nobody chose it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from gozinto.errors import Refused, Violation
from gozinto.plant.models.materials import MaterialKind
from gozinto.record.models import Event
from gozinto.record.transactions import snapshot
from gozinto.roundtrips import rows
from gozinto.trace.measures.subjects import Materials

BOUGHT = (MaterialKind.RAW, MaterialKind.AUXILIARY, MaterialKind.PACKAGING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """A draw, with all that it takes to repeat it.

    `begins`: among what; `of`: how many there were at `position` of the record; `place`: which of
    them it is, counted from 0 in the order in which they came on record.
    """

    begins: str
    seed: str
    of: int
    place: int
    position: int
    uri: str

    def as_json(self) -> dict[str, Any]:
        """As the step keeps it."""
        return {
            "begins": self.begins,
            "seed": self.seed,
            "of": self.of,
            "place": self.place,
            "position": self.position,
            "uri": self.uri,
        }


def draw(begins: str) -> Draw:
    """One of them, each as likely as any other. Refused (nothing_to_draw) where there is none."""
    with snapshot():
        position = Event.objects.order_by("-position").values_list("position", flat=True).first()
        found = by_seed(begins, seed=secrets.token_hex(16), position=position or 0)
    if found is None:
        raise Refused(
            [
                Violation(
                    code="nothing_to_draw",
                    message="Nothing on record could be drawn.",
                    next_step="Draw among anything, or choose the item.",
                    path="begins",
                    value=begins,
                )
            ]
        )
    return found


def kept(made: Mapping[str, Any]) -> Draw | None:
    """The draw of a drill; None where the item was chosen."""
    told = made.get("draw")
    return Draw(**told) if told else None


def repeated(one: Draw) -> Draw | None:
    """The same draw again, of the record as it was then; None where nothing is left to draw.

    It differs where a material is of another kind since, or an event was on its way into the
    record.
    """
    return by_seed(one.begins, seed=one.seed, position=one.position)


def lot(seed: str) -> int:
    """The number that a seed stands for; what is left when it is divided by how many there are is
    the place of what is drawn."""
    return int(sha256(seed.encode()).hexdigest(), 16)


_STANDS = (
    "{0}.event_id <= %(position)s AND NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w"
    " WHERE w.event_id = {0}.event_id AND w.declaration_id <= %(position)s)"
)
"""That a row was on record by then, and not taken back by then."""
_ON_RECORD = (
    f"(EXISTS (SELECT 1 FROM gozinto_involvement i WHERE i.object_id = o.id"
    f" AND {_STANDS.format('i')})"
    f" OR EXISTS (SELECT 1 FROM gozinto_membership m WHERE m.lot_id = o.id"
    f" AND {_STANDS.format('m')}))"
)
"""Of a lot it may be that its units alone are told of."""
_OF_NO_LOT = (
    f"NOT EXISTS (SELECT 1 FROM gozinto_membership m WHERE m.unit_id = o.id"
    f" AND {_STANDS.format('m')})"
)
_ANYTHING = f"""
candidate AS (
    SELECT o.id FROM gozinto_traceableobject o
    WHERE {_ON_RECORD} AND (
        o.kind = 'lot'
        OR (o.kind = 'serial' AND o.item <> ALL(%(items)s) AND {_OF_NO_LOT}))
      AND NOT EXISTS (SELECT 1 FROM gozinto_physicalasset a WHERE a.uri = o.uri))
"""
"""Units on the way to what is sold are told by their lots: there are far more of them."""
_RAW = f"""
candidate AS (
    SELECT o.id FROM gozinto_traceableobject o
    WHERE o.kind = 'lot' AND o.item = ANY(%(items)s) AND {_ON_RECORD})
"""
_FINISHED = f"""
gone(id, at) AS (
    SELECT DISTINCT i.object_id, i.at FROM gozinto_event e
    JOIN gozinto_involvement i ON i.event_id = e.position
    WHERE e.biz_step = 'shipping' AND {_STANDS.format("i")}
    UNION
    SELECT c.child_id, g.at FROM gone g JOIN gozinto_containment c ON c.parent_id = g.id
    WHERE c.is_in AND c.child_id IS NOT NULL AND c.at <= g.at AND {_STANDS.format("c")}
      AND NOT EXISTS (
        SELECT 1 FROM gozinto_containment x
        WHERE x.parent_id = c.parent_id AND (x.child_id = c.child_id OR x.child_id IS NULL)
          AND NOT x.is_in AND x.at > c.at AND x.at <= g.at AND {_STANDS.format("x")})),
candidate AS (
    SELECT o.id FROM gozinto_traceableobject o
    WHERE o.item = ANY(%(items)s) AND (
        (o.kind = 'lot' AND o.id IN (
            SELECT g.id FROM gone g
            UNION SELECT m.lot_id FROM gozinto_membership m JOIN gone g ON g.id = m.unit_id
            WHERE {_STANDS.format("m")}))
        OR (o.kind = 'serial' AND o.id IN (SELECT g.id FROM gone g) AND {_OF_NO_LOT})))
"""
"""What left by itself or in what it was packed into; a lot stands for its units."""
_CANDIDATES: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "anything": (_ANYTHING, (*BOUGHT, MaterialKind.INTERMEDIATE)),
        "raw": (_RAW, BOUGHT),
        "finished": (_FINISHED, (MaterialKind.FINISHED,)),
    }
)
"""Among what is drawn, and of which kinds of material it is; of anything, whose units are none."""
_DRAWN = """
WITH RECURSIVE {0}
SELECT n.of, n.place, o.uri
FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS of
      FROM candidate) n
JOIN gozinto_traceableobject o ON o.id = n.id
WHERE n.place = mod(%(lot)s::numeric, n.of)
"""


def by_seed(begins: str, *, seed: str, position: int) -> Draw | None:
    """What this seed draws of the record as it was at that position; None where nothing was."""
    candidates, kinds = _CANDIDATES[begins]
    items = Materials.read().items(*kinds)
    values = {"position": position, "lot": str(lot(seed)), "items": items}
    for of, place, uri in rows(_DRAWN.format(candidates), values):
        return Draw(begins=begins, seed=seed, of=of, place=place, position=position, uri=uri)
    return None
