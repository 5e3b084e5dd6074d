"""What the page of a corrective action shows: its eight disciplines with what is missing, who does
what, the rates before and after, and the form by which a proven one becomes an interlock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import uuid6
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gozinto.cases.corrective import forbidding, lines
from gozinto.cases.corrective.lines import Line
from gozinto.cases.kinds import MACHINES, Act
from gozinto.cases.standing import Standing
from gozinto.edges.office import words
from gozinto.edges.office.cases import forms, rates, wording
from gozinto.edges.office.cases.opened import Opened, Panel
from gozinto.edges.office.setup import addresses
from gozinto.edges.office.things import names
from gozinto.plant import known as plant
from gozinto.plant.kinds import KINDS
from gozinto.plant.kinds.interlocks import CONDITIONS
from gozinto.record import clock

_MACHINE = MACHINES["action"]
_ALWAYS = frozenset({"because", "interlock", "name", "severity"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Discipline:
    """One of the eight: what it is called, the act that tells of it, and by which fields.

    `wanted`: the fields that must be told; the others may be.
    """

    word: str | Promise
    act: str
    fields: tuple[str, ...]
    wanted: tuple[str, ...] = ()


EIGHT: Sequence[Discipline] = (
    Discipline(
        word=gettext_lazy("Team"), act="staff", fields=("team", "lead"), wanted=("team", "lead")
    ),
    Discipline(word=gettext_lazy("Problem"), act="open", fields=("problem",), wanted=("problem",)),
    Discipline(
        word=gettext_lazy("Containment"),
        act="contain",
        fields=("containment",),
        wanted=("containment",),
    ),
    Discipline(
        word=gettext_lazy("Causes"),
        act="explain",
        fields=("occurred_because", "escaped_because", "suspects", "cases"),
        wanted=("occurred_because", "escaped_because"),
    ),
    Discipline(word=gettext_lazy("Actions"), act="plan", fields=()),
    Discipline(
        word=gettext_lazy("Carried out, and proven"),
        act="carry_out",
        fields=("done", "check_on"),
        wanted=("done", "check_on"),
    ),
    Discipline(word=gettext_lazy("What keeps it from coming back"), act="forbid", fields=()),
    Discipline(
        word=gettext_lazy("Closing"), act="close", fields=("prevention",), wanted=("prevention",)
    ),
)
"""In their order."""


def context(opened: Opened) -> Mapping[str, Any]:
    """What the page has beside what every case has."""
    with plant.kept():
        return _context(opened)


def _context(opened: Opened) -> dict[str, Any]:
    case = opened.case
    return {
        "eight": disciplines(case),
        "lines": _lines(opened),
        "rates": rates.of(case),
        "interlocks": interlocks(case),
        "forbidding": _forbidding(opened),
        "panel_links": [(_("8D report (PDF)"), reverse("office:case-8d", args=[case.number]))],
    }


PANEL = Panel(
    template="office/case_action.html",
    context=context,
    acts=frozenset({"do", "drop", "forbid"}),
)


def disciplines(case: Standing) -> list[dict[str, Any]]:
    """Each of the eight with what was told of it, and what is missing."""
    return [
        {
            "number": number,
            "word": one.word,
            "told": list(_told(case, one)),
            "missing": list(_missing(case, one)),
        }
        for number, one in enumerate(EIGHT, start=1)
    ]


def _last(case: Standing, act: str) -> Mapping[str, Any]:
    if act == "staff":  # the opening may have told it
        return case.told
    return next((step.told for step in reversed(case.steps) if step.act == act), {})


def _told(case: Standing, one: Discipline) -> Iterator[tuple[str, str]]:
    told = _last(case, one.act)
    for name in one.fields:
        value = told.get(name)
        if value:
            said = ", ".join(value) if isinstance(value, list) else str(value)
            yield wording.of(wording.FIELDS, "action", name), said
    if one.act == "contain" and case.subjects.get("contained"):
        held = ", ".join(words.last_part(uri) for uri in case.subjects["contained"])
        yield wording.of(wording.SUBJECTS, "action", "contained"), held
    proof = _last(case, "verify")
    if one.act == "carry_out" and proof:
        yield _("Proof"), str(proof.get("because", ""))


def _missing(case: Standing, one: Discipline) -> Iterator[str]:
    told = _last(case, one.act)
    for name in one.wanted:
        if not told.get(name):
            yield wording.of(wording.FIELDS, "action", name)
    if one.act == "plan" and not lines.of(case):
        yield wording.of(wording.FIELDS, "action", "action")
    if one.act == "carry_out" and not _last(case, "verify"):
        yield _("Proof")
    if one.act == "forbid" and not forbidding.made_by(case):
        yield _("An interlock, where one can keep it from coming back")


def _lines(opened: Opened) -> list[dict[str, Any]]:
    case = opened.case
    listed = lines.of(case)
    today = plant.now().day(clock.now())
    people = names.people({one.owner for one in listed} | {one.done_by for one in listed})
    open_now = {act.name for act in _MACHINE.open_to(case.state, opened.who.roles)}
    return [
        {
            "line": one,
            "owner": people.get(one.owner, one.owner),
            "done_by": people.get(one.done_by, one.done_by),
            "is_overdue": one.is_overdue(today),
            "forms": list(_forms_of(one, open_now)),
        }
        for one in listed
    ]


def _forms_of(one: Line, open_now: set[str]) -> Iterator[dict[str, Any]]:
    for act, field in (("do", "done"), ("drop", "because")):
        if one.is_open and act in open_now:
            yield {
                "act": act,
                "field": field,
                "word": wording.act("action", act)[0],
                "asked": wording.of(wording.FIELDS, "action", field),
                "request": str(uuid6.uuid7()),
            }


def interlocks(case: Standing) -> list[dict[str, Any]]:
    """The interlocks that the case made, with where they are and when they hold."""
    found = {one.code: one for one in plant.now().interlocks()}
    return [
        {
            "code": code,
            "name": found[code].name if code in found else "",
            "is_active": code in found,
            "address": addresses.of_row(KINDS["interlocks"], code),
        }
        for code in forbidding.made_by(case)
    ]


def _forbidding(opened: Opened) -> dict[str, Any] | None:
    """The conditions to choose from, or the form of the one that was chosen; None where whoever
    looks may make none now."""
    act = _MACHINE.find("forbid")
    if act is None or act not in _MACHINE.open_to(opened.case.state, opened.who.roles):
        return None
    was = opened.was if opened.was and opened.was.act == "forbid" else None
    asked = was.given if was else opened.request.GET
    condition = asked.get("condition", "")
    if condition not in CONDITIONS:
        choices = [(name, wording.CHOICES[name]) for name in CONDITIONS]
        return {"choices": choices}
    form = forms.form("action", _only(act, condition), was=was)
    form["boxes"] = [replace(box, list=_OFFERED.get(box.name, box.list)) for box in form["boxes"]]
    return {
        "condition": condition,
        "word": wording.CHOICES[condition],
        "form": form,
        "offered": forms.offered(form["boxes"]),
    }


_OFFERED: Mapping[str, str] = {
    "material": "materials",
    "product": "materials",
    "supplier": "partners",
}


def _only(act: Act, condition: str) -> Act:
    """The act with the fields that a condition has a use for, and those it needs required."""
    needs = CONDITIONS[condition]
    order = {name: place for place, name in enumerate(needs.names)}
    fields = [one for one in act.fields if one.name in _ALWAYS or one.name in order]
    fields.sort(key=lambda one: order.get(one.name, -1))
    return replace(
        act, fields=tuple(replace(one, required=one.required or one.name in needs.all_of)
                          for one in fields),
    )  # fmt: skip
