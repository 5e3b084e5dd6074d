"""A drill on paper, for an auditor: what was asked, how fast, what was found and what was not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from gozinto.cases import stepping
from gozinto.cases.drills import drawing, figures
from gozinto.cases.drills.figures import Figures
from gozinto.cases.standing import Standing
from gozinto.edges.office import words
from gozinto.edges.office.cases import drill, recall, wording
from gozinto.edges.office.frame import page
from gozinto.edges.office.things import names
from gozinto.edges.office.things.names import Names
from gozinto.edges.office.tracing import reporting

Table = dict[str, Any]


@page()
def save(request: HttpRequest, number: str) -> HttpResponse:
    """The report as a PDF. Raises Unknown (unknown_case) for a case of another kind too."""
    case = stepping.find(number, kind="drill")
    answer = HttpResponse(reporting.compiled(told(case)), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{case.number}.pdf"'
    return answer


def told(case: Standing) -> dict[str, Any]:
    """What stands in the report: the same of the same steps, whenever it is drawn."""
    came_to = figures.figures(case, now=case.steps[-1].at)
    found: dict[str, Any] = case.made.get("scope", {})
    named = Names()
    title = f"{wording.KINDS['drill']} {case.number} {case.title}"
    gaps = came_to.gaps
    return {
        "title": title,
        "language": (get_language() or "en")[:2],
        "answer": _answer(came_to),
        "doubt": _("The scope has no gap.")
        if not gaps
        else ngettext("%(n)s gap stands below.", "%(n)s gaps stand below.", gaps)
        % {"n": words.grouped(gaps)},
        "is_complete": not gaps and bool(found),
        "question": _question(case, came_to, found, named),
        "picture": "",
        "picture_height": 0.0,
        "picture_words": "",
        "tables": [
            one for one in (*_found(case, found, named), _gaps(case), _history(case)) if one["rows"]
        ],
        "foot": title,
    }


def _answer(came_to: Figures) -> str:
    return " · ".join(
        f"{one['word']} {one['amount']}" + (f" ({one['beside']})" if "beside" in one else "")
        for one in drill.tiles(came_to)
    )


def _question(
    case: Standing, came_to: Figures, found: dict[str, Any], named: Names
) -> list[tuple[str, str]]:
    state, _tone = wording.state(case.kind, case.state)
    people = names.people({case.opened_by})
    hours = [
        (_("Within %(n)s hours") % {"n": one.hours}, drill.yardstick(one)[0])
        for one in came_to.yardsticks
    ]
    return [
        (_("State"), state),
        (_("Item"), _item(case, named)),
        *_drawn(case),
        (_("What is rehearsed"), str(case.told.get("purpose", "")) or "–"),
        (_("Opened"), words.moment(case.opened_at)),
        (_("Opened by"), people.get(case.opened_by, case.opened_by)),
        *drill.times(came_to),
        *hours,
        (_("What went into it"), _behind(found)),
        (_("What was learned"), str(case.told.get("learned", "")) or "–"),
        (_("Position in the record"), words.grouped(found["position"]) if found else "–"),
        (_("Hash over the scope"), str(found.get("hash", "–"))),
        (_("Times of the plant"), timezone.get_current_timezone_name()),
    ]


def _item(case: Standing, named: Names) -> str:
    item = drill.item(case, named)
    return " · ".join(str(item[name]) for name in ("number", "name") if item[name])


def _drawn(case: Standing) -> list[tuple[str, str]]:
    drawn = drawing.kept(case.made)
    if drawn is None:
        return [(_("Drawn"), _("no, it was chosen"))]
    said = _("%(place)s of %(of)s, among %(among)s, by seed %(seed)s") % {
        "place": words.grouped(drawn.place + 1),
        "of": words.grouped(drawn.of),
        "among": wording.CHOICES[drawn.begins],
        "seed": drawn.seed,
    }
    return [(_("Drawn"), said)]


def _behind(found: dict[str, Any]) -> str:
    behind = found.get("behind", {})
    if not behind.get("things"):
        return "–"
    return _("%(t)s things of %(m)s materials, in %(r)s runs") % {
        "t": words.grouped(behind["things"]),
        "m": words.grouped(behind["materials"]),
        "r": words.grouped(behind["runs"]),
    }


def _found(case: Standing, found: dict[str, Any], named: Names) -> list[Table]:
    suppliers = found.get("behind", {}).get("suppliers", ())
    balances = [drill.balance(one) for one in found.get("balance", ())]
    return [
        reporting.table(
            _("Suppliers"),
            [_("Supplier"), _("Lots")],
            [
                [drill.company(one["uri"], named, told=one["name"]), ", ".join(one["lots"])]
                for one in suppliers
            ],
            widths=(2, 5),
        ),
        reporting.table(
            _("Where all of it is"),
            [_("Place"), _("Quantity")],
            [[one["word"], one["amount"]] for one in drill.places(found)],
            widths=(3, 2),
        ),
        reporting.table(
            _("Mass balance"),
            [_("Term"), _("Quantity")],
            [list(row) for one in balances for row in one["terms"]],
            widths=(3, 2),
        ),
        _customers(case, named),
    ]


def _customers(case: Standing, named: Names) -> Table:
    rows = [
        [
            named.partner(one.uri),
            recall.amounts({uom: Decimal(some) for uom, some in one.amounts.items()}),
            _state(one),
            words.moment(one.at),
            one.who,
        ]
        for one in figures.contacts(case)
    ]
    head = [_("Customer"), _("Has"), _("Reached"), _("Time"), _("Spoken with")]
    return reporting.table(_("Customers"), head, rows, widths=(4, 2, 2, 3, 3))


def _state(one: figures.Contact) -> str:
    if one.is_reached:
        return _("reached")
    return _("no answer") if one.calls else _("not called")


def _gaps(case: Standing) -> Table:
    return reporting.table(
        _("Gaps"),
        [_("Where"), _("What is missing"), _("What to do")],
        [[one["where"], one["meaning"], one["next_step"]] for one in drill.gaps(case)],
        widths=(2, 4, 4),
    )


def _history(case: Standing) -> Table:
    people = names.people({step.by for step in case.steps})
    rows = [
        [
            words.moment(step.at),
            wording.act("drill", step.act)[1],
            people.get(step.by, step.by),
            str(wording.SIGNED.get(step.signed, "")),
        ]
        for step in case.steps
    ]
    head = [_("Time"), _("Step"), _("By"), _("Signed")]
    return reporting.table(_("History"), head, rows, widths=(3, 4, 4, 3))
