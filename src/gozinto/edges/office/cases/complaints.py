"""What the page of a complaint shows beside its steps: the unit's story, its sisters, or who it
may be. Each is fetched by itself, so that the page stands at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gozinto import trace
from gozinto.access.roles import PERSONAL
from gozinto.cases.complaints import sisters as related
from gozinto.cases.complaints.returned import unit_of
from gozinto.cases.kinds import MACHINES
from gozinto.cases.standing import Standing
from gozinto.edges.office import words
from gozinto.edges.office.cases import wording
from gozinto.edges.office.cases.opened import Opened, Panel, open_up
from gozinto.edges.office.frame import page
from gozinto.edges.office.search import thing_address
from gozinto.edges.office.tracing import notes, panels, rows
from gozinto.errors import GozintoError, Unknown
from gozinto.operations import returning, sentences
from gozinto.plant import objects
from gozinto.plant.models import TraceableObject

CANDIDATES = 50
_LEADS = ("action", "recall")
_LISTS = ("suppliers", "equipment", "inspections", "people", "shifts", "shipments", "customers")


def context(opened: Opened) -> Mapping[str, Any]:
    """What the page itself has: whether the unit is known, and where it may lead on."""
    case = opened.case
    unit = unit_of(case)
    return {
        "unit": {"number": words.last_part(unit), "address": thing_address(unit)} if unit else None,
        "is_inferred": case.made.get("certainty") == "inferred",
        "may_guess": not unit and bool(case.told.get("material") and case.told.get("dot_week")),
        "panel_links": _leads(opened),
    }


PANEL = Panel(template="office/complaint.html", context=context)


def _leads(opened: Opened) -> list[tuple[Any, str]]:
    case, held = opened.case, opened.who.roles
    machine = MACHINES["complaint"]
    found: list[tuple[Any, str]] = []
    if any(act.name == "lead_to" for act in machine.open_to(case.state, held)):
        unit = unit_of(case)
        asked = {"from": case.number} | ({"id": unit} if unit else {})
        for kind in _LEADS:
            if MACHINES[kind].opening.roles & held:
                address = f"{reverse('office:case-new', args=[kind])}?{urlencode(asked)}"
                found.append((wording.OPEN[kind], address))
    suspects = f"{reverse('office:suspects')}?{urlencode({'from': case.number})}"
    found.append((_("What do the returns have in common?"), suspects))
    return found


@page()
def unit(request: HttpRequest, number: str) -> HttpResponse:
    """The unit behind a complaint: when and where it was made, of what, and where it went."""
    opened = open_up(request, number)
    found = _unit(opened.case)
    told: dict[str, Any] = {"case": opened.case}
    if found is not None:
        answer = trace.backward([found])
        life = trace.life(found)
        known = notes.gather(answer)
        reader = rows.Reader(answer, notes=known)
        shown = set(_LISTS) - (set() if opened.who.roles & PERSONAL else {"people"})
        made = [one.at for one in life.entries if one.role == "output" and not one.withdrawn]
        told |= {
            "panels": [one for one in panels.facts(answer, reader) if one["name"] in shown],
            "gaps": len(answer.gaps),
            "times": times(opened.case, made_at=made[0] if made else None),
            "trace_address": f"{reverse('office:trace')}?{urlencode({'id': found.uri})}",
            "story_address": thing_address(found.uri),
        }
    else:
        told["times"] = times(opened.case, made_at=None)
    return render(request, "office/complaint_unit.html", told)


@page()
def sisters(request: HttpRequest, number: str) -> HttpResponse:
    """Those made with the unit, and how many of them came back."""
    opened = open_up(request, number)
    found = _unit(opened.case)
    groups = related.of(found) if found is not None else ()
    named = opened.names
    shown = [
        {
            "kind": group.kind,
            "name": group.name,
            "address": thing_address(group.uri) if group.uri else "",
            "since": group.since,
            "until": group.until,
            "total": group.total,
            "back": group.back,
            "left": group.back - len(group.came),
            "came": [
                {
                    "number": one.number,
                    "address": thing_address(one.uri),
                    "at": one.at,
                    "dealer": named.partner(one.dealer) if one.dealer else "",
                    "reason": named.reason(one.reason),
                }
                for one in group.came
            ],
        }
        for group in groups
    ]
    return render(request, "office/complaint_sisters.html", {"groups": shown})


@page()
def candidates(request: HttpRequest, number: str) -> HttpResponse:
    """Which units it may be whose number nobody could read, and what tells them apart."""
    opened = open_up(request, number)
    case = opened.case
    told: dict[str, Any] = {"case": case}
    try:
        found = returning.candidates(
            str(case.told.get("material", "")),
            dot_week=str(case.told.get("dot_week", "")),
            dealer=_known_dealer(opened),
            limit=CANDIDATES,
        )
    except GozintoError as error:
        told["wrong"] = sentences.of(error)
    else:
        told |= {
            "total": found.total,
            "left": found.total - len(found.listed),
            "rows": [
                {
                    "uri": one.uri,
                    "number": one.number,
                    "address": thing_address(one.uri),
                    "made_at": one.made_at,
                    "went_to": opened.names.partner(one.shipped_to) if one.shipped_to else "",
                }
                for one in found.listed
            ],
        }
    held = opened.who.roles
    acts = MACHINES["complaint"].open_to(case.state, held)
    told["may_name"] = any(act.name == "identify" for act in acts)
    return render(request, "office/complaint_candidates.html", told)


def _known_dealer(opened: Opened) -> str:
    told = str(opened.case.told.get("dealer", ""))
    plant = opened.names.plant
    return told if plant.partner_of(told) or told in plant.partners else ""


def _unit(case: Standing) -> TraceableObject | None:
    uri = unit_of(case)
    try:
        return objects.resolve(uri) if uri else None
    except Unknown:
        return None


@dataclass(frozen=True, slots=True)
class Moment:
    """A day in the life of a claim: its word, and how long after the one before it was."""

    word: str
    on: date
    after: str


_MOMENTS = (
    ("made", gettext_lazy("made")),
    ("sold", gettext_lazy("sold")),
    ("failed", gettext_lazy("failed")),
    ("claimed", gettext_lazy("claimed")),
)


def times(case: Standing, *, made_at: datetime | None) -> Sequence[Moment]:
    """Made, sold, failed, claimed: those days that are known, in that order."""
    told = {
        "made": timezone.localtime(made_at).date() if made_at else None,
        "sold": _day(case.told.get("sold_on")),
        "failed": _day(case.told.get("failed_on")),
        "claimed": timezone.localtime(case.opened_at).date(),
    }
    found: list[Moment] = []
    for name, word in _MOMENTS:
        on = told[name]
        if on is None:
            continue
        days = (on - found[-1].on).days if found else None
        after = "" if days is None else ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
        found.append(Moment(str(word), on, after))
    return found


def _day(told: object) -> date | None:
    return date.fromisoformat(str(told)) if told else None
