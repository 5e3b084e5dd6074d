"""What stands at the left of every page: where somebody with these roles may go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from gozinto.access import gate
from gozinto.access.describing import SOME_WRITERS
from gozinto.access.roles import ADMINISTRATORS, INSIDE, PIN_GIVERS, STATION_KEEPERS, WATCHERS, Role
from gozinto.edges.office import waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line: where it leads, what it is called, its picture in icons.svg, and who sees it.

    `covers`: the names of the other addresses that it stands for. `count`: how many things wait
    there for a person, asked once a page; 0 shows nothing.
    """

    name: str
    word: str | Promise
    icon: str
    covers: frozenset[str] = frozenset()
    roles: frozenset[Role] = INSIDE
    count: Callable[[], int] | None = None
    count_name: str = ""


GROUPS: tuple[tuple[Entry, ...], ...] = (
    (
        Entry(name="home", word=_("Search"), icon="search"),
        Entry(
            name="inbox",
            word=_("Inbox"),
            icon="inbox",
            count=waiting.in_the_menu,
            count_name="inbox-count",
        ),
        Entry(name="lots", word=_("Lots and serials"), icon="lots", covers=frozenset({"thing"})),
        Entry(name="receipts", word=_("Receipts"), icon="coming", covers=frozenset({"receipt"})),
        Entry(name="jobs", word=_("Jobs"), icon="jobs", covers=frozenset({"job"})),
        Entry(
            name="inspections",
            word=_("Inspections"),
            icon="inspections",
            covers=frozenset({"inspect", "inspected", "charts", "chart"}),
        ),
        Entry(
            name="trace",
            word=_("Trace"),
            icon="from",
            covers=frozenset({"trace-stock", "trace-files"}),
        ),
        Entry(
            name="cases",
            word=_("Cases"),
            icon="cases",
            covers=frozenset({"case", "case-open", "case-new", "pareto", "claims", "drills"}),
        ),
        Entry(name="shipments", word=_("Shipments"), icon="going", covers=frozenset({"shipment"})),
        Entry(name="returns", word=_("Returns"), icon="back"),
        Entry(name="suspects", word=_("Suspects"), icon="search"),
        Entry(name="partners", word=_("Partners"), icon="partners", covers=frozenset({"partner"})),
        Entry(name="live", word=_("Live"), icon="live"),
    ),
    (
        Entry(name="labels", word=_("Labels"), icon="print", covers=frozenset({"label"})),
        Entry(name="print-queue", word=_("Print queue"), icon="print"),
        Entry(
            name="figures",
            word=_("Figures"),
            icon="figures",
            covers=frozenset({"figures-behind"}),
        ),
        Entry(name="risks", word=_("Risks"), icon="warn", covers=frozenset({"risks-reach"})),
    ),
    (
        Entry(
            name="setup",
            word=_("Setup"),
            icon="setup",
            covers=frozenset(
                {
                    *("setup-list", "setup-row", "setup-new", "setup-change"),
                    *("setup-changes", "setup-batch", "setup-undo"),
                }
            ),
        ),
        Entry(
            name="imports",
            word=_("Import"),
            icon="import",
            covers=frozenset({"import", "import-map", "import-fix"}),
            roles=SOME_WRITERS,
        ),
        Entry(
            name="stations",
            word=_("Stations"),
            icon="station",
            covers=frozenset({"station", "station-new", "pins"}),
            roles=STATION_KEEPERS | PIN_GIVERS,
        ),
        Entry(
            name="accounts",
            word=_("Accounts"),
            icon="person",
            covers=frozenset({"account", "account-new"}),
            roles=ADMINISTRATORS,
        ),
        Entry(name="tokens", word=_("Tokens"), icon="key", roles=ADMINISTRATORS),
        Entry(name="access-changes", word=_("Changes of access"), icon="jobs", roles=WATCHERS),
    ),
    (
        Entry(name="tour", word=_("Tour"), icon="tour"),
        Entry(name="gallery", word=_("Components"), icon="parts"),
    ),
)
"""Every line in its place, which the comments keep for what is not built yet. The last group
stands at the foot."""

KEYS: Mapping[str, str] = {
    "home": "h",
    "inbox": "i",
    "lots": "l",
    "receipts": "r",
    "jobs": "j",
    "inspections": "n",
    "trace": "t",
    "cases": "d",
    "shipments": "s",
    "returns": "e",
    "suspects": "y",
    "partners": "p",
    "live": "v",
    "labels": "b",
    "print-queue": "q",
    "figures": "f",
    "risks": "x",
    "setup": "u",
    "imports": "m",
    "stations": "w",
    "accounts": "a",
    "tokens": "k",
    "tour": "o",
    "gallery": "c",
}
"""The letter that leads to a page after a g."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line as a page shows it."""

    address: str
    word: str
    icon: str
    is_here: bool
    count: int
    count_address: str
    key: str


def lines(request: HttpRequest) -> dict[str, object]:
    """For every template: the lines that whoever asks may follow, in their groups.

    Nobody's roles are looked up for what shows no navigation: a part of a page, say.
    """
    return {"navigation": SimpleLazyObject(partial(_groups, request))}


def pages(held: frozenset[Role]) -> list[Line]:
    """The lines that somebody with these roles may follow, in order; nothing is counted."""
    entries = (one for group in GROUPS for one in group if one.roles & held)
    return [_line(replace(one, count=None, count_name=""), here="") for one in entries]


def _groups(request: HttpRequest) -> list[list[Line]]:
    principal = gate.find_principal(request)
    held = principal.roles if principal else frozenset()
    here = request.resolver_match.url_name if request.resolver_match else ""
    shown = [[_line(one, here=here or "") for one in group if one.roles & held] for group in GROUPS]
    return [group for group in shown if group]


def _line(entry: Entry, *, here: str) -> Line:
    return Line(
        address=reverse(f"office:{entry.name}"),
        word=str(entry.word),
        icon=entry.icon,
        is_here=here == entry.name or here in entry.covers,
        count=entry.count() if entry.count else 0,
        count_address=reverse(f"office:{entry.count_name}") if entry.count_name else "",
        key=KEYS.get(entry.name, ""),
    )
