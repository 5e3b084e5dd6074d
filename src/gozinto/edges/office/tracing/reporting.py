"""The answer on paper. The same question of the same state of the record gives the same bytes.

So nothing stands in it that depends on when it was asked: neither the time of now nor how long
the answer took.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from gozinto.edges.office import words
from gozinto.edges.office.tracing import panels, rows
from gozinto.edges.office.tracing.answered import Answer
from gozinto.labels.rendering.lettering import FONTS

_SOURCE = Path(__file__).parent / "report.typ"
MOST_ROWS = 3_000
"""Rows of one table on paper; how many more there are stands below it."""
_WIDE_MM, _HIGHEST_MM = 180.0, 150.0


def question(answer: Answer) -> list[tuple[str, str]]:
    """What was asked, in words, each with its answer."""
    asked, found = answer.asked, answer.trace
    numbers = [answer.reader.number(uri) for uri in found.origin]
    now = _("as it stands up to event %(n)s of the record") % {
        "n": number_format(found.position, force_grouping=True)
    }
    listed = ", ".join(numbers[:_SHOWN]) + (" …" if len(numbers) > _SHOWN else "")
    by = [(_("Asked by"), f"{answer.headline.number} {answer.headline.words}")]
    return [
        *(by if asked.sought else ()),
        (words.name(words.DIRECTIONS, found.direction), listed),
        (_("Width"), words.name(words.WIDTHS, found.width)),
        (_("What had happened by"), words.moment(asked.as_of) or _("all of it")),
        (_("As it was known at"), words.moment(asked.known_at) or now),
        (_("Times of the plant"), timezone.get_current_timezone_name()),
    ]


_SHOWN = 40
"""Origins named in the report's head; the table has them all."""


def pdf(answer: Answer) -> bytes:
    """The report."""
    return compiled(_told(answer))


def compiled(told: Mapping[str, Any]) -> bytes:
    """A report out of what stands in it: `title`, `answer`, `doubt`, `question` (pairs), `picture`
    (SVG, "" for none) and `tables`, as `table` makes them."""
    made = typst.compile(
        _SOURCE.read_bytes(),
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"report": json.dumps(dict(told), ensure_ascii=False)},
    )
    return made[0] if isinstance(made, list) else bytes(made)


@cache
def _fonts() -> typst.Fonts:
    """Ours alone: the bytes do not depend on what a machine has."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _told(answer: Answer) -> dict[str, Any]:
    found = answer.trace
    title = f"{words.name(words.DIRECTIONS, found.direction)} {answer.headline.number}"
    drawn = answer.drawn
    return {
        "title": title,
        "language": (get_language() or "en")[:2],
        "answer": panels.size_line(found),
        "doubt": _doubt(answer),
        "is_complete": found.complete,
        "question": question(answer),
        "picture": answer.drawing,
        "picture_height": min(_HIGHEST_MM, _WIDE_MM * drawn.height / max(drawn.width, 1.0)),
        "picture_words": _("Graph of what went into what"),
        "tables": [one for one in _tables(answer) if one["rows"]],
        "foot": title + " · " + ", ".join(value for _name, value in question(answer)[-4:-1]),
    }


def _doubt(answer: Answer) -> str:
    """That the answer is whole, or that something may be missing."""
    found = answer.trace
    if found.complete:
        return _("Complete: no gap, and nothing was cut off.")
    said = [ngettext("%(n)s gap", "%(n)s gaps", len(found.gaps)) % {"n": len(found.gaps)}]
    if found.truncated:
        said.append(_("cut at its limit"))
    return _("Not complete: %(why)s. What is missing stands below.") % {"why": ", ".join(said)}


def _tables(answer: Answer) -> list[dict[str, Any]]:
    reader, found = answer.reader, answer.trace
    facts = found.facts
    return [
        table(
            _("Gaps"),
            [_("Where"), _("What is missing"), _("It could add")],
            [[gap["number"], gap["meaning"], gap["adds"]] for gap in panels.gaps(found, reader)],
            widths=(2, 5, 2),
        ),
        table(
            _("Doubts"),
            [_("Where"), _("What is not known well"), _("In the answer only because of it")],
            [[one["number"], one["meaning"], one["adds"]] for one in panels.doubts(found, reader)],
            widths=(2, 5, 2),
        ),
        table(
            _("Suppliers"),
            [_("Supplier"), _("Lots")],
            [[one.name or one.uri, ", ".join(one.supplier_lots)] for one in facts.suppliers],
            widths=(2, 5),
        ),
        table(
            _("Customers"),
            [_("Customer"), _("Quantity"), _("Objects")],
            [
                [one.name or one.uri, words.quantity(one.quantity, one.uom), str(len(one.objects))]
                for one in facts.customers
            ],
            widths=(4, 2, 1),
        ),
        table(
            _("Shipments"),
            [_("Delivery note"), _("Time"), _("Customer"), _("Quantity")],
            [
                [
                    words.last_part(one.note or ""),
                    words.moment(one.at),
                    reader.partner(one.ship_to),
                    words.quantity(one.quantity, one.uom),
                ]
                for one in facts.shipments
            ],
            widths=(2, 2, 3, 2),
        ),
        table(
            _("What happened"),
            [_("Step"), _("Object"), _("Time"), _("Where"), _("Value"), _("Known by")],
            [_row(row) for row in reader.rows()],
            widths=(3, 5, 4, 3, 7, 3),
        ),
    ]


def _row(row: rows.Row) -> list[str]:
    time = " – ".join(text for text in (words.moment(row.at), words.moment(row.until)) if text)
    who = " · ".join(text for text in (row.known, row.who) if text)
    return [row.what, row.object, time, row.where, row.value, who]


def table(
    title: str, head: list[str], listed: Sequence[list[str]], *, widths: tuple[int, ...]
) -> dict[str, Any]:
    """A table of a report; `widths`: of its columns, against each other."""
    left = len(listed) - MOST_ROWS
    more = ngettext(
        "%(n)s more row stands in the workbook and in the CSV.",
        "%(n)s more rows stand in the workbook and in the CSV.",
        max(left, 1),
    )
    return {
        "title": title,
        "count": number_format(len(listed), force_grouping=True),
        "head": head,
        "widths": widths,
        "rows": listed[:MOST_ROWS],
        "left": more % {"n": number_format(left, force_grouping=True)} if left > 0 else "",
    }
