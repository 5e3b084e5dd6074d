"""What a panel's answer says: what was done, or why not and who may let it pass, in sentences."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gozinto.access.roles import Role
from gozinto.errors import Ambiguous, GozintoError, Unknown, Violation
from gozinto.operations import sentences
from gozinto.operations.panels.doing import Done
from gozinto.operations.panels.scanned import Meant
from gozinto.operations.sentences.of_panels import PANELS
from gozinto.record import remarks
from gozinto.record.models import Finding
from gozinto.record.rules import wording
from gozinto.record.rules.table import RULES

DONE: Mapping[str, str | Promise] = {
    "start": _("Job %(job)s is running."),
    "pause": _("Job %(job)s stands still."),
    "resume": _("Job %(job)s goes on."),
    "finish": _("Job %(job)s is finished."),
    "consume": _("%(quantity)s of %(number)s went in."),
    "consume_one": _("%(number)s went in."),
    "put_back": _("%(quantity)s of %(number)s came back."),
    "put_back_one": _("%(number)s came back."),
    "mount": _("%(number)s is mounted on %(equipment)s."),
    "unmount": _("%(number)s is off %(equipment)s."),
    "produce": _("%(quantity)s made: %(number)s."),
    "measure": _("%(value)s, of %(number)s."),
    "receive": _("%(quantity)s of %(number)s received."),
    "move": _("%(number)s is now at %(place)s."),
    "pack": _("%(number)s is in %(container)s."),
    "ship": _("%(number)s leaves for %(partner)s on %(note)s."),
    "hold": _("%(number)s is on hold."),
    "scrap": _("%(quantity)s of %(number)s scrapped."),
    "scrap_one": _("%(number)s scrapped."),
    "undo": _("Taken back: %(what)s"),
    "badge_in": _("%(person)s works here now."),
    "badge_out": _("%(person)s left."),
    "reprint": _("The label of %(number)s is printed again."),
}
"""By what was done, its sentence."""

KEPT: Mapping[str, str | Promise] = {
    "person": _("%(name)s acts now."),
    "destination": _("What you scan next goes to %(name)s."),
    "container": _("What you scan next goes into %(name)s."),
    "note": _("What you scan next leaves for %(name)s."),
    "gauge": _("You measure with %(name)s."),
    "of": _("%(name)s is the right one."),
    "job": _("Job %(name)s is open."),
}
"""By what the screen keeps, what it means."""


def done(what: Done) -> str:
    """The sentence of what was done."""
    return str(DONE[what.kind]) % what.words


def again(answer: str, *, otherwise: str) -> str:
    """The sentence of an answer as it was kept, in the language of today.

    `otherwise`: as it was told, for one that was kept without its words.
    """
    told = json.loads(answer)
    said = DONE.get(told.get("kind", ""))
    return str(said) % told["words"] if said else otherwise


def choosing(meant: Meant) -> str:
    """What a person is asked where a scan may mean several things."""
    return gettext("What is to be done with %(name)s?") % {"name": meant.name}


def set_to(meant: Meant) -> str:
    """What a scan that puts nothing on record means for those after it."""
    said = next((KEPT[name] for name in KEPT if name in meant.sets), None)
    return str(said) % {"name": meant.name} if said else meant.name


def refused(error: GozintoError, *, scanned: str, expected: str) -> dict[str, Any]:
    """The parts of an answer that say why something was refused: of several, the worst first."""
    first, *others = faults = _faults(error)
    said = _said(first)
    told = first.data if isinstance(first.data, Mapping) else {}
    near = _near(error, told)
    openers = set.intersection(*(set(_openers(one.code)) for one in faults))
    steps = [said[1], *(_said(one)[0] for one in others)]
    if near:
        steps.append(gettext("Near it: %(numbers)s.") % {"numbers": ", ".join(near)})
    return {
        "sentence": said[0],
        "code": first.code,
        "scanned": scanned or str(told.get("scanned", "")),
        "expected": str(told.get("expected", "")) or expected,
        "next_step": " ".join(steps),
        "who_may": _who_may(openers),
        "may_override": tuple(one.code for one in faults) if openers else (),
    }


def _faults(error: GozintoError) -> list[GozintoError | Violation]:
    found: list[GozintoError | Violation] = [*getattr(error, "violations", ())] or [error]
    # What nobody may let pass first: whoever reads one line reads what decides.
    return sorted(found, key=lambda one: bool(_openers(one.code)))


def fault(error: GozintoError) -> dict[str, Any]:
    """What is wrong, and of several the worst, as it is kept until somebody reads it."""
    first = _faults(error)[0]
    return {
        "code": first.code,
        "message": first.message,
        "next_step": first.next_step,
        "data": {name: str(value) for name, value in first.data.items()},
    }


def worded(kept: Mapping[str, Any]) -> str:
    """The sentence of a fault that was kept, in the language that is in force."""
    return _said(Violation(**kept))[0]


def _said(error: GozintoError | Violation) -> tuple[str, str]:
    row = PANELS.get(error.code)
    if row is not None:
        told = {name: str(value) for name, value in error.data.items()}
        return str(row[0]) % told, str(row[1]) % told
    said = sentences.of(error)
    return str(said.message), str(said.next_step)


def _near(error: GozintoError, told: Mapping[str, Any]) -> list[str]:
    if isinstance(error, Unknown):
        return list(error.near)
    if isinstance(error, Ambiguous):
        return [description for _uri, description in error.candidates]
    return [str(one) for one in told.get("near", ())]


def _openers(code: str) -> frozenset[str]:
    """The roles that may let a rule pass; none for what is no rule."""
    rule = RULES.get(code)
    return frozenset(rule.overridden_by) if rule else frozenset()


def _who_may(roles: Iterable[str]) -> str:
    named = ", ".join(str(Role(role).label) for role in sorted(roles))
    return (
        gettext("%(roles)s, with a reason. It shows in every trace.") % {"roles": named}
        if named
        else ""
    )


def findings(event_id: str) -> tuple[str, ...]:
    """What the rules found of an event, in sentences. One query."""
    found = Finding.objects.filter(
        remarks.IS_OPEN, event__event_id=event_id, event__is_declaration=False
    ).order_by("id")
    return tuple(
        wording.translated(RULES[one.rule], one.data, kept=one.message) for one in found[:5]
    )
