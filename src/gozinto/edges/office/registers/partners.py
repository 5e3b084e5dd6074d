"""Companies, and what came from each and went to each lately."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from django.urls import reverse
from django.utils import formats
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from gozinto.edges.office.lists.declaring import (
    Empty,
    FilterBox,
    ListPage,
    OfRecord,
    Row,
    Shown,
    Word,
)
from gozinto.edges.office.registers import cells, choices
from gozinto.record.registers import PARTNERS as READ
from gozinto.record.registers import companies
from gozinto.record.registers.companies import Way


def _counted(way: Way) -> Callable[[Collection[str]], Mapping[str, str]]:
    def names(uris: Collection[str]) -> Mapping[str, str]:
        return _written(companies.counted(uris, way=way))

    return names


def _held(uris: Collection[str]) -> Mapping[str, str]:
    return _written(companies.held_lots(uris))


def _written(numbers: Mapping[str, int]) -> dict[str, str]:
    return {
        uri: ("≥ " if number >= companies.COUNTED else "")
        + formats.number_format(number, force_grouping=True)
        for uri, number in numbers.items()
    }


def _figure(
    column: str,
    word: Word,
    names: Callable[[Collection[str]], Mapping[str, str]],
    *,
    of: str,
    **asked: str,
) -> Shown:
    """A figure of a company that leads to the rows behind it, in the list called `of`."""

    def link(row: Row) -> str:
        query = urlencode({"partner": row["uri"], **asked})
        return f"{reverse(f'office:{of}')}?{query}"

    return Shown(
        column=column,
        word=word,
        render="figure",
        names=names,
        value=lambda row: row["uri"],
        link=link,
        sorts=False,
    )


PARTNERS = ListPage(
    name="partners",
    title=_("Partners"),
    reader=OfRecord(READ),
    search=_("Code or name"),
    row_address=cells.page_of("partner", column="uri"),
    shown=(
        Shown(column="name", word=_("Name")),
        Shown(column="code", word=_("Code"), render="code"),
        Shown(column="kind", word=_("Kind"), words=choices.COMPANIES),
        Shown(column="state", word=_("State"), render="chip", words=choices.BUSINESS),
        _figure("deliveries", _("Deliveries, 90 days"), _counted("deliveries"), of="receipts"),
        _figure("held", _("Lots on hold"), _held, of="receipts", held="true"),
        _figure("shipments", _("Shipments, 90 days"), _counted("shipments"), of="shipments"),
        _figure("returns", _("Returns, 90 days"), _counted("returns"), of="returns"),
        Shown(column="gln", word="GLN", render="code", is_default=False),
        Shown(column="uri", word=_("Identifier"), render="uri", is_default=False),
    ),
    filters=(
        FilterBox(name="kind", word=_("Kind"), kind="choice", choices=choices.companies),
        FilterBox(name="state", word=_("State"), kind="choice", choices=choices.business),
    ),
    empty=Empty(
        sentence=_("No company is on record yet"),
        next_step=_("Describe suppliers and customers before their goods come and go."),
    ),
)
