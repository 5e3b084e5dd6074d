"""What the page of a drill shows: the clock with its yardsticks, what it came to, whom to call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any
from urllib.parse import urlencode

import uuid6
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gozinto.cases import stepping
from gozinto.cases.drills import drawing, figures
from gozinto.cases.drills.figures import Contact, Figures, Yardstick
from gozinto.cases.kinds import MACHINES
from gozinto.cases.standing import Standing
from gozinto.edges.office import words
from gozinto.edges.office.cases import recall, wording
from gozinto.edges.office.cases.opened import Opened, Panel
from gozinto.edges.office.frame import page
from gozinto.edges.office.search import thing_address
from gozinto.edges.office.things.names import Names
from gozinto.errors import Unknown
from gozinto.plant.models import TraceableObject
from gozinto.record import clock

SHOWN = 200
"""Rows of a table on the page; the report has more."""
_HOUR_S = 3600

GAPS: Mapping[str, Any] = {
    "place_unknown": gettext_lazy("No record says where it is."),
    "balance_open": gettext_lazy("More or less of it came than went and is there."),
}
"""What a drill finds beside what an answer does not know."""
NEXT: Mapping[str, Any] = {
    "consumed_never_received": gettext_lazy("Record its receipt, with the supplier's number."),
    "produced_from_nothing": gettext_lazy("Find the job that made it, and record what went in."),
    "serial_without_production": gettext_lazy("Find out who made it, and record that."),
    "opening_balance": gettext_lazy("Keep the papers from before the record at hand."),
    "unknown_link": gettext_lazy("Scan what goes in there from now on."),
    "container_content_unknown": gettext_lazy("Record what was packed into it."),
    "supplier_missing": gettext_lazy("Correct its receipt: name the supplier."),
    "customer_missing": gettext_lazy("Correct its shipment: name the customer."),
    "partner_data_missing": gettext_lazy("Ask the partner to send its events."),
    "cut_by_limit": gettext_lazy("Trace in parts, from a lot further on."),
    "place_unknown": gettext_lazy("Look for it, and scan it where it lies."),
    "balance_open": gettext_lazy("Count it, and record scrap and samples that nobody booked."),
}
_PATH: Sequence[tuple[str, Any]] = (
    ("begun", gettext_lazy("Begin")),
    ("scope", gettext_lazy("Scope")),
    ("call", gettext_lazy("Call")),
    ("finish", gettext_lazy("Finish")),
)


def context(opened: Opened) -> Mapping[str, Any]:
    """What the page of this drill shows."""
    case = opened.case
    found: dict[str, Any] = case.made.get("scope", {})
    came_to = figures.figures(case, now=clock.now())
    stage = _stage(case, came_to)
    return {
        "path": [{"word": word, "on": name == stage} for name, word in _PATH],
        "stage": stage,
        "clock": _clock(case, came_to),
        "item": item(case, opened.names),
        "figures": tiles(came_to) if found else (),
        "places": places(found),
        "contacts": [_contact(one, opened.names) for one in figures.contacts(case)[:SHOWN]],
        "suppliers": found.get("behind", {}).get("suppliers", ()),
        "behind": found.get("behind"),
        "balances": [balance(one) for one in found.get("balance", ())],
        "gaps": gaps(case),
        "gap_count": found.get("gap_count", 0),
        "hash": found.get("hash", ""),
        "position": found.get("position"),
        "panel_links": _links(case),
        "lesson": _action(opened, problem=str(case.told.get("learned", ""))),
        "may_lead": bool(_may_lead(opened)),
    }


def title() -> str:
    """What a drill is called where nobody says otherwise."""
    return _("Mock recall of %(day)s") % {"day": words.day(clock.now())}


PANEL = Panel(
    template="office/drill.html",
    context=context,
    acts=frozenset({"scope", "reach"}),
    boxes="office/drill_boxes.html",
    title=title,
)


@page()
def draw(request: HttpRequest, number: str) -> HttpResponse:
    """The draw of a blind drill, repeated; a part of its page. Raises Unknown (unknown_case)."""
    kept = drawing.kept(stepping.find(number, kind="drill").made)
    if kept is None:
        raise Unknown(
            "The item of this drill was chosen, not drawn.",
            code="unknown_case",
            next_step="Look at the list of cases; the number may be mistyped.",
            value=number,
        )
    again = drawing.repeated(kept)
    return render(
        request,
        "office/drill_draw.html",
        {
            "is_same": again == kept,
            "again": again,
            "number": words.last_part(again.uri) if again else "",
            "address": thing_address(again.uri) if again else "",
        },
    )


def tiles(came_to: Figures) -> list[dict[str, Any]]:
    """The four figures of a drill, each with its tone."""
    return [
        {"word": _("Located"), "amount": percent(came_to.located), "tone": tone(came_to.located)},
        {
            "word": _("Mass balance"),
            "amount": percent(came_to.explained),
            "tone": tone(came_to.explained),
        },
        {
            "word": _("Customers reached"),
            "amount": percent(came_to.reached),
            "beside": _("%(n)s of %(all)s")
            % {"n": came_to.contacts_reached, "all": came_to.customers},
            "tone": "" if came_to.is_running else tone(came_to.reached),
        },
        {
            "word": _("Gaps"),
            "amount": words.grouped(came_to.gaps),
            "tone": "warn" if came_to.gaps else "",
        },
    ]


def places(found: Mapping[str, Any]) -> list[dict[str, str]]:
    """How much of the scope is where."""
    by_place: Mapping[str, Mapping[str, str]] = found.get("places", {})
    return [
        {"word": str(word), "amount": _amounts(by_place[name])}
        for name, word in recall.PLACES.items()
        if name in by_place
    ]


def balance(one: Mapping[str, Any]) -> dict[str, Any]:
    """The mass balance in one unit: its terms, and what is left over."""
    uom = str(one["uom"])
    terms = [
        (str(word), words.quantity(Decimal(one["terms"][term]), uom))
        for term, word in words.TERMS.items()
        if term in one["terms"] and term != "counted"
    ]
    return {
        "terms": [
            *terms,
            (_("On hand"), words.quantity(Decimal(one["on_hand"]), uom)),
            (_("Not explained"), words.quantity(Decimal(one["difference"]), uom)),
        ],
        "share": percent(Decimal(one["share"])) if "share" in one else "",
        "is_open": one["is_open"],
    }


def gaps(case: Standing) -> list[dict[str, Any]]:
    """Each gap in words: where, what is missing, what is to be done about it."""
    listed: Sequence[Mapping[str, Any]] = case.made.get("scope", {}).get("gaps", ())
    return [_gap(one, case) for one in listed]


def _gap(one: Mapping[str, Any], case: Standing) -> dict[str, Any]:
    code, uri = str(one["code"]), str(one["uri"])
    meaning = GAPS.get(code) or words.GAPS.get(code) or one["message"]
    where = words.last_part(uri)
    return {
        "where": where,
        "address": thing_address(uri) if uri else "",
        "meaning": str(meaning),
        "next_step": str(NEXT.get(code, "")),
        "adds": one["adds"],
        "action": _action_address(case, title=f"{where}: {meaning}", problem=str(one["message"])),
    }


def company(uri: str, names: Names, *, told: str = "") -> str:
    """What a company is called now, else as it was told then."""
    found = names.plant.partner_of(uri)
    return found.name if found else told or words.last_part(uri)


def percent(share: Decimal | None) -> str:
    """A share as a percentage that never reads as all of it when it is not; "–" of nothing."""
    if share is None:
        return "–"
    number = (share * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_EVEN)
    if number == 100 and share != 1:
        number += Decimal("0.1") if share > 1 else Decimal("-0.1")
    digits = 0 if share in (0, 1) else 1
    return _("%(number)s %%") % {"number": formats.number_format(number, digits)}


def tone(share: Decimal | None) -> str:
    """All of it is normal; anything else needs a person."""
    return "" if share is None or share == 1 else "warn"


def span(seconds: float) -> str:
    """So long: hours and minutes, or minutes, or seconds."""
    whole = int(seconds)
    hours, minutes = whole // _HOUR_S, whole % _HOUR_S // 60
    if hours:
        return _("%(h)s h %(m)s min") % {"h": words.grouped(hours), "m": minutes}
    return _("%(m)s min") % {"m": minutes} if minutes else _("%(s)s s") % {"s": whole}


def times(came_to: Figures) -> list[tuple[str, str]]:
    """How long after the opening each of them was."""
    told = (
        (_("Scope found"), came_to.scope_s),
        (_("First call"), came_to.first_contact_s),
        (_("Last call"), came_to.last_contact_s),
        (_("Finished"), came_to.finish_s),
    )
    return [(word, span(seconds)) for word, seconds in told if seconds is not None]


def yardstick(one: Yardstick) -> tuple[str, str]:
    """Whether a target was met, in a word, and its tone."""
    if one.is_met is None:
        return _("running"), ""
    return (_("met"), "") if one.is_met else (_("not met"), "bad")


def _clock(case: Standing, came_to: Figures) -> dict[str, Any]:
    whole = int(came_to.clock_s)
    return {
        "s": whole,
        "text": f"{whole // _HOUR_S}:{whole // 60 % 60:02}:{whole % 60:02}",
        "is_running": came_to.is_running,
        "is_late": any(one.is_met is False for one in came_to.yardsticks),
        "yardsticks": [
            {
                "hours": one.hours,
                "max": one.hours * _HOUR_S,
                "value": min(whole, one.hours * _HOUR_S),
                "until": case.opened_at + timedelta(hours=one.hours),
                "word": yardstick(one)[0],
                "tone": yardstick(one)[1],
                "is_running": one.is_met is None,
            }
            for one in came_to.yardsticks
        ],
        "times": times(came_to),
    }


def _stage(case: Standing, came_to: Figures) -> str:
    if case.is_ended:
        return ""
    if "scope" not in case.made:
        return "scope"
    return "call" if came_to.contacts_reached < came_to.customers else "finish"


def item(case: Standing, names: Names) -> dict[str, Any]:
    """What a drill is about, and how it was drawn."""
    uri = next(iter(case.subjects.get("origin", ())), "")
    found = TraceableObject.objects.filter(uri=uri).first()
    drawn = drawing.kept(case.made)
    return {
        "number": found.number if found else words.last_part(uri),
        "address": thing_address(uri) if uri else "",
        "name": names.material(found.item) if found else "",
        "draw": drawn and {
            "among": wording.CHOICES[drawn.begins],
            "of": drawn.of,
            "place": drawn.place + 1,
            "seed": drawn.seed,
            "position": drawn.position,
        },
    }  # fmt: skip


def _contact(one: Contact, names: Names) -> dict[str, Any]:
    partner = names.plant.partner_of(one.uri)
    return {
        "uri": one.uri,
        "name": names.partner(one.uri),
        "email": partner.email if partner else "",
        "amount": _amounts(one.amounts),
        "at": one.at,
        "who": one.who,
        "is_reached": one.is_reached,
        "calls": one.calls,
        "request": str(uuid6.uuid7()),
    }


def _amounts(told: Mapping[str, str]) -> str:
    return recall.amounts({uom: Decimal(amount) for uom, amount in told.items()})


def _may_lead(opened: Opened) -> bool:
    held = opened.who.roles
    leads = any(act.name == "lead_to" for act in MACHINES["drill"].open_to(opened.case.state, held))
    return leads and bool(MACHINES["action"].opening.roles & held)


def _action(opened: Opened, *, problem: str) -> str:
    """Where a corrective action is opened out of what was learned; "" for who may not."""
    if not problem or not _may_lead(opened):
        return ""
    return _action_address(opened.case, title=problem.splitlines()[0][:120], problem=problem)


def _action_address(case: Standing, *, title: str, problem: str) -> str:
    asked = {"from": case.number, "title": title[:300], "problem": problem[:2_000]}
    asked["id"] = next(iter(case.subjects.get("origin", ())), "")
    return f"{reverse('office:case-new', args=['action'])}?{urlencode(asked)}"


def _links(case: Standing) -> list[tuple[Any, str]]:
    return [
        ("PDF", reverse("office:drill-pdf", args=[case.number])),
        (_("All drills"), reverse("office:drills")),
    ]
