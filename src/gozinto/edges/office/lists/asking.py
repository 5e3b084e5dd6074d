"""What the address of a list asks for, and the addresses that ask for a little else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.utils import timezone

from gozinto.edges.office.lists.declaring import FilterBox, ListPage, Shown

MOST_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of a list. `given`: what of the address it knows, as it was written."""

    of: ListPage
    given: QueryDict

    @property
    def search(self) -> str:
        """The text that rows are searched by."""
        return self.given.get("q", "").strip()[:MOST_CHARACTERS]

    @property
    def after(self) -> str:
        """Where the page before this one ended."""
        return self.given.get("after", "")

    @property
    def before(self) -> str:
        """Where the page after this one begins."""
        return self.given.get("before", "")

    @property
    def sort(self) -> str:
        """What rows are sorted by: as chosen, else as a filter would have it, else as usual."""
        chosen = self.given.get("sort", "")
        wanted = (box.sort for box in self.active if box.sort)
        return chosen or next(wanted, "") or self.of.reader.sort

    @property
    def active(self) -> list[FilterBox]:
        """The filters that are asked for."""
        return [box for box in self.of.filters if any(map(self._values, box.parameters))]

    @property
    def where(self) -> dict[str, list[str]]:
        """What the reader is asked with; days of the plant's calendar are times there."""
        return {
            name: [_moment(text) if box.kind == "time" else text for text in values]
            for box in self.active
            for name in box.parameters
            if (values := self._values(name))
        }

    @property
    def columns(self) -> list[Shown]:
        """The columns to be shown, in their order."""
        chosen = set(self.given.getlist("columns"))
        found = [one for one in self.of.shown if one.column in chosen]
        return found or [one for one in self.of.shown if one.is_default]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is searched or filtered for."""
        return bool(self.search or self.active)

    def written(self, name: str) -> str:
        """What stands in the address for a name; "" where nothing does."""
        return self.given.get(name, "")

    def address(self, *, without: Sequence[str] = (), **changes: str) -> str:
        """This page with other words in its address; it begins at its first row then."""
        query = self.given.copy()
        for name in ("after", "before", *without, *changes):
            query.pop(name, None)
        for name, text in changes.items():
            if text:
                query[name] = text
        return f"?{query.urlencode()}"

    def kept(self, *, without: Sequence[str] = ()) -> list[tuple[str, str]]:
        """What a form of this page sends along that has no box in it."""
        dropped = {"after", "before", *without}
        return [
            (name, text)
            for name, texts in self.given.lists()
            if name not in dropped
            for text in texts
        ]

    def _values(self, name: str) -> list[str]:
        return [text for text in self.given.getlist(name) if text]


def read(of: ListPage, given: QueryDict) -> Asked:
    """What an address asks of a list; what the list does not know is left out."""
    known = {"q", "sort", "after", "before", "columns"}
    known |= {name for box in of.filters for name in box.parameters}
    kept = QueryDict(mutable=True)
    for name, texts in given.lists():
        if name in known and any(texts):
            kept.setlist(name, [text for text in texts if text])
    return Asked(of, kept)


def _moment(text: str) -> str:
    """A day, or a time as a box for times writes it, in the plant's zone; others as they are."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return text
    if found.utcoffset() is None:
        found = timezone.make_aware(found)
    return found.isoformat()
