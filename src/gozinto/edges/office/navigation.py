"""What stands at the left of every page: where somebody with these roles may go."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from gozinto.access import gate
from gozinto.access.roles import INSIDE, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line: where it leads, what it is called, its picture in icons.svg, and who sees it.

    `covers`: the names of the other addresses that it stands for; `direction`: of the trace page.
    """

    name: str
    word: str | Promise
    icon: str
    covers: frozenset[str] = frozenset()
    direction: str = ""
    roles: frozenset[Role] = INSIDE


GROUPS: tuple[tuple[Entry, ...], ...] = (
    (
        Entry(name="home", word=_("Search"), icon="search", covers=frozenset({"thing"})),
        Entry(name="trace", word=_("Where from"), icon="from"),
        Entry(name="trace", word=_("Where used"), icon="used", direction="forward"),
    ),
    (
        Entry(name="labels", word=_("Labels"), icon="print", covers=frozenset({"label"})),
        Entry(name="print-queue", word=_("Print queue"), icon="print"),
    ),
    (Entry(name="gallery", word=_("Components"), icon="parts"),),
)
"""Every line in its place; the last group stands at the foot."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line as a page shows it."""

    address: str
    word: str
    icon: str
    is_here: bool


def lines(request: HttpRequest) -> dict[str, object]:
    """For every template: the lines that whoever asks may follow, in their groups.

    Nobody's roles are looked up for what shows no navigation: a part of a page, say.
    """
    return {"navigation": SimpleLazyObject(partial(_groups, request))}


def _groups(request: HttpRequest) -> list[list[Line]]:
    principal = gate.find_principal(request)
    held = principal.roles if principal else frozenset()
    here = request.resolver_match.url_name if request.resolver_match else ""
    way = request.GET.get("direction", "")
    shown = [
        [_line(one, here=here or "", way=way) for one in group if one.roles & held]
        for group in GROUPS
    ]
    return [group for group in shown if group]


def _line(entry: Entry, *, here: str, way: str) -> Line:
    address = reverse(f"office:{entry.name}")
    if entry.direction:
        address += f"?direction={entry.direction}"
    is_way = entry.name != "trace" or (way == "forward") == (entry.direction == "forward")
    is_here = (here == entry.name and is_way) or here in entry.covers
    return Line(address, str(entry.word), entry.icon, is_here)
