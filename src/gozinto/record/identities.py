"""Gives every object and run that events name its identity row, once and for ever."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gozinto import roundtrips
from gozinto.plant.identifiers import identify
from gozinto.plant.models import Alias, TraceableObject
from gozinto.record.effect_shapes import Effects
from gozinto.record.models import Run
from gozinto.roundtrips import Asked, Rows

_OBJECTS, _RUNS, _ALIASES = (m._meta.db_table for m in (TraceableObject, Run, Alias))
_NEW_OBJECTS = (
    f"INSERT INTO {_OBJECTS} (uri, kind, number, item) SELECT n.*"
    " FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS n (uri, kind, number, item)"
    f" WHERE NOT EXISTS (SELECT 1 FROM {_OBJECTS} o WHERE o.uri = n.uri)"
    # two that make the same ones wait for each other in one order
    " ORDER BY n.uri ON CONFLICT DO NOTHING RETURNING id"
)
_NEW_RUNS = (
    f"INSERT INTO {_RUNS} (uri) SELECT n.uri FROM unnest($1::text[]) AS n (uri)"
    f" WHERE NOT EXISTS (SELECT 1 FROM {_RUNS} r WHERE r.uri = n.uri)"
    " ORDER BY n.uri ON CONFLICT DO NOTHING"
)
_NEW_ALIASES = (
    f"INSERT INTO {_ALIASES} (object_id, text)"
    f" SELECT o.id, n.text FROM unnest($1::text[], $2::text[]) AS n (uri, text)"
    f" JOIN {_OBJECTS} o ON o.uri = n.uri ORDER BY o.id, n.text ON CONFLICT DO NOTHING"
)
_FIND_OBJECTS, _FIND_RUNS = (
    f"SELECT uri, id FROM {table} WHERE uri = ANY($1::text[])" for table in (_OBJECTS, _RUNS)
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
            runs.update(left.run for left in one.unused)
            self._aliases.update(one.aliases)
        self._classes, self._runs = classes, runs
        self.objects: dict[str, int] = {}
        self.runs: dict[str, int] = {}
        self.made: frozenset[int] = frozenset()

    @property
    def uris(self) -> list[str]:
        """Of all objects named."""
        return [*self._classes]

    def load(self) -> Identities:
        """Read the ids of all that exist already."""
        self._take(roundtrips.ask(*self._finding()))
        return self

    def creating(self) -> list[Asked]:
        """What makes the rows that do not exist and reads all ids; `created` takes the answers.

        Two at once make one row. The kind of a foreign URI is what its first mention says (a lot
        where it stood in a quantity list). That is identity and not derived, so later mentions do
        not change it.
        """
        # asked as all others ask, so that what is remembered is found
        named = [
            identify(uri, is_class=True) if is_class else identify(uri)
            for uri, is_class in self._classes.items()
        ]
        columns = [[getattr(n, what) for n in named] for what in ("kind", "number", "item")]
        uris, aliases = zip(*self._aliases, strict=True) if self._aliases else ((), ())
        return [
            (_NEW_OBJECTS, [self.uris, *columns]),
            (_NEW_RUNS, [[*self._runs]]),
            (_NEW_ALIASES, [uris, aliases]),
            *self._finding(),
        ]

    def created(self, answers: Sequence[Rows]) -> None:
        """Take in what the statements of `creating` answered."""
        made, _, _, *found = answers
        self.made = frozenset(pk for (pk,) in made)
        self._take(found)

    def _finding(self) -> list[Asked]:
        return [(_FIND_OBJECTS, [self.uris]), (_FIND_RUNS, [[*self._runs]])]

    def _take(self, found: Sequence[Rows]) -> None:
        objects, runs = found
        self.objects.update(objects)
        self.runs.update(runs)
