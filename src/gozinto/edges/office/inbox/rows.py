"""The lines of each group of the inbox, as its page shows them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from gozinto.access.roles import QUALITY, Role
from gozinto.cases.corrective import due
from gozinto.cases.recalls import due as due_of_recalls
from gozinto.edges.office import words
from gozinto.edges.office.search import thing_address
from gozinto.labels.jobs import listing as jobs
from gozinto.operations import exceptions
from gozinto.operations.panels import kept, missing
from gozinto.operations.panels.missing import Missing
from gozinto.plant import known as plant
from gozinto.plant.models import Location, Person, PhysicalAsset, Reason, Skill
from gozinto.record import findings as found
from gozinto.record import remarks, settling
from gozinto.record.findings import Group

SHOWN = 50
MORE = 500
"""So many lines where somebody asks for more."""

Line = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of a group: how many lines, within how many days, and who asks."""

    size: int = SHOWN
    days: int = exceptions.EXPIRING_DAYS
    roles: Collection[Role] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """The lines of a group, whether there are more, and whether whoever asks may mark them."""

    rows: tuple[Line, ...]
    is_more: bool = False
    may_act: bool = False
    people: Mapping[str, str] | None = None


def _of_findings(name: str) -> Callable[[Asked], Lines]:
    def read(asked: Asked) -> Lines:
        told = found.groups(state="open", rules=exceptions.rules_of(name), size=asked.size)
        return _groups(told.groups, asked, is_more=told.is_more)

    return read


def _groups(groups: Iterable[Group], asked: Asked, *, is_more: bool) -> Lines:
    listed = list(groups)
    whose = remarks.assigned([one.newest[0].id for one in listed])
    people = names_of_people()
    rows = [_finding(one, whose, people, asked.roles) for one in listed]
    return Lines(
        rows=tuple(rows),
        is_more=is_more,
        may_act=any(row["may"] for row in rows),
        people=people,
    )


def _finding(
    group: Group,
    whose: Mapping[int, remarks.Assigned],
    people: Mapping[str, str],
    roles: Collection[Role],
) -> Line:
    newest = found.translated(group.newest[0])
    assigned = whose.get(newest.id)
    return {
        "key": f"{newest.rule}|{group.about}|{group.upto}",
        "title": newest.title,
        "message": newest.message.removeprefix(f"{newest.number}: "),
        "next_step": newest.next_step,
        "number": newest.number,
        "address": thing_address(newest.object) if newest.object else "",
        "run": words.last_part(newest.run),
        "count": group.count,
        "last": group.last,
        "severity": newest.severity,
        "person": people.get(assigned.person, assigned.person) if assigned else "",
        "note": assigned.note if assigned else "",
        "may": not settling.settlers(newest.rule).isdisjoint(roles),
    }


def _gaps(asked: Asked) -> Lines:
    lines = _of_findings("gaps")(asked)
    unknown = [
        {
            "title": words.name(words.GAPS, "unknown_link"),
            "message": words.name(words.ROLES, "input" if one.is_input else "output"),
            "number": one.number,
            "address": thing_address(one.uri),
            "run": words.last_part(one.run),
            "where": one.equipment,
            "count": 1,
            "last": one.at,
        }
        for one in exceptions.unknown_links()
    ]
    return replace(lines, rows=(*lines.rows, *unknown))


def _held(asked: Asked) -> Lines:
    listed = exceptions.held()
    places = _places({one.location for one in listed})
    people = _people({one.by for one in listed})
    told = {one.reason for one in listed} - {""}
    reasons = dict(Reason.objects.filter(code__in=told).values_list("code", "name"))
    rows = tuple(
        _stock(one, places)
        | {
            "since": one.since,
            "reason": reasons.get(one.reason, one.reason),
            "by": people.get(one.by, one.by),
        }
        for one in listed
    )
    return Lines(
        rows=rows[: asked.size],
        is_more=len(rows) > asked.size,
        may_act=not QUALITY.isdisjoint(asked.roles),
    )


def _expiring(asked: Asked) -> Lines:
    listed = exceptions.expiring(days=asked.days)
    places = _places({one.location for one in listed})
    known = plant.now()
    today = known.day(timezone.now())
    rows = tuple(
        _stock(one, places)
        | {
            "expires_at": one.expires_at,
            "days": (known.day(one.expires_at) - today).days,
            "is_held": one.is_held,
        }
        for one in listed
    )
    return Lines(rows=rows[: asked.size], is_more=len(rows) > asked.size)


def _stock(one: Any, places: Mapping[str, str]) -> Line:
    material = plant.now().material_of(one.item) if one.item else None
    return {
        "uri": one.uri,
        "number": one.number,
        "address": thing_address(one.uri),
        "kind": words.name(words.KINDS, one.kind),
        "material": material.name if material else one.item,
        "quantity": words.quantity(one.quantity, one.uom) if one.uom else "",
        "where": places.get(one.location, words.last_part(one.location)),
    }


GAP = "gap-"
"""What stands before the number of a gap, in the key of its line."""


def _panels(asked: Asked) -> Lines:
    gaps = [_gap(one) for one in missing.listed(size=asked.size + 1)]
    listed = kept.listed(size=asked.size + 1)
    rows = (
        *gaps,
        *(
            {
                "key": str(one.id),
                "at": one.at,
                "station": one.station,
                "person": one.person,
                "what": one.what,
                "job": one.job,
                "sentence": one.sentence,
                "told": one.told,
            }
            for one in listed
        ),
    )
    may = not QUALITY.isdisjoint(asked.roles)
    return Lines(
        rows=rows[: asked.size],
        is_more=len(rows) > asked.size,
        may_act=may,
        people=names_of_people() if may else None,
    )


def _gap(one: Missing) -> Line:
    said = ngettext(
        "%(count)s entry of this panel did not come, though later ones did.",
        "%(count)s entries of this panel did not come, though later ones did.",
        one.count,
    )
    return {
        "key": f"{GAP}{one.id}",
        "at": one.since,
        "station": one.station,
        "what": f"{_('Numbers')} {one.text}",
        "sentence": said % {"count": one.count},
        "next_step": _(
            "Look at the panel, Station, Outbox: what waits there. If it is lost, say why."
        ),
    }


def _printing(asked: Asked) -> Lines:
    listed = list(jobs.in_trouble()[: asked.size + 1])
    rows = tuple(
        {
            "job": one.pk,
            "number": one.number or one.subject,
            "printer": one.printer,
            "is_doubt": one.state == "in_doubt",
            "state": one.state,
            "problem": one.problem,
            "next_step": one.next_step,
            "last": one.at,
        }
        for one in listed
    )
    return Lines(rows=rows[: asked.size], is_more=len(rows) > asked.size)


def _overdue(asked: Asked) -> Lines:
    listed = exceptions.overdue()
    skills = dict(Skill.objects.values_list("code", "name"))
    waiting = due.due()
    codes = {one.code for one in listed if one.what == "qualification"}
    people = _people(codes | {one.owner for one in waiting})
    gauges = {one.code for one in listed if one.what == "calibration"}
    named = PhysicalAsset.objects.filter(code__in=gauges).exclude(name="")
    assets = dict(named.values_list("code", "name"))
    rows = tuple(
        {
            "is_gauge": one.what == "calibration",
            "code": one.code,
            "name": (assets if one.what == "calibration" else people).get(one.code, ""),
            "skill": skills.get(one.skill, one.skill),
            "due_on": one.due_on,
            "is_past": one.is_past,
        }
        for one in listed
    )
    both = (*_due_of_cases(waiting, people), *rows)
    return Lines(rows=both[: asked.size], is_more=len(both) > asked.size)


def _due_of_cases(waiting: Sequence[due.Due], people: Mapping[str, str]) -> list[Line]:
    """Actions of corrective actions whose day has come, and effects to be checked."""
    return [
        {
            "case": one.number,
            "is_check": one.what == "check",
            "name": one.text,
            "owner": people.get(one.owner, one.owner),
            "due_on": one.due_on,
            "is_past": one.is_past,
        }
        for one in waiting
    ]


_OF_RECALLS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "joined": (
        _("Came into the scope since it was frozen"),
        _("Look at it on the page of the recall, then take it in: nothing joins by itself."),
    ),
    "unsent": (
        _("The letter was not sent"),
        _("Print it on the page of the recall and send it, or enter an address and remind."),
    ),
    "silent": (
        _("The customer has not answered"),
        _("Telephone, and enter the answer on the page of the recall; or remind."),
    ),
}
"""What is to be done, and how, by what is due."""


def _recalls(asked: Asked) -> Lines:
    listed = due_of_recalls.due()
    rows = tuple(
        {
            "case": one.number,
            "title": one.title,
            "what": _OF_RECALLS[one.what][0],
            "next_step": _OF_RECALLS[one.what][1],
            "who": one.name,
            "things": words.counted_objects(one.count) if one.count else "",
            "since": one.since,
        }
        for one in listed
    )
    return Lines(rows=rows[: asked.size], is_more=len(rows) > asked.size)


def names_of_people() -> dict[str, str]:
    """Whom something may be given to: everybody who works here, by code. One query."""
    working = Person.objects.filter(state=Person.State.ACTIVE).order_by("name", "code")
    return {code: name or code for code, name in working.values_list("code", "name")[:1_000]}


def _people(codes: Collection[str]) -> dict[str, str]:
    named = Person.objects.filter(code__in=codes).exclude(name="")
    return dict(named.values_list("code", "name")) if codes else {}


def _places(uris: Collection[str]) -> dict[str, str]:
    return dict(Location.objects.filter(uri__in=uris).values_list("uri", "name"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One group of the inbox: what it is called, what its lines are, and what it says if empty."""

    word: str | Promise
    read: Callable[[Asked], Lines]
    template: str
    empty: str | Promise


TABS: Mapping[str, Tab] = {
    "recalls": Tab(
        word=_("Recalls"),
        read=_recalls,
        template="recalls",
        empty=_("No recall waits for an answer, and nothing joined one since it was frozen."),
    ),
    "findings": Tab(
        word=_("Findings"),
        read=_of_findings("findings"),
        template="findings",
        empty=_("No rule is broken by anything on record that nobody saw to."),
    ),
    "held": Tab(
        word=_("On hold"),
        read=_held,
        template="held",
        empty=_("Nothing is on hold. Whoever may stops a lot on its page."),
    ),
    "gaps": Tab(
        word=_("Gaps"),
        read=_gaps,
        template="findings",
        empty=_("Of all that was used it is on record where it came from."),
    ),
    "panels": Tab(
        word=_("Panels"),
        read=_panels,
        template="panels",
        empty=_("All that the panels sent is on record."),
    ),
    "printing": Tab(
        word=_("Printing"),
        read=_printing,
        template="printing",
        empty=_("No label is in doubt, and none failed."),
    ),
    "overdue": Tab(
        word=_("Overdue"),
        read=_overdue,
        template="overdue",
        empty=_("Every gauge is calibrated, every qualification holds, and no action is due."),
    ),
    "expiring": Tab(
        word=_("Expiring"),
        read=_expiring,
        template="expiring",
        empty=_("Nothing on hand expires in these days."),
    ),
    "signals": Tab(
        word=_("Signals"),
        read=_of_findings("signals"),
        template="findings",
        empty=_("No series of values looks as if it were out of control."),
    ),
}
"""Every group in its place: what is most urgent first."""
