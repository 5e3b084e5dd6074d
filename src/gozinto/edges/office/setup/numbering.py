"""The designer of numbers: what a pattern prints, seen while it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from gozinto.edges.office import words
from gozinto.edges.office.frame import page
from gozinto.edges.office.setup import faults, fields
from gozinto.edges.office.setup.faults import Fault
from gozinto.errors import Refused, Violation
from gozinto.plant.kinds import KINDS, Kind
from gozinto.plant.numbering import previewing
from gozinto.standards.numbers import labels
from gozinto.standards.numbers.writing import Preview

KIND = KINDS["numbering-formats"]
SHOWN = 10
"""Numbers of a preview."""
_LONGEST_PLACE = 12
_CODES = ("shift", "line", "material")

EXAMPLES: tuple[tuple[str, str | Promise], ...] = (
    ("IA-{date:%d%m%Y}-{seq:3}", _("a lot: the day, and a sequence that begins anew each day")),
    ("{seq:10}", _("a serial: ten digits that keep their zeros")),
    ("{date:%G}-W{date:%V}/{seq:4}", _("the week, and the year that it belongs to")),
    ("{date:%y%m%d}{shift:1}{line:2}{seq:3:shift:line}", _("each shift of each line by itself")),
    ("069141410{seq:8}{check:mod10}", _("an SSCC with its check digit")),
)
"""Patterns to begin with, and what each is good for."""

_RESETS: Mapping[str, str | Promise] = {
    "day": _("day"),
    "week": _("week"),
    "month": _("month"),
    "year": _("year"),
    "week_year": _("year"),
    "shift": _("shift"),
    "line": _("line"),
    "material": _("material"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Barcode:
    """A kind of barcode, and whether it can carry the numbers."""

    name: str
    is_able: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a pattern makes, or what is wrong with it.

    `asked`: the day and the codes it is tried with, `lacks`: whether it needs more of them.
    `from_issued`: the numbers are those that the format would issue next.
    """

    asked: Mapping[str, str]
    numbers: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
    barcodes: tuple[Barcode, ...] = ()
    from_issued: bool = False
    is_empty: bool = False
    lacks: bool = False


@require_POST
@page()
def preview(request: HttpRequest) -> HttpResponse:
    """The preview of what the form says, before anything of it is kept."""
    form = request.POST.dict()
    trial = of(KIND, fields.posted(KIND, form), form)
    return render(request, "office/setup_parts.html#trial", {"trial": trial})


def of(kind: Kind, values: Mapping[str, str], form: Mapping[str, str]) -> Trial | None:
    """What the pattern of a format makes; None for what is no format."""
    if kind.name != KIND.name:
        return None
    asked = {name: form.get(f"try-{name}", "").strip()[:60] for name in ("on", "place", *_CODES)}
    for name in ("line", "material"):
        asked[name] = values.get(name, "") or asked[name]
    pattern = values.get("pattern", "")
    if not pattern.strip():
        return Trial(asked=asked, is_empty=True)
    try:
        shown, is_issued = previewing.attempt(
            pattern,
            format=values.get("code", ""),
            at=_day(asked["on"]),
            place=_place(asked["place"]),
            codes={name: asked[name] for name in _CODES},
            count=SHOWN,
        )
    except Refused as refused:
        return Trial(
            asked=asked,
            faults=tuple(_fault(one) for one in refused.violations),
            lacks=any(one.code == "number_part_missing" for one in refused.violations),
        )
    return Trial(
        asked=asked,
        numbers=shown.numbers,
        notes=tuple(_notes(shown)),
        barcodes=tuple(
            Barcode(name=symbology.title, is_able=name not in shown.obstacles)
            for name, symbology in labels.SYMBOLOGIES.items()
        ),
        from_issued=is_issued,
    )


def _fault(violation: Violation) -> Fault:
    message, next_step = faults.told(violation)
    if {"one", "other"} <= violation.data.keys():
        days = {name: words.day(_day(str(violation.data[name]))) for name in ("one", "other")}
        if days["one"] not in message:
            message += " " + gettext("%(one)s and %(other)s, say.") % days
    place = violation.path.removeprefix("position ")
    where = gettext("at character %(n)s") % {"n": place} if place.isdecimal() else ""
    return Fault(message, next_step, where)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()


def _place(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= _LONGEST_PLACE
    return int(text) if is_number else 0


def _notes(shown: Preview) -> list[str]:
    """What is to be known of these numbers."""
    notes = []
    if shown.turn is not None:
        notes.append(
            gettext("With the next %(reset)s, on %(day)s, it begins anew: %(number)s.")
            % {
                "reset": _RESETS.get(shown.turn.reset, shown.turn.reset),
                "day": words.day(shown.turn.day),
                "number": shown.turn.number,
            }
        )
    elif shown.resets:
        notes.append(
            gettext("It begins anew with each %(reset)s.")
            % {"reset": ", ".join(str(_RESETS.get(one, one)) for one in shown.resets)}
        )
    if shown.ends_at:
        notes.append(
            gettext("It never begins anew: after %(n)s numbers no more can be issued.")
            % {"n": formats.number_format(shown.ends_at, force_grouping=True)}
        )
    if shown.shows_short_year:
        notes.append(
            gettext(
                "The year has two digits: after a hundred years its numbers would come again."
                " Those issued before are never issued again; the sequence goes on behind them."
            )
        )
    return notes
