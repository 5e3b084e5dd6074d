"""The page of one lot, serial or container: its facts, its status and its story."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from gozinto import trace
from gozinto.edges.office import recent, search, words
from gozinto.edges.office.frame import page
from gozinto.edges.office.things import balance_card, findings_card
from gozinto.edges.office.tracing import notes
from gozinto.plant import objects
from gozinto.plant.models import Location, Material, Partner, Person, Reason, TraceableObject
from gozinto.record.models import ObjectState
from gozinto.trace.facts import places
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


@page()
def show(request: HttpRequest) -> HttpResponse:
    """The page of the object that `id` names."""
    asked = search.read(request.GET.get("id", ""))
    if not asked:
        return redirect("office:home")
    found = objects.resolve(asked)
    if request.GET.get("id") != found.uri:
        return redirect(search.thing_address(found.uri))
    recent.note(request, found)
    state = ObjectState.objects.filter(object=found).first()
    material = Material.objects.filter(code=found.item).first() if found.item else None
    story = list(trace.story(found, limit=MOST))
    every = "all" in request.GET
    shown = story if every else story[-SHOWN:]
    context: dict[str, Any] = {
        "thing": found,
        "kind": words.name(words.KINDS, found.kind),
        "material": material,
        "state": state,
        "status": _status(state),
        "facts": _facts(found, state, material),
        "balance": balance_card.card(found),
        "findings": findings_card.card(found),
        "story": _entries(shown, is_unit=found.kind != TraceableObject.Kind.LOT),
        "left_out": len(story) - len(shown),
    }
    return render(request, "office/thing.html", context)


def _status(state: ObjectState | None) -> dict[str, str]:
    if state is None:
        return {}
    if state.held:
        return {"text": words.name(words.STATUSES, "held"), "tone": "warn"}
    return {
        "text": words.name(words.STATUSES, state.status),
        "tone": words.status_tone(state.status),
    }


def _facts(
    found: TraceableObject, state: ObjectState | None, material: Material | None
) -> list[Fact]:
    facts = [Fact(_("Kind"), words.name(words.KINDS, found.kind))]
    if found.item:
        facts.append(Fact(_("Material"), material.name if material else found.item))
        facts.append(Fact(_("Item"), found.item, is_code=True))
    if state is not None:
        facts += _standing(found, state)
    others = found.aliases.exclude(text=found.number).values_list("text", flat=True)[:5]
    if others:
        facts.append(Fact(_("Also goes by"), ", ".join(others), is_code=True))
    facts.append(Fact(_("Identifier"), found.uri, is_code=True))
    return facts


def _place(found: TraceableObject) -> str:
    place = places.where_is(found)
    if place is None:
        return ""
    names = notes.place_names({place.location, place.destination} - {""})
    return words.where(
        names.get(place.location, words.last_part(place.location)),
        to=names.get(place.destination, words.last_part(place.destination)),
        is_on_its_way=place.is_on_its_way,
    )


def _standing(found: TraceableObject, state: ObjectState) -> list[Fact]:
    facts: list[Fact] = []
    if state.uom or state.on_hand:
        facts.append(
            Fact(_("On hand"), words.quantity(state.on_hand, state.uom or "C62"), is_code=True)
        )
    if where := _place(found):
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


def _entries(story: Sequence[Entry], *, is_unit: bool) -> list[dict[str, Any]]:
    names = dict(
        Person.objects.filter(code__in={entry.person for entry in story if entry.person})
        .exclude(name="")
        .values_list("code", "name")
    )
    wanted = {entry.location for entry in story if entry.location}
    sites = dict(Location.objects.filter(uri__in=wanted).values_list("uri", "name"))
    told = {entry.reason for entry in story if entry.reason}
    reasons = dict(Reason.objects.filter(code__in=told).values_list("code", "name"))
    companies = {entry.partner for entry in story if entry.partner}
    partners = dict(Partner.objects.filter(uri__in=companies).values_list("uri", "name"))
    return [
        {
            "at": entry.at,
            "what": _what(entry),
            "status": _said(entry),
            "tone": words.status_tone(entry.result or entry.disposition),
            "equipment": entry.equipment,
            "person": names.get(entry.person, entry.person),
            "quantity": "" if is_unit else words.quantity(entry.quantity, entry.uom),
            "part": words.PARTS.get(entry.role, ""),
            "place": sites.get(entry.location, words.last_part(entry.location)),
            "container": words.last_part(entry.container),
            "words": " · ".join(
                text
                for text in (
                    reasons.get(entry.reason, entry.reason),
                    entry.note,
                    _measured(entry),
                    entry.document,
                    *map(words.last_part, entry.exchanged_with),
                    partners.get(entry.partner, words.last_part(entry.partner)),
                )
                if text
            ),
            "withdrawn": entry.withdrawn,
            "event_id": entry.event_id,
        }
        for entry in story
    ]
