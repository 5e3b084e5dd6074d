"""What the address of a list asks for: what it is searched, filtered and sorted by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gozinto.edges.office.setup import fields, wording
from gozinto.edges.office.setup.fields import Box
from gozinto.errors import Malformed
from gozinto.plant import listing
from gozinto.plant.kinds import Field, Kind, Row, Type

USUAL_COLUMNS = 9
"""Columns that are shown where nobody chose."""
_OWN = ("q", "sort", "next", "column", "done")
_LONGEST_SEARCH = 200
_SIGNS: Mapping[str, str | Promise] = {
    "": ":",
    "gt": ">",
    "gte": "≥",
    "lt": "<",
    "lte": "≤",
    "contains": _("contains"),
}
_FILTERED = frozenset({Type.CHOICE, Type.FLAG, Type.REFERENCE})
_LATER = frozenset({"note", "effective_from", "effective_to", "certificate"})
"""Fields that are shown when somebody asks for them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The parts of an address that stay from page to page. `columns`: those somebody chose."""

    kind: Kind
    where: Mapping[str, list[str]]
    search: str = ""
    sort: str = ""
    columns: tuple[str, ...] = ()

    def query(self, **other: str | Sequence[str]) -> str:
        """The query of the same list, with something asked otherwise."""
        parts = dict(self._parts()) | other
        return "?" + urlencode({name: one for name, one in parts.items() if one}, doseq=True)

    def _parts(self) -> Iterator[tuple[str, str | Sequence[str]]]:
        yield from self.where.items()
        yield from (("q", self.search), ("sort", self.sort), ("column", self.columns))

    @property
    def shown(self) -> tuple[str, ...]:
        """The columns of the table: the key first."""
        if self.columns:
            return self.columns
        names = [name for name in self.kind.names if name not in _LATER and name != "state"]
        names = [*self.kind.key, *(name for name in names if name not in self.kind.key)]
        state = ["state"] if self.kind.has("state") else []
        return (*names[: max(USUAL_COLUMNS - len(state), len(self.kind.key))], *state)

    @property
    def rows(self) -> Iterable[Row]:
        """All that the list finds, as far as somebody reads on."""
        return self.some(most=listing.MOST * 100)

    def some(self, *, most: int) -> Iterable[Row]:
        """What the list finds, up to `most`."""
        return listing.rows(
            self.kind, where=self.where, search=self.search, sort=self.sort, most=most
        )


def read(query: QueryDict, kind: Kind) -> Asked:
    """What an address asks a list for. Raises Malformed for a filter that it does not know."""
    known = listing.filters(kind)
    for name in query:
        if name not in known and name not in _OWN:
            raise Malformed(
                f"{kind.title} cannot be filtered by {name!r}.",
                code="unknown_filter",
                next_step="Choose one of the filters above the list.",
            )
    where = {name: [one for one in query.getlist(name) if one] for name in query if name in known}
    chosen = [one for one in query.getlist("column") if kind.has(one)]
    return Asked(
        kind=kind,
        where={name: values for name, values in where.items() if values},
        search=query.get("q", "").strip()[:_LONGEST_SEARCH],
        sort=query.get("sort", ""),
        columns=tuple(dict.fromkeys([*kind.key, *chosen])) if chosen else (),
    )


def columns(asked: Asked) -> list[dict[str, Any]]:
    """The heads of the columns: what each is called, and where it is sorted by."""
    heads = []
    current = asked.sort or ",".join(asked.kind.key)
    for name in asked.shown:
        down = current == f"-{name}"
        up = current == name
        heads.append(
            {
                "word": wording.field_word(asked.kind, name),
                "address": asked.query(sort=f"-{name}" if up else name),
                "order": "descending" if down else "ascending" if up else "",
                "is_number": wording.is_number(asked.kind.field(name)),
            }
        )
    return heads


def choosable(asked: Asked) -> list[dict[str, Any]]:
    """The columns that may be shown."""
    return [
        {
            "name": name,
            "word": wording.field_word(asked.kind, name),
            "is_shown": name in asked.shown,
            "is_key": name in asked.kind.key,
        }
        for name in asked.kind.names
    ]


def chips(asked: Asked) -> Iterator[dict[str, str]]:
    """What the list is narrowed by, each with the address of the list without it."""
    known = listing.filters(asked.kind)
    for name, values in asked.where.items():
        field = asked.kind.field(known[name])
        sign = str(_SIGNS[name.removeprefix(field.name).removeprefix("__")])
        told = gettext(" or ").join(_said(field, one) for one in values)
        word = wording.field_word(asked.kind, field.name)
        yield {
            "text": f"{word}{sign} {told}" if sign == ":" else f"{word} {sign} {told}",
            "address": asked.query(**{name: ""}),
        }
    if asked.search:
        yield {"text": f"“{asked.search}”", "address": asked.query(q="")}


def _said(field: Field, text: str) -> str:
    """A value as words; what is no value of its field, as it was sent."""
    try:
        return wording.shown(field, text)
    except (ValueError, ArithmeticError):
        return text


def filters(asked: Asked) -> list[Box]:
    """The boxes by which the list is narrowed: what is chosen from a few, or from other rows."""
    return [
        fields.box(asked.kind, field, (asked.where.get(field.name) or [""])[0])
        for field in asked.kind.fields
        if field.type in _FILTERED
    ]


def kept(asked: Asked) -> list[tuple[str, str]]:
    """What the form of the filters has to send along: that for which it has no box."""
    boxed = {field.name for field in asked.kind.fields if field.type in _FILTERED}
    pairs = [
        (name, one) for name, values in asked.where.items() if name not in boxed for one in values
    ]
    pairs += [("column", one) for one in asked.columns]
    return pairs + ([("sort", asked.sort)] if asked.sort else [])
