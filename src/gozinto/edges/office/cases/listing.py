"""The list of all cases, of every kind."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gozinto.cases.kinds import MACHINES
from gozinto.cases.listing import CASES as READ
from gozinto.edges.office.cases import wording
from gozinto.edges.office.lists.declaring import (
    Empty,
    FilterBox,
    ListPage,
    OfRecord,
    Row,
    Shown,
    Word,
)
from gozinto.edges.office.search import thing_address
from gozinto.edges.office.things import names


def _address(row: Row) -> str:
    return reverse("office:case", args=[row["number"]])


def _thing(row: Row) -> str:
    return thing_address(row["thing"]) if row.get("thing") else ""


def _state(row: Row) -> str:
    return f"{row['kind']}/{row['state']}"


def _kinds() -> Sequence[tuple[str, Word]]:
    return list(wording.KINDS.items())


def _states() -> Sequence[tuple[str, Word]]:
    """Every state once, though several kinds may have it."""
    found: dict[str, Word] = {}
    for machine in MACHINES.values():
        for name in machine.states:
            found.setdefault(name, wording.state(machine.kind, name)[0])
    return list(found.items())


def _people(codes: Collection[str]) -> Mapping[str, str]:
    return names.people(codes)


def _partners(codes: Collection[str]) -> Mapping[str, str]:
    """What dealers are called that were named by code or URI."""
    named = names.Names()
    return {code: named.company(code) for code in codes}


def _beside() -> Sequence[tuple[Word, str]]:
    return [
        (_("Which complaints are most"), reverse("office:pareto")),
        (_("Drills over time"), reverse("office:drills")),
        (_("Open a case"), reverse("office:case-open")),
    ]


STATES: Mapping[str, tuple[Word, str]] = {
    f"{machine.kind}/{name}": (wording.STATES.get((machine.kind, name)) or wording.STATES["", name])
    for machine in MACHINES.values()
    for name in machine.states
}

CASES = ListPage(
    name="cases",
    title=_("Cases"),
    reader=OfRecord(READ),
    search=_("Number of a case or a thing, or words of the title"),
    row_address=_address,
    shown=(
        Shown(column="number", word=_("Number"), render="code"),
        Shown(
            column="kind",
            word=_("Kind"),
            words={kind: (word, "") for kind, word in wording.KINDS.items()},
        ),
        Shown(column="title", word=_("Title")),
        Shown(column="state", word=_("State"), render="chip", words=STATES, value=_state),
        Shown(column="since", word=_("Since"), render="time"),
        Shown(column="thing", word=_("About"), render="code", link=_thing),
        Shown(column="defect", word=_("Defect")),
        Shown(column="dealer", word=_("Dealer"), names=_partners),
        Shown(column="reference", word=_("The dealer's number"), render="code", is_default=False),
        Shown(column="opened_at", word=_("Opened"), render="time"),
        Shown(column="opened_by", word=_("Opened by"), names=_people, is_default=False),
        Shown(column="last_by", word=_("Last step by"), names=_people, is_default=False),
    ),
    filters=(
        FilterBox(name="kind", word=_("Kind"), kind="choice", choices=_kinds),
        FilterBox(name="open", word=_("Still open"), kind="flag"),
        FilterBox(name="state", word=_("State"), kind="choice", choices=_states),
        FilterBox(name="dealer", word=_("Dealer")),
        FilterBox(name="defect", word=_("Defect")),
        FilterBox(name="opened_at", word=_("Opened"), kind="time", sort="-opened_at"),
    ),
    beside=_beside,
    empty=Empty(
        sentence=_("No case was opened yet"),
        next_step=_(
            "A customer complains: scan the unit, or open a complaint and say what can be read."
        ),
    ),
)
