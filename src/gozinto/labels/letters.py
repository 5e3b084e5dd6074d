"""Papers that are no labels: the letter of a recall to a customer, and reports."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.utils import formats, translation
from django.utils.translation import gettext as _

from gozinto.cases.recalls.notifying import Letter, Line
from gozinto.labels.rendering import typst_pages
from gozinto.labels.rendering.lettering import FONTS
from gozinto.standards.symbols import drawing

_SOURCE = Path(__file__).parent / "letter.typ"


def draw(letter: Letter) -> bytes:
    """A letter as PDF, in the language of its reader. It holds what the letter says, no more."""
    with translation.override(letter.language):
        return pdf(_told(letter))


def pdf(told: dict[str, Any]) -> bytes:
    """A paper of a head, paragraphs and tables as PDF."""
    made = typst.compile(
        _SOURCE.read_bytes(),
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"paper": json.dumps(told, ensure_ascii=False)},
    )
    return made[0] if isinstance(made, list) else bytes(made)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _told(letter: Letter) -> dict[str, Any]:
    title = _("Recall %(number)s: %(title)s") % {"number": letter.recall, "title": letter.title}
    return {
        "title": _("Reminder: %(subject)s") % {"subject": title} if letter.is_reminder else title,
        "language": letter.language,
        "facts": [
            [_("From"), letter.company],
            [_("To"), letter.customer],
            [_("Date"), formats.date_format(letter.on, "DATE_FORMAT")],
        ],
        "paragraphs": [
            _("Among the products that were sent to you are those listed below. Stop using and "
              "selling them.") ,
            letter.instruction,
        ],
        **_link(letter),
        "tables": [
            {
                "title": _("Products"),
                "count": formats.number_format(len(letter.lines), force_grouping=True),
                "head": [
                    _("Number"), _("Product"), _("Quantity"), _("Delivery note"), _("Sent on"),
                ],
                "widths": [3, 4, 2, 3, 2],
                "rows": [_row(one) for one in letter.lines],
            }
        ],
        "foot": f"{letter.company} · {letter.recall}",
    }  # fmt: skip


def _link(letter: Letter) -> dict[str, Any]:
    """Where its reader says that they have it, as a code for the camera and in letters."""
    if not letter.link:
        return {}
    return {
        "link": {
            "said": _(
                "Please tell us that you have read this: scan the code or open this address."
            ),
            "address": letter.link,
            "code": typst_pages.drawing(drawing.draw(letter.link, symbology="qr")),
        }
    }


def _row(line: Line) -> list[str]:
    amount = line.quantity if line.uom in ("", "C62") else f"{line.quantity} {line.uom}"
    return [line.number, line.material, amount, line.note, line.sent_on]
