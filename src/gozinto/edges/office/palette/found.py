"""What a few letters or a scan mean to somebody with these roles: pages, actions, things."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from gozinto.access.roles import ADMINISTRATORS, INSIDE, Role
from gozinto.cases import stepping
from gozinto.edges.office import navigation
from gozinto.edges.office.cases import wording
from gozinto.edges.office.search import thing_address
from gozinto.edges.office.setup import addresses
from gozinto.operations.scanning import resolving
from gozinto.operations.scanning.known_codes import Match
from gozinto.operations.scanning.resolving import Resolution
from gozinto.plant.kinds import KINDS as KINDS_OF_DATA

MOST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One line of the palette. `address`: where it leads; "" where it has no page."""

    word: str
    address: str
    note: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something to do, and who may."""

    word: str | Promise
    name: str
    roles: frozenset[Role] = INSIDE


ACTIONS: tuple[Action, ...] = (
    Action(word=_("Change your password"), name="own-account"),
    Action(word=_("See where you are signed in"), name="own-account"),
    Action(word=_("Make a new account"), name="account-new", roles=ADMINISTRATORS),
    Action(word=_("Make a token for a program"), name="tokens", roles=ADMINISTRATORS),
    Action(word=_("Reset somebody's password"), name="accounts", roles=ADMINISTRATORS),
    Action(word=_("Open a complaint or another case"), name="case-open"),
    Action(word=_("Take the tour"), name="tour"),
    Action(word=_("See all keys"), name="keys"),
)
"""In the order in which they are offered. An owner of a page adds what is done there."""

KINDS: Mapping[str, str | Promise] = {
    "lot": _("lot"),
    "serial": _("serial"),
    "container": _("container"),
    "asset": _("tool"),
    "person": _("person"),
    "location": _("place"),
    "partner": _("partner"),
    "equipment": _("machine"),
    "order": _("order"),
    "job": _("job"),
    "material": _("material"),
}

_THINGS = frozenset({"lot", "serial", "container", "asset"})


def pages(lines: Iterable[navigation.Line], text: str) -> list[Found]:
    """The pages whose name has a word that begins with `text`; all where nothing is asked."""
    named = [Found(word=line.word, address=line.address) for line in lines]
    return [one for one in named if _begins(one.word, text)]


def actions(held: frozenset[Role], text: str) -> list[Found]:
    """What may be done, likewise."""
    offered = [
        Found(word=str(one.word), address=reverse(f"office:{one.name}"))
        for one in ACTIONS
        if one.roles & held
    ]
    return [one for one in offered if _begins(one.word, text)]


def things(text: str) -> tuple[list[Found], Resolution]:
    """What goes by the number or scan, and how it was understood. Raises Malformed."""
    meant = resolving.resolve(text)
    return [_thing(one) for one in meant.matches[:MOST]], meant


def cases(text: str) -> list[Found]:
    """The case of that number, however it is typed. One query, and none for what is no number."""
    number = text.upper()
    return [
        Found(
            word=one.number,
            address=reverse("office:case", args=[one.number]),
            note=f"{wording.KINDS[one.kind]} · {one.title}",
            is_number=True,
        )
        for one in (stepping.find_named(number) if stepping.is_number(number) else [])
    ]


def near(meant: Resolution) -> list[Found]:
    """Numbers that look like what nothing goes by."""
    home = reverse("office:home")
    return [
        Found(word=number, address=f"{home}?{urlencode({'q': number})}", is_number=True)
        for number in meant.near
    ]


def _thing(match: Match) -> Found:
    kind = str(KINDS.get(match.kind, match.kind))
    return Found(
        word=match.code or match.uri,
        address=_address(match),
        note=f"{kind} · {match.name}" if match.name else kind,
        is_number=True,
    )


def _address(match: Match) -> str:
    if match.kind in _THINGS:
        return thing_address(match.uri)
    leads = PLACES.get(match.kind)
    return leads(match) if leads else ""


def _described(kind: str) -> Callable[[Match], str]:
    """Where the setup shows a row of that kind of master data."""
    return lambda match: addresses.of_row(KINDS_OF_DATA[kind], match.code)


def _job(match: Match) -> str:
    return f"{reverse('office:job')}?{urlencode({'id': match.uri})}"


def _partner(match: Match) -> str:
    return f"{reverse('office:partner')}?{urlencode({'id': match.uri})}"


PLACES: Mapping[str, Callable[[Match], str]] = {
    "person": _described("people"),
    "location": _described("locations"),
    "partner": _partner,
    "equipment": _described("equipment"),
    "order": _described("orders"),
    "material": _described("materials"),
    "job": _job,
}
"""Where the page of each other kind of thing is."""


def _begins(words: str, text: str) -> bool:
    """Whether each word of `text` begins a word of `words`: "tok pro": a token of a program."""
    there = words.casefold().split()
    return all(any(one.startswith(part) for one in there) for part in text.casefold().split())
