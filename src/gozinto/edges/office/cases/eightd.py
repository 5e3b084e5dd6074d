"""The 8D report of a corrective action on paper, out of what its page says."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gozinto.cases.corrective import lines
from gozinto.cases.standing import Standing
from gozinto.edges.office import words
from gozinto.edges.office.cases import actions, rates, wording
from gozinto.edges.office.cases.opened import Opened, open_up
from gozinto.edges.office.frame import page
from gozinto.edges.office.things import names
from gozinto.edges.office.tracing import reporting


@page()
def save(request: HttpRequest, number: str) -> HttpResponse:
    """The report as a PDF. Raises Unknown (unknown_case) for a case of another kind too."""
    opened = open_up(request, number, kind="action")
    answer = HttpResponse(reporting.compiled(told(opened)), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{opened.case.number}-8D.pdf"'
    return answer


def told(opened: Opened) -> dict[str, Any]:
    """What stands in the report."""
    case = opened.case
    shown = rates.of(case)
    title = f"8D {case.number} {case.title}"
    state, _tone = wording.state("action", case.state)
    missing = sum(bool(one["missing"]) for one in actions.disciplines(case))
    return {
        "title": title,
        "language": (get_language() or "en")[:2],
        "answer": state,
        "doubt": _("All eight disciplines are told.")
        if not missing
        else _("%(n)s of the eight disciplines are not whole yet.") % {"n": missing},
        "is_complete": not missing,
        "question": [
            (_("Opened"), words.moment(case.opened_at)),
            (_("Opened by"), names.people({case.opened_by}).get(case.opened_by, case.opened_by)),
            (_("About"), ", ".join(words.last_part(uri) for uri in _about(case)) or "–"),
            (_("Times of the plant"), timezone.get_current_timezone_name()),
        ],
        "picture": str(shown["drawing"]) if shown else "",
        "picture_height": 33.0,
        "picture_words": _("Rates before and after"),
        "tables": [*_tables(case), _history(case)],
        "foot": title,
    }


def _about(case: Standing) -> list[str]:
    return [uri for uris in case.subjects.values() for uri in uris]


def _tables(case: Standing) -> list[dict[str, Any]]:
    found = []
    for one in actions.disciplines(case):
        rows = [[word, value] for word, value in one["told"]]
        if one["number"] == 6:
            rows += _figures(case)
        if one["number"] == 7:
            rows += [[lock["code"], lock["name"]] for lock in actions.interlocks(case)]
        if one["missing"]:
            rows.append([_("Missing"), ", ".join(one["missing"])])
        title = f"D{one['number']} {one['word']}"
        if one["number"] == 5 and lines.of(case):
            found.append(_actions(case, title))
        else:
            found.append(reporting.table(title, ["", ""], rows, widths=(2, 6)))
    return found


def _figures(case: Standing) -> list[list[str]]:
    shown = rates.of(case)
    if not shown:
        return []
    rows = [[str(word), f"{counted}: {rate}"] for word, counted, rate in shown["rows"]]
    return [*rows, [_("Ratio"), shown["ratio"]]] if shown["ratio"] else rows


def _actions(case: Standing, title: str) -> dict[str, Any]:
    listed = lines.of(case)
    people = names.people({one.owner for one in listed})
    rows = [
        [
            one.number,
            one.action,
            people.get(one.owner, one.owner),
            formats.date_format(one.due_on, "SHORT_DATE_FORMAT"),
            one.done or one.dropped or _("open"),
        ]
        for one in listed
    ]
    head = [_("No."), _("Action"), _("Who does it"), _("Due on"), _("What was done")]
    return reporting.table(title, head, rows, widths=(1, 5, 3, 2, 5))


def _history(case: Standing) -> dict[str, Any]:
    people = names.people({step.by for step in case.steps})
    rows = [
        [
            words.moment(step.at),
            wording.act("action", step.act)[1],
            people.get(step.by, step.by),
            str(wording.SIGNED.get(step.signed, "")),
        ]
        for step in case.steps
    ]
    head = [_("Time"), _("Step"), _("By"), ""]
    return reporting.table(_("History"), head, rows, widths=(3, 4, 4, 3))
