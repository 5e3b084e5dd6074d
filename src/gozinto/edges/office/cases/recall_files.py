"""A recall as files: a report, a workbook of all its things, the events that held it, letters."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gozinto.cases import stepping
from gozinto.cases.models import RecallNotice, RecallUnit
from gozinto.cases.recalls import notifying, recovering, stopping
from gozinto.cases.standing import Standing
from gozinto.edges.office import words
from gozinto.edges.office.cases import answers, recall, wording
from gozinto.edges.office.frame import page
from gozinto.edges.office.things.names import Names
from gozinto.errors import Unknown
from gozinto.labels import letters
from gozinto.record import queries
from gozinto.record.models import Event
from gozinto.standards.epcis import documents
from gozinto.standards.tables import workbook_writing
from gozinto.standards.tables.workbook_writing import Column, Table


@page()
def pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The report."""
    case = stepping.find(number, kind="recall")
    return _file(letters.pdf(_report(case)), "application/pdf", f"{number}.pdf")


@page()
def xlsx(request: HttpRequest, number: str) -> HttpResponse:
    """Every thing of the scope, the customers, the balance and the steps, a sheet each."""
    out = io.BytesIO()
    workbook_writing.write(out, _sheets(stepping.find(number, kind="recall")))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(out.getvalue(), kind, f"{number}.xlsx")


@page()
def epcis(request: HttpRequest, number: str) -> HttpResponse:
    """The events by which it was held, for any EPCIS system."""
    names = stopping.events(stepping.find(number, kind="recall").number)
    positions = Event.objects.filter(event_id__in=names, is_declaration=False)
    listed = list(positions.order_by("position").values_list("position", flat=True))
    out = io.BytesIO()
    documents.write(queries.at_positions(listed), to=out, syntax="json")
    return _file(out.getvalue(), "application/ld+json", f"{number}.epcis.json")


@page()
def letter(request: HttpRequest, number: str, notice: int) -> HttpResponse:
    """One letter, to be printed. Raises Unknown (unknown_letter)."""
    found = RecallNotice.objects.select_related("case", "step")
    one = found.filter(case__number=number, pk=notice).first()
    if one is None:
        raise Unknown("There is no such letter.", code="unknown_letter", value=str(notice))
    made = letters.draw(notifying.letter_of(one, link=answers.link))
    return _file(made, "application/pdf", f"{number}-{one.pk}.pdf")


def _report(case: Standing) -> dict[str, Any]:
    found = recovering.recovery(case.number)
    names = Names()
    state, _tone = wording.state(case.kind, case.state)
    return {
        "title": f"{case.number} {case.title}",
        "language": (get_language() or "en")[:2],
        "facts": [
            [_("State"), state],
            [_("Why"), str(case.told.get("because", ""))],
            [_("Width"), words.name(words.WIDTHS, str(case.told.get("width", "possible")))],
            [_("Frozen"), recall.amounts(found.frozen)],
            [_("Hash over the scope"), str(case.made.get("hash", ""))],
            *([str(one["word"]), str(one["amount"])] for one in recall.tiles(found)),
        ],
        "paragraphs": [str(case.told.get("effectiveness", ""))],
        "tables": [
            _table(_("Mass balance"), [_("Account"), _("Quantity")], [2, 1], [
                list(row) for row in recall.accounts(found)
            ]),
            _table(_("Customers"), [_("Customer"), _("Letter"), _("Still there")], [3, 2, 1], [
                [str(one["name"]), str(one["state"]), str(one["out"])]
                for one in recall.whose(case, found, names)
            ]),
            _table(_("Steps"), [_("Time"), _("Step"), _("Who"), _("Signed")], [2, 3, 2, 2], [
                [
                    words.moment(step.at), wording.act(case.kind, step.act)[1], step.by,
                    str(wording.SIGNED.get(step.signed, "")),
                ]
                for step in case.steps
            ]),
        ],
        "foot": case.number,
    }  # fmt: skip


def _table(title: str, head: list[str], widths: list[int], rows: list[list[str]]) -> dict[str, Any]:
    count = formats.number_format(len(rows), force_grouping=True)
    return {"title": title, "count": count, "head": head, "widths": widths, "rows": rows}


def _sheets(case: Standing) -> Iterator[Table]:
    report = _report(case)
    yield Table(
        name=_("Recall"),
        columns=[Column(header="", width=28), Column(header=case.number, width=60)],
        rows=report["facts"],
    )
    yield Table(
        name=_("Scope"),
        columns=[
            Column(header=one, width=24)
            for one in (
                _("Number"), _("Item"), _("Width"), _("Counts"), _("Where at the freeze"),
                _("With whom"), _("Quantity"), _("Unit"),
            )
        ],
        rows=_units(case),
    )  # fmt: skip
    for one in report["tables"]:
        columns = [Column(header=head, width=24) for head in one["head"]]
        yield Table(name=one["title"], columns=columns, rows=one["rows"])


def _units(case: Standing) -> Iterator[list[str]]:
    names = Names()
    found = RecallUnit.objects.filter(case=case.id).order_by("object__item", "object__number", "pk")
    columns = ("object__number", "object__item", "width", "is_piece", "place", "holder")
    for number, item, width, counts, place, holder, quantity, uom in found.values_list(
        *columns, "quantity", "uom"
    ).iterator(chunk_size=5_000):
        yield [
            number, item, words.name(words.WIDTHS, width), _("yes") if counts else _("no"),
            str(recall.PLACES[place]), names.partner(holder) if holder else "",
            format(quantity.normalize() + 0, "f"), uom,
        ]  # fmt: skip


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    digest = base64.b64encode(sha256(content).digest()).decode()
    response["Repr-Digest"] = f"sha-256=:{digest}:"  # RFC 9530
    return response
