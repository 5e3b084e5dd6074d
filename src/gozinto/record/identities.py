"""Gives every object and run that events name its identity row, once and for ever."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection

from gozinto.plant.identifiers import identify
from gozinto.plant.models import Alias, TraceableObject
from gozinto.record.effect_shapes import Effects
from gozinto.record.models import Run

_OBJECTS, _RUNS, _ALIASES = (m._meta.db_table for m in (TraceableObject, Run, Alias))
_NEW_OBJECTS = (
    f"INSERT INTO {_OBJECTS} (uri, kind, number, item)"
    " SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[])"
    " ON CONFLICT DO NOTHING RETURNING uri, id"
)
_NEW_RUNS = (
    f"INSERT INTO {_RUNS} (uri) SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING RETURNING uri, id"
)
_NEW_ALIASES = (
    f"INSERT INTO {_ALIASES} (object_id, text) SELECT * FROM unnest(%s::bigint[], %s::text[])"
    " ON CONFLICT DO NOTHING"
)


class Identities:
    """The row ids of the objects and runs of one batch of effects, by URI.

    `made`: the objects whose rows this transaction made, which nobody else can see yet.
    """

    def __init__(self, effects: Iterable[Effects]) -> None:
        classes: dict[str, bool] = {}
        runs: set[str] = set()
        self._aliases: set[tuple[str, str]] = set()
        for one in effects:
            for named in one.objects():
                classes[named.uri] = classes.get(named.uri, False) or named.is_class
            runs.update(link.run for link in one.links)
            runs.update(run.run for run in one.runs)
            runs.update(did.run for did in one.activities if did.run)
            self._aliases.update(one.aliases)
        self._classes, self._runs = classes, runs
        self.objects: dict[str, int] = {}
        self.runs: dict[str, int] = {}
        self.made: frozenset[int] = frozenset()

    def load(self) -> Identities:
        """Read the ids of all that exist already."""
        self.objects.update(_found(_OBJECTS, self._classes.keys() - self.objects.keys()))
        self.runs.update(_found(_RUNS, self._runs - self.runs.keys()))
        return self

    def create(self) -> Identities:
        """Read all ids, making the rows that do not exist; two at once make one row.

        The kind of a foreign URI is what its first mention says (a lot where it stood in a
        quantity list). That is identity and not derived, so later mentions do not change it.
        """
        self.load()
        new = sorted(self._classes.keys() - self.objects.keys())
        if new:
            named = [identify(uri, is_class=self._classes[uri]) for uri in new]
            made = _pairs(
                _NEW_OBJECTS,
                [new, *([getattr(n, what) for n in named] for what in ("kind", "number", "item"))],
            )
            self.objects.update(made)
            self.made = frozenset(made.values())
        new_runs = sorted(self._runs - self.runs.keys())
        if new_runs:
            self.runs.update(_pairs(_NEW_RUNS, [new_runs]))
        self.load()  # what another transaction made since the first look
        self._create_aliases()
        return self

    def _create_aliases(self) -> None:
        if self._aliases:
            rows = sorted((self.objects[uri], text) for uri, text in self._aliases)
            with connection.cursor() as cursor:
                cursor.execute(_NEW_ALIASES, [[pk for pk, _ in rows], [text for _, text in rows]])


def _found(table: str, uris: Iterable[str]) -> Mapping[str, int]:
    wanted = list(uris)
    return _pairs(f"SELECT uri, id FROM {table} WHERE uri = ANY(%s)", [wanted]) if wanted else {}


def _pairs(statement: str, values: Sequence[Any]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return dict(cursor.fetchall())
