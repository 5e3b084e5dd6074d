"""What a list is declared as: its columns, its filters, what finds a row, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from django.utils.functional import Promise

from gozinto.access.roles import INSIDE, Role
from gozinto.record import listing
from gozinto.record.listing import Listing, Page

Word = str | Promise
Row = Mapping[str, Any]
Render = Literal[
    "text", "number", "code", "uri", "time", "date", "quantity", "flag", "chip", "share", "figure"
]
"""How a value is drawn: of a `text` or `code` that is a URI its last part, a `uri` whole; a `share`
as a bar; a `figure` is a number that `names` looks up."""


class Reader(Protocol):
    """What a list is read from, page by page; raises Malformed for what it cannot answer."""

    @property
    def sort(self) -> str:
        """What rows are sorted by where nobody chose; - before it to descend."""
        ...

    @property
    def sorts(self) -> Collection[str]:
        """The columns that rows may be sorted by."""
        ...

    def page(
        self,
        *,
        where: Mapping[str, Sequence[str]],
        search: str,
        sort: str,
        after: str,
        before: str,
        limit: int,
    ) -> Page:
        """One page of rows."""
        ...

    def count(self, *, where: Mapping[str, Sequence[str]], search: str, most: int) -> int:
        """How many rows there are; `most` + 1 where there are more."""
        ...


@dataclass(frozen=True, slots=True)
class OfRecord:
    """A list of the record as what a page reads. `sort`: another order than the list's own."""

    listing: Listing
    sort: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "sort", self.sort or self.listing.sort)

    @property
    def sorts(self) -> Collection[str]:
        """The columns that rows may be sorted by."""
        return self.listing.sorts

    def page(
        self,
        *,
        where: Mapping[str, Sequence[str]],
        search: str,
        sort: str,
        after: str,
        before: str,
        limit: int,
    ) -> Page:
        """One page of rows."""
        return listing.page(
            self.listing,
            where=where,
            search=search,
            sort=sort or self.sort,
            after=after,
            before=before,
            limit=limit,
        )

    def count(self, *, where: Mapping[str, Sequence[str]], search: str, most: int) -> int:
        """How many rows there are; `most` + 1 where there are more."""
        return listing.count(self.listing, where=where, search=search, most=most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One column as a page shows it: which of the reader's columns, its word, and how it is drawn.

    `words`: what its values are called, each with a tone ("", "warn", "bad"); `names`: the names
    of many values at once, for codes that mean something elsewhere; `value`: what is shown instead
    of the column itself; `unit`: the column with the unit of an amount; `link`: where a row's cell
    leads, "" nowhere; `sorts`: False for a column that is not offered to sort by.
    """

    column: str
    word: Word
    render: Render = "text"
    is_default: bool = True
    words: Mapping[str, tuple[Word, str]] | None = None
    names: Callable[[Collection[str]], Mapping[str, str]] | None = None
    value: Callable[[Row], Any] | None = None
    unit: str = "uom"
    link: Callable[[Row], str] | None = None
    sorts: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterBox:
    """One filter: the reader's filter, its word, and what is chosen from.

    A `time` has two boxes, from and before, which ask for `name__gte` and `name__lt`. `sort`: what
    rows are sorted by while it is asked for and nobody chose another order.
    """

    name: str
    word: Word
    kind: Literal["text", "choice", "flag", "time"] = "text"
    choices: Callable[[], Sequence[tuple[str, Word]]] | None = None
    sort: str = ""

    @property
    def parameters(self) -> tuple[str, ...]:
        """What it is called in the address."""
        return (f"{self.name}__gte", f"{self.name}__lt") if self.kind == "time" else (self.name,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Empty:
    """What stands there when there is nothing: that, the next step, and where that is done.

    `link`: the words of a link and the name of its address.
    """

    sentence: Word
    next_step: Word
    link: tuple[Word, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkAct:
    """Something that may be done to many marked rows: its name in `operations.bulk`, and a word."""

    name: str
    word: Word
    roles: frozenset[Role]
    is_danger: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """One list. `name`: that of its address, office:`name`; `subject`: what a row is called when
    something is done to it.

    `search`: what the box for searching asks for, "" for none; `row_address`: where a row leads;
    `reasons`: codes and names that are offered as the reason of what is done to many; `beside`:
    words and addresses of what belongs to the list and stands elsewhere.
    """

    name: str
    title: Word
    reader: Reader
    shown: tuple[Shown, ...]
    row_address: Callable[[Row], str]
    empty: Empty
    filters: tuple[FilterBox, ...] = ()
    search: Word = ""
    bulk: tuple[BulkAct, ...] = ()
    subject: Callable[[Row], str] | None = None
    reasons: Callable[[], Sequence[tuple[str, Word]]] | None = None
    beside: Callable[[], Sequence[tuple[Word, str]]] | None = None
    roles: frozenset[Role] = INSIDE

    @property
    def columns(self) -> dict[str, Shown]:
        """Its columns by name."""
        return {one.column: one for one in self.shown}
