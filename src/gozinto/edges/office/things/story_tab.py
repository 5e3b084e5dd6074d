"""The story of an object: what happened to it, where that left it, and what is wrong with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gozinto import trace
from gozinto.edges.office import words
from gozinto.edges.office.things import findings_card, names, opening
from gozinto.edges.office.things.names import Names
from gozinto.edges.office.things.opening import Opened
from gozinto.plant.models import TraceableObject
from gozinto.trace.facts.places import Place
from gozinto.trace.lookups.heads import Standing
from gozinto.trace.stories import Entry

SHOWN = 200
MOST = 5_000


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of what is known: a name, a value, and a tone when it is abnormal."""

    name: str
    value: str
    tone: str = ""
    is_code: bool = False
    at: datetime | None = None


def context(opened: Opened) -> dict[str, Any]:
    """What the tab shows; with `all` in its address every event of it."""
    found = opened.object
    life = trace.life(found, limit=MOST)
    story = life.entries
    shown = story if "all" in opened.request.GET else story[-SHOWN:]
    return {
        "facts": _facts(opened, life.place),
        "findings": findings_card.card(found),
        "story": _entries(shown, opened.names, is_unit=found.kind != TraceableObject.Kind.LOT),
        "left_out": len(story) - len(shown),
    }


def _facts(opened: Opened, place: Place | None) -> list[Fact]:
    found, material = opened.object, opened.material
    facts = [Fact(_("Kind"), words.name(words.KINDS, found.kind))]
    if found.item:
        facts.append(Fact(_("Material"), material.name if material else found.item))
        facts.append(Fact(_("Item"), found.item, is_code=True))
    if opened.head.standing is not None:
        facts += _standing(opened.head.standing, _where(place, opened.names))
    if opened.head.names:
        facts.append(Fact(_("Also goes by"), ", ".join(opened.head.names), is_code=True))
    facts.append(Fact(_("Identifier"), found.uri, is_code=True))
    return facts


def _where(place: Place | None, of: Names) -> str:
    if place is None:
        return ""
    return words.where(
        of.site(place.location) if place.location else "",
        to=of.site(place.destination) if place.destination else "",
        is_on_its_way=place.is_on_its_way,
    )


def _standing(state: Standing, where: str) -> list[Fact]:
    facts: list[Fact] = []
    if state.uom or state.on_hand:
        facts.append(
            Fact(_("On hand"), words.quantity(state.on_hand, state.uom or "C62"), is_code=True)
        )
    if where:
        facts.append(Fact(_("Where"), where))
    if state.expires_at:
        is_past = state.expires_at <= timezone.now()
        facts.append(
            Fact(
                _("Expired") if is_past else _("Expires"),
                "",
                tone="bad" if is_past else "",
                at=state.expires_at,
            )
        )
    if state.first_at:
        facts.append(Fact(_("First seen"), "", at=state.first_at))
    if state.last_at and state.last_at != state.first_at:
        facts.append(Fact(_("Last seen"), "", at=state.last_at))
    return facts


def _said(entry: Entry) -> str:
    """The result or disposition an event states, unless it says no more than "goes on"."""
    said = entry.result or entry.disposition
    is_plain = words.last_part(said) in {"active", "in_progress"}
    return "" if is_plain else words.name(words.STATUSES, said)


def _what(entry: Entry) -> str:
    if entry.inspection:
        return words.name(words.CONTROLS, entry.inspection)
    if entry.type == "TransformationEvent" and entry.step:
        return words.last_part(entry.step)
    return words.name(words.STEPS, entry.biz_step) or words.name(words.TYPES, entry.type)


def _measured(entry: Entry) -> str:
    """What a machine told: each value, of a curve where it began and where it ended."""
    by_name: dict[str, list[str]] = defaultdict(list)
    for one in entry.measured:
        value = one.value if isinstance(one.value, str) else words.quantity(one.value, one.uom)
        by_name[one.name].append(value)
    return ", ".join(
        f"{name} {' – '.join(dict.fromkeys((values[0], values[-1])))}"
        for name, values in by_name.items()
    )


def _words(entry: Entry, of: Names) -> Iterator[tuple[str, str]]:
    """What else an event says, and where each of that has its page ("": nowhere)."""
    yield of.reason(entry.reason), ""
    yield entry.note, ""
    yield _measured(entry), ""
    is_shipment = entry.biz_step == "shipping" and entry.document
    yield entry.document, _page("shipment", entry.document) if is_shipment else ""
    for uri in entry.exchanged_with:
        yield words.last_part(uri), opening.address(uri)
    is_known = of.plant.partner_of(entry.partner) is not None
    yield of.partner(entry.partner), _page("partner", entry.partner) if is_known else ""


def _page(name: str, id: str) -> str:
    return f"{reverse(f'office:{name}')}?{urlencode({'id': id})}"


def _entries(story: Sequence[Entry], of: Names, *, is_unit: bool) -> list[dict[str, Any]]:
    named = names.people({entry.person for entry in story})
    return [
        {
            "at": entry.at,
            "what": _what(entry),
            "status": _said(entry),
            "tone": words.status_tone(entry.result or entry.disposition),
            "equipment": entry.equipment,
            "person": named.get(entry.person, entry.person),
            "quantity": "" if is_unit else words.quantity(entry.quantity, entry.uom),
            "part": words.PARTS.get(entry.role, ""),
            "place": of.place(entry.location),
            "container": words.last_part(entry.container),
            "container_address": opening.address(words.last_part(entry.container))
            if entry.container
            else "",
            "words": [(text, address) for text, address in _words(entry, of) if text],
            "withdrawn": entry.withdrawn,
            "event_id": entry.event_id,
        }
        for entry in story
    ]
