"""What lies there for the slots of jobs: the first to be taken first, and what may not be taken."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal, NamedTuple

from django.utils import formats
from django.utils.translation import gettext as _

from gozinto.plant import known as plant
from gozinto.plant.identifiers import identify
from gozinto.plant.known import Known, holds
from gozinto.plant.known.shapes import Location
from gozinto.plant.models import Alias
from gozinto.record import clock
from gozinto.roundtrips import rows

MOST_LOOKED_AT = 500
"""Objects of a material that are looked at, the newest: what is older is still found by a scan."""
MOST_LISTED = 40
"""Lots of a slot that a panel is told, so that it knows them without the network."""

State = Literal["next", "other", "held", "expired"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A lot or unit that is here. `texts`: what its label may scan as; `why` not, in a sentence."""

    uri: str
    number: str
    texts: tuple[str, ...]
    remaining: Decimal
    uom: str
    place: str
    expires_on: str | None
    state: State
    why: str


class _Row(NamedTuple):
    """One object that is here, of the material that was asked for."""

    code: str
    id: int
    uri: str
    number: str
    on_hand: Decimal
    uom: str
    location: str
    expires_at: datetime | None
    is_held: bool
    control: str | None
    input_control: str | None
    is_received: bool


_HERE = """
SELECT w.code, o.id, o.uri, o.number, s.on_hand, s.uom, s.location, s.expires_at,
       s.held OR EXISTS (SELECT 1 FROM gozinto_membership m
           JOIN gozinto_objectstate l ON l.object_id = m.lot_id
           WHERE m.unit_id = o.id AND l.held),
       (SELECT e.value->>0 FROM jsonb_each(s.standing->'said') e
           WHERE e.key LIKE 'inspected/%%' ORDER BY e.value->>1 DESC LIMIT 1),
       s.standing->'said'->'inspected/input'->>0,
       coalesce(s.standing->'origins' @> '["received"]', false)
FROM unnest(%s::text[], %s::text[]) AS w(code, item)
CROSS JOIN LATERAL (SELECT t.* FROM gozinto_traceableobject t WHERE t.item = w.item
    ORDER BY t.id DESC LIMIT %s) o
JOIN gozinto_objectstate s ON s.object_id = o.id AND s.on_hand > 0
ORDER BY w.code, s.expires_at NULLS LAST, s.first_at, o.id
"""
_PASSED = frozenset(("accepted", "concession"))


def of(materials: Collection[str]) -> dict[str, list[Lot]]:
    """What is here of each material (code), what may be taken first. Two queries.

    The rules judge what is scanned; this shows it beforehand.
    """
    known = plant.now()
    items = [
        (code, item)
        for code in sorted(materials)
        if (material := known.materials.get(code))
        for item in (material.code, material.gtin)
        if item
    ]
    if not items:
        return {}
    asked = [[code for code, _ in items], [item for _, item in items], MOST_LOOKED_AT]
    found = [_Row._make(row) for row in rows(_HERE, asked)]
    aliases = _aliases(one.id for one in found)
    places = {one.uri: one for one in known.locations.values()}
    inspected = {code for code in materials if _must_be_inspected(code, known)}
    by_code: dict[str, list[Lot]] = {}
    for one in found:
        listed = by_code.setdefault(one.code, [])
        place = places.get(one.location)
        is_first = all(other.state != "next" for other in listed)
        state, why = _state(one, place, is_inspected=one.code in inspected, is_first=is_first)
        listed.append(
            Lot(
                uri=one.uri,
                number=one.number,
                texts=_texts(one, aliases.get(one.id, ()), known),
                remaining=one.on_hand.normalize() + 0,
                uom=one.uom,
                place=place.name if place else "",
                expires_on=known.day(one.expires_at).isoformat() if one.expires_at else None,
                state=state,
                why=why,
            )
        )
    # What may be taken stands before what may not: a long list of held lots hides none.
    return {
        code: sorted(listed, key=lambda one: one.state in ("held", "expired"))[:MOST_LISTED]
        for code, listed in by_code.items()
    }


def _must_be_inspected(material: str, known: Known) -> bool:
    today = known.day(clock.now())
    return any(
        plan.required and plan.state == "active" and holds(plan, today)
        for plan in known.plans_of(material, "input")
    )


def _state(
    one: _Row, place: Location | None, *, is_inspected: bool, is_first: bool
) -> tuple[State, str]:
    """Whether it may be taken, and why not."""
    if one.is_held:
        return "held", _("on hold")
    if one.expires_at is not None and one.expires_at < clock.now():
        day = formats.date_format(plant.now().day(one.expires_at), "SHORT_DATE_FORMAT")
        return "expired", _("expired on %(day)s") % {"day": day}
    if one.control == "rejected":
        return "held", _("rejected")
    if is_inspected and one.is_received and one.input_control not in _PASSED:
        return "held", _("not inspected yet")
    if place is not None and place.kind == "quarantine":
        return "held", _("in quarantine")
    return ("next" if is_first else "other"), ""


def _aliases(objects: Iterable[int]) -> Mapping[int, Sequence[str]]:
    found: dict[int, list[str]] = {}
    for pk, text in Alias.objects.filter(object_id__in=list(objects)).values_list(
        "object_id", "text"
    ):
        found.setdefault(pk, []).append(text)
    return found


def _texts(one: _Row, aliases: Sequence[str], known: Known) -> tuple[str, ...]:
    """What its label may scan as: its number, its URI, what else it goes by, and as GS1 data."""
    gtin = known.materials[one.code].gtin
    kind = "21" if identify(one.uri).kind == "serial" else "10"
    elements = (f"01{gtin}{kind}{one.number}",) if gtin else ()
    return tuple(dict.fromkeys((one.number, one.uri, *aliases, *elements)))
