"""What a change touched, and how a check of several rows tells what it found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from gozinto.plant.changing import stored
from gozinto.plant.changing.rows import Draft
from gozinto.plant.kinds import KINDS, Finding

Found = Iterator[tuple[str, str, Finding]]
"""Kind and key of a row, and what is wrong with it."""


class Touched:
    """The keys of the rows that a change wrote or removed, by kind."""

    def __init__(self, drafts: Iterable[Draft]) -> None:
        self._keys: dict[str, set[str]] = defaultdict(set)
        self._rows: dict[str, list[dict[str, str]]] = defaultdict(list)
        self._drafts: dict[str, list[Draft]] = defaultdict(list)
        for draft in drafts:
            self._keys[draft.kind].add(draft.key)
            self._drafts[draft.kind].append(draft)
            self._rows[draft.kind] += [row for row in (draft.before, draft.after) if row]

    def keys(self, kind: str) -> set[str]:
        """The keys of the touched rows of a kind."""
        return self._keys[kind]

    def changed(self, kind: str, field: str, *, also_new: bool = True) -> set[str]:
        """The keys of the rows in which a field has another value now; in a new row, any."""
        return {
            draft.key
            for draft in self._drafts[kind]
            if also_new or draft.before
            if (draft.before or {}).get(field, "") != (draft.after or {}).get(field, "")
        }

    def values(self, kind: str, field: str) -> set[str]:
        """What a field had before or has now, of every touched row of a kind."""
        return {row[field] for row in self._rows[kind]} - {""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A check over several rows, and the kinds whose change may break what it holds."""

    watches: tuple[str, ...]
    find: Callable[[Touched], Found]


def rows_where(kind: str, *, field: str, values: Collection[str]) -> Iterator[dict[str, str]]:
    """The rows of a kind whose `field` is one of these; "" finds those that have none."""
    asked = KINDS[kind]
    path = stored.path(asked, field)
    manager = asked.model._default_manager
    for some in stored.batches(sorted(set(values) - {""})):
        for _, row in stored.read(asked, manager.filter(**{f"{path}__in": some})):
            yield row
    if "" in values and asked.column(field).null:
        for _, row in stored.read(asked, manager.filter(**{f"{path}__isnull": True})):
            yield row


def rows_of(kind: str, keys: Collection[str]) -> dict[str, dict[str, str]]:
    """The rows that go by these keys."""
    return {key: row for key, (_, row) in stored.of_keys(KINDS[kind], keys).items()}
