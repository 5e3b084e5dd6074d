"""What the page of a recall shows beside what every case has: how much, where, and what is left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import uuid6
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gozinto.access import gate
from gozinto.access.roles import INSIDE
from gozinto.cases import stepping
from gozinto.cases.kinds import MACHINES
from gozinto.cases.models import RecallLook, RecallNotice
from gozinto.cases.recalls import (
    due,
    freezing,
    notifying,
    opening,
    origins,
    recovering,
    stopping,
)
from gozinto.cases.recalls.counting import Amounts, Tally
from gozinto.cases.recalls.recovering import Recovery
from gozinto.cases.recalls.scoping import Width
from gozinto.cases.standing import Standing
from gozinto.edges.office import search, words
from gozinto.edges.office.cases import recall_next, wording
from gozinto.edges.office.cases.opened import Opened, Panel
from gozinto.edges.office.frame import page
from gozinto.edges.office.search import thing_address
from gozinto.edges.office.things.names import Names
from gozinto.edges.office.tracing import reasons
from gozinto.standards.quantities import PIECES
from gozinto.trace.questions import WIDTHS

SHOWN = 200
"""Rows of a table on the page; the workbook has them all."""

PLACES: Mapping[str, Any] = {
    "stock": gettext_lazy("In stock"),
    "picked": gettext_lazy("Picked"),
    "packed": gettext_lazy("Packed"),
    "transit": gettext_lazy("On its way"),
    "customer": gettext_lazy("At the customer"),
    "returned": gettext_lazy("Came back"),
    "consumed": gettext_lazy("Used up"),
    "scrapped": gettext_lazy("Destroyed"),
    "unknown": gettext_lazy("Unknown"),
}
ACCOUNTS: Mapping[str, Any] = {
    "held": gettext_lazy("Here since it was frozen"),
    "recovered": gettext_lazy("Recovered"),
    "scrapped": gettext_lazy("Destroyed here"),
    "consumed": gettext_lazy("Used up"),
    "written_off": gettext_lazy("Written off"),
    "out": gettext_lazy("Still out"),
    "unknown": gettext_lazy("Unknown"),
}
STATES: Mapping[str, tuple[Any, str]] = {
    "waiting": (gettext_lazy("is being sent"), ""),
    "sent": (gettext_lazy("sent"), ""),
    "failed": (gettext_lazy("not sent"), "bad"),
    "acknowledged": (gettext_lazy("answered"), ""),
}
PROBLEMS: Mapping[str, Any] = {
    "no_address": gettext_lazy("No e-mail address is known: print it and send it."),
    "no_mail": gettext_lazy("No mail server is named: print it and send it."),
}
_MEANINGS: Mapping[str, Any] = {
    "proven": gettext_lazy("in every history"),
    "recorded": gettext_lazy("as written down"),
    "possible": gettext_lazy("in some history"),
}
_KINDS: Mapping[str, Any] = {
    "pick": gettext_lazy("Open pick"),
    "pallet": gettext_lazy("Packed container"),
    "job": gettext_lazy("Order that needs a lot of it"),
}
_PATH: Sequence[tuple[str, Any]] = (
    ("scoping", gettext_lazy("Scope")),
    ("frozen", gettext_lazy("Hold")),
    ("stopped", gettext_lazy("Notify")),
    ("notified", gettext_lazy("Recover")),
    ("closed", gettext_lazy("Close")),
)


def amounts(some: Amounts) -> str:
    """How much: pieces as a bare number, else with their unit."""
    told = [
        words.grouped(amount.normalize() + 0) if uom == PIECES else words.quantity(amount, uom)
        for uom, amount in sorted(some.items())
        if amount
    ]
    return " + ".join(told) or "0"


def context(opened: Opened) -> Mapping[str, Any]:
    """What the page of this recall shows: the scope while it is sought, then what became of it."""
    case = opened.case
    found: dict[str, Any] = {
        "path": [{"word": word, "on": state == case.state} for state, word in _PATH],
        "is_scoping": case.state == "scoping",
        "next": recall_next.of(case, None),
        "panel_links": _leads(opened),
    }
    if case.state in ("scoping", "cancelled") and "hash" not in case.made:
        return found
    recovery = recovering.recovery(case.number)
    look = RecallLook.objects.filter(case=case.id).first()
    customers = whose(case, recovery, opened.names)
    return found | {
        "next": recall_next.of(case, recovery),
        "tiles": tiles(recovery),
        "accounts": accounts(recovery),
        "whose": [one | {"forms": list(recall_next.forms_of(opened, one))} for one in customers],
        "late": sum(one["is_late"] for one in customers),
        "hours": round(due.ANSWER_WITHIN.total_seconds() / 3600),
        "has_link": bool(settings.GOZINTO_PUBLIC_URL),
        "frozen_amount": amounts(recovery.frozen),
        "hash": case.made.get("hash", ""),
        "more": look.more if look and not case.is_ended else 0,
        "moving": _moving(case, opened.names) if case.state == "frozen" else (),
        "hold": stopping.progress(case.number),
        "panel_links": [
            *_leads(opened),
            *(
                (words_of, reverse(f"office:recall-{kind}", args=[case.number]))
                for words_of, kind in (("PDF", "pdf"), ("XLSX", "xlsx"), ("EPCIS", "epcis"))
            ),
        ],
    }


PANEL = Panel(
    template="office/recall.html",
    context=context,
    acts=frozenset({"stop", "narrow", "acknowledge"}),
)


def _leads(opened: Opened) -> list[tuple[Any, str]]:
    """Where a recall leads on: to what puts its cause right."""
    case, held = opened.case, opened.who.roles
    may = any(act.name == "lead_to" for act in MACHINES["recall"].open_to(case.state, held))
    if not may or not MACHINES["action"].opening.roles & held:
        return []
    asked = urlencode({"from": case.number})
    address = f"{reverse('office:case-new', args=['action'])}?{asked}"
    return [(wording.OPEN["action"], address)]


@page()
def scope(request: HttpRequest, number: str) -> HttpResponse:
    """The three widths as they are now, as a part of the page of a recall."""
    found = opening.preview_of(number)
    held = gate.admit(request, roles=INSIDE).roles
    case = stepping.find(number)
    acts = MACHINES["recall"].open_to(case.state, held)
    most = max((sum(one.tally.amounts.values()) for one in found.widths), default=0) or 1
    chosen = str(case.told.get("width", "possible"))
    return render(
        request,
        "office/recall_scope.html",
        {
            "widths": [
                _width(one, float(most), is_chosen=one.width == chosen) for one in found.widths
            ],
            "tiles": _placed(found.widths[-1].tally),
            "is_priced": found.is_priced,
            "truncated": found.truncated,
            "case": case,
            "may_narrow": any(act.name == "narrow" for act in acts),
            "request_id": str(uuid6.uuid7()),
        },
    )


@page()
def why(request: HttpRequest, number: str) -> HttpResponse:
    """How a thing came into the scope, or what keeps it out, as a part of the page of a recall."""
    case = stepping.find(number)
    asked = request.GET.get("why", "")[:2_000]
    begun = origins.objects(origins.kept(case.subjects, case.made))["possible"]
    here = reverse("office:recall-why", args=[case.number])

    def asked_in(width: str) -> dict[str, Any]:
        return reasons.context(
            asked,
            origin=begun,
            direction="forward",
            options={"width": width},
            address=lambda **changes: f"{here}?{urlencode({'why': changes.get('why') or asked})}",
        )

    told = asked_in("possible")
    within = [one["title"] for one in told.get("why_widths", ()) if one["included"]]
    if len(within) > 1:  # what is surely in it is not told as what may be
        told = asked_in("proven" if len(within) == len(WIDTHS) else "recorded")
    return render(
        request, "office/recall_why.html", told | {"case": case, "asked_why": search.read(asked)}
    )


@page()
def joiners(request: HttpRequest, number: str) -> HttpResponse:
    """What came into the scope since it was frozen, as a part of the page."""
    listed = freezing.joiners(number)
    rows = [
        {
            "number": one.number,
            "address": thing_address(one.uri),
            "width": words.name(words.WIDTHS, one.width),
            "place": PLACES[one.place],
        }
        for one in listed[:SHOWN]
    ]
    return render(request, "office/recall_joiners.html", {"rows": rows, "count": len(listed)})


@page()
def progress(request: HttpRequest, number: str) -> HttpResponse:
    """How far the hold is, as a part of the page."""
    context = {"hold": stopping.progress(number), "case": stepping.find(number)}
    return render(request, "office/recall_hold.html", context)


def tiles(recovery: Recovery) -> list[dict[str, Any]]:
    """Where everything that was frozen is now, and how much is recovered and accounted for."""
    shown = _placed(recovery.now)
    for word, share in (
        (_("Recovered"), recovery.recovered),
        (_("Accounted for"), recovery.accounted),
    ):
        if share is not None:
            shown.append({"word": word, "amount": words.share(share) if share else "0 %"})
    return shown


def accounts(recovery: Recovery) -> list[tuple[str, str]]:
    """The mass balance, account by account; what nothing is in is left out."""
    return [
        (str(word), amounts(recovery.by_account[name]))
        for name, word in ACCOUNTS.items()
        if any(recovery.by_account[name].values())
    ]


def _placed(tally: Tally) -> list[dict[str, Any]]:
    return [
        {"word": word, "amount": amounts(tally.by_place[place])}
        for place, word in PLACES.items()
        if any(tally.by_place.get(place, {}).values())
    ]


def _width(one: Width, most: float, *, is_chosen: bool) -> dict[str, Any]:
    added = float(sum(one.adds.amounts.values()))
    whole = float(sum(one.tally.amounts.values()))
    value = one.tally.value
    return {
        "code": one.width,
        "name": words.name(words.WIDTHS, one.width),
        "meaning": _MEANINGS[one.width],
        "amount": amounts(one.tally.amounts),
        "customers": words.counted_customers(len(one.tally.customers)),
        "value": "" if value is None else words.grouped(round(value, 2)),
        "unpriced": one.tally.unpriced,
        "begins": 100 * (whole - added) / most if one.width != "proven" else 0,
        "grows": 100 * (added if one.width != "proven" else whole) / most,
        "added": amounts(one.adds.amounts) if one.width != "proven" and added else "",
        "reasons": [reason.message for reason in one.reasons],
        "on": is_chosen,
    }


def _moving(case: Standing, names: Names) -> list[dict[str, Any]]:
    return [
        {
            "kind": _KINDS[one.kind],
            "number": one.number,
            "at": one.at,
            "amount": words.grouped(one.amount),
        }
        for one in stopping.under_way(case.number)[:SHOWN]
    ]


def whose(case: Standing, recovery: Recovery, names: Names) -> list[dict[str, Any]]:
    """Each customer with their letter, and what they still have."""
    notices = notifying.newest(case.id)
    uris: Iterable[str] = dict.fromkeys([*notices, *recovery.open_with])
    told = {
        str(step.told.get("customer")): step.told
        for step in case.steps
        if step.act == "acknowledge"
    }
    return [
        _customer(uri, notices.get(uri), recovery.open_with.get(uri, {}), names)
        | {"said": _said(told.get(uri, {}))}
        for uri in list(uris)[:SHOWN]
    ]


def _said(told: Mapping[str, Any]) -> str:
    """What a customer answered beside that they have read it."""
    counted = (
        (_("%(n)s stopped there"), told.get("stopped")),
        (_("%(n)s sold on"), told.get("sold")),
    )
    parts = [
        word % {"n": words.grouped(Decimal(str(n)).normalize() + 0)} for word, n in counted if n
    ]
    return ". ".join(one for one in (", ".join(parts), str(told.get("answer", ""))) if one)


def _customer(uri: str, notice: RecallNotice | None, out: Amounts, names: Names) -> dict[str, Any]:
    state = STATES[notice.state] if notice else (_("no letter yet"), "warn")
    is_late = bool(notice and due.is_late(notice))
    return {
        "uri": uri,
        "is_late": is_late,
        "is_answered": bool(notice and notice.acknowledged_at),
        "has_letter": bool(notice),
        "name": names.partner(uri),
        "out": amounts(out),
        "is_out": any(out.values()),
        "state": _("no answer yet") if is_late else state[0],
        "tone": "bad" if is_late else state[1],
        "problem": PROBLEMS.get(notice.problem, notice.problem) if notice else "",
        "at": (notice.acknowledged_at or notice.sent_at) if notice else None,
        "who": notice.acknowledged_by if notice else "",
        "letter": reverse("office:recall-letter", args=[notice.case.number, notice.pk])
        if notice
        else "",
    }
