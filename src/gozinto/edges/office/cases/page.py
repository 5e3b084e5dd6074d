"""The page of a case: how it stands, what was done, and what may be done now by whoever looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as rendered
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from gozinto.access.roles import Role
from gozinto.cases import stepping
from gozinto.cases.kinds import MACHINES, Act
from gozinto.cases.recalls.answering import CUSTOMER
from gozinto.cases.stepping import Standing, Step
from gozinto.edges.office import words
from gozinto.edges.office.cases import forms, panels, wording
from gozinto.edges.office.cases.opened import Opened, open_up
from gozinto.edges.office.frame import page
from gozinto.edges.office.search import thing_address
from gozinto.edges.office.things import files_card, names
from gozinto.record.attachments import attaching
from gozinto.record.attachments.attaching import Described

FILES = "case"
"""As what files are put on a case: `Described(kind=FILES, key=its number)`."""
_OF_A_STEP = frozenset({"delivery_note", "customer", "who"})
"""What each step says anew: whom the last one was about says nothing of the next."""
SHOWN = 30
"""Things that are named one by one; of more it is said how many."""


@page()
def show(request: HttpRequest, number: str) -> HttpResponse:
    """The page of the case of that number. Raises Unknown (unknown_case)."""
    return shown(request, number)


def shown(
    request: HttpRequest,
    number: str,
    *,
    was: forms.Refused | None = None,
    more: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; after a refusal (`was`) with what was typed, and what is wrong with it."""
    opened = replace(open_up(request, number), was=was)
    context = {**_context(opened, was), **(more or {})}
    return rendered(request, "office/case.html", context, status=status)


def target(number: str) -> Described:
    """What the files of a case are put on. Raises Unknown (unknown_case)."""
    return Described(kind=FILES, key=stepping.find(number).number)


def address(number: str) -> str:
    """Where the page of a case is."""
    return reverse("office:case", args=[number])


def _context(opened: Opened, was: forms.Refused | None) -> dict[str, Any]:
    case = opened.case
    panel, machine = panels.of(case.kind), MACHINES[case.kind]
    state, tone = wording.state(case.kind, case.state)
    open_now = machine.open_to(case.state, opened.who.roles)
    drawn = [
        forms.form(case.kind, act, given=_known_already(act, case), was=was)
        for act in open_now
        if act.name not in panel.acts and act.name != "lead_to"
    ]
    people = names.people({step.by for step in case.steps})
    return {
        "case": case,
        "kind": wording.KINDS[case.kind],
        "state": state,
        "tone": tone,
        "waits": _waits(case),
        "since": case.steps[-1].at if case.steps else None,
        "steps": [_step(step, case, opened, people) for step in reversed(case.steps)],
        "forms": drawn,
        "offered": forms.offered([box for one in drawn for box in one["boxes"]]),
        "was": was,
        "open_acts": {act.name for act in open_now},
        "subjects": _subjects(case),
        "led_from": [(number, address(number)) for number in case.tied_from],
        "leads": [(number, address(number)) for number in case.tied],
        "panel": panel,
        **(panel.context(opened) if panel.context else {}),
        **files_card.context(
            attaching.of_rows([Described(kind=FILES, key=case.number)]),
            roles=opened.who.roles,
            target={"case": case.number},
        ),
    }


def _known_already(act: Act, case: Standing) -> dict[str, str]:
    """What boxes begin with: what the case was told before under the same name."""
    return {
        one.name: str(case.told[one.name])
        for one in act.fields
        if one.kind in ("line", "choice") and one.name in case.told and one.name not in _OF_A_STEP
    }


def _waits(case: Standing) -> list[dict[str, str]]:
    """What would take it further, and whose that is."""
    if case.is_ended:
        return []
    machine = MACHINES[case.kind]
    far = machine.states.index(case.state)
    return [
        {
            "word": wording.act(case.kind, act.name)[0],
            "roles": ", ".join(str(Role(role).label) for role in sorted(act.roles)),
        }
        for act in machine.acts[1:]
        if case.state in act.since
        and act.to
        and machine.states.index(act.to) > far
        and act.name not in forms.ENDINGS
    ][:2]


def _step(step: Step, case: Standing, opened: Opened, people: Mapping[str, str]) -> dict[str, Any]:
    before = case.steps[step.sequence - 2].state if step.sequence > 1 else ""
    state, tone = wording.state(case.kind, step.state) if step.state != before else ("", "")
    return {
        "at": step.at,
        "what": wording.act(case.kind, step.act)[1],
        "by": _("the customer") if step.by == CUSTOMER else people.get(step.by, step.by),
        "state": state,
        "tone": tone,
        "signed": str(wording.SIGNED.get(step.signed, "")),
        "position": step.position,
        "told": [
            (wording.of(wording.FIELDS, case.kind, name), _value(name, value, opened))
            for name, value in _in_order(case.kind, step)
        ],
        "things": [
            {"word": wording.of(wording.SUBJECTS, case.kind, role), **_things(uris)}
            for role, uris in step.subjects.items()
        ],
        "ties": [(number, address(number)) for number in step.ties],
    }


def _in_order(kind: str, step: Step) -> list[tuple[str, object]]:
    """What a step was told, in the order of its form; what no form asks for any more comes last."""
    act = MACHINES[kind].find(step.act)
    names = [one.name for one in act.fields] if act else []
    places = {name: place for place, name in enumerate(names)}
    return sorted(step.told.items(), key=lambda one: places.get(one[0], len(names)))


def _value(name: str, value: object, opened: Opened) -> str:
    """What was told, as a reader writes it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(wording.CHOICES.get(one, one)) for one in value)
    text = str(value)
    if name in ("dealer", "customer"):
        return opened.names.company(text)
    if name == "material":
        return opened.names.material(text)
    if name == "defect":
        return opened.names.reason(text)
    if name.endswith("_on"):
        return formats.date_format(date.fromisoformat(text), "SHORT_DATE_FORMAT")
    return str(wording.CHOICES.get(text, text))


def _subjects(case: Standing) -> list[dict[str, Any]]:
    return [
        {"word": wording.of(wording.SUBJECTS, case.kind, role), **_things(uris)}
        for role, uris in case.subjects.items()
    ]


def _things(uris: Sequence[str]) -> dict[str, Any]:
    return {
        "links": [(words.last_part(uri), thing_address(uri)) for uri in uris[:SHOWN]],
        "left": max(0, len(uris) - SHOWN),
    }
