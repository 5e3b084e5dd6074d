"""Columns that several lists have, and where their rows lead."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from gozinto.access.roles import LABORATORY, QUALITY
from gozinto.edges.office import search
from gozinto.edges.office.lists.declaring import BulkAct, Row, Shown
from gozinto.edges.office.registers import choices, names


def thing(row: Row) -> str:
    """The page of the thing that a row is about."""
    return search.thing_address(row["uri"]) if row.get("uri") else ""


def page_of(name: str, *, column: str) -> Callable[[Row], str]:
    """Where the page called `name` of what stands in a column is."""

    def address(row: Row) -> str:
        told = row.get(column)
        return f"{reverse(f'office:{name}')}?{urlencode({'id': told})}" if told else ""

    return address


def standing(row: Row) -> str:
    """How the thing of a row stands now: on hold before all else."""
    return "held" if row.get("held") else str(row.get("status", ""))


HOLDING = (
    BulkAct(name="hold", word=_("Hold"), roles=LABORATORY, is_danger=True),
    BulkAct(name="release", word=_("Release"), roles=QUALITY),
)
"""What may be done to many things at once."""

STANDING = Shown(
    column="status", word=_("Status"), render="chip", words=choices.STATUSES, value=standing
)
WHEN = Shown(column="at", word=_("When"), render="time")
MATERIAL = Shown(column="item", word=_("Material"), names=names.of_materials)
PERSON = Shown(column="person", word=_("Who"), names=names.of_people, is_default=False)
WHERE = Shown(column="location", word=_("Where"), names=names.of_places)
EVENT = Shown(column="event_id", word=_("Event"), render="uri", is_default=False)
NUMBER = Shown(column="number", word=_("Number"), render="code", link=thing)
COMPANY = page_of("partner", column="partner")
"""Where the page of the company of a row is."""
