"""Gives every object and run that events name its identity row, once and for ever."""

from __future__ import annotations

from collections.abc import Iterable

from gozinto.plant.identifiers import identify
from gozinto.plant.models import Alias, TraceableObject
from gozinto.record.effect_shapes import Effects
from gozinto.record.models import Run


class Identities:
    """The row ids of the objects and runs of one batch of effects, by URI."""

    def __init__(self, effects: Iterable[Effects]) -> None:
        classes: dict[str, bool] = {}
        runs: set[str] = set()
        self._aliases: set[tuple[str, str]] = set()
        for one in effects:
            for named in one.objects():
                classes[named.uri] = classes.get(named.uri, False) or named.is_class
            runs.update(link.run for link in one.links)
            runs.update(run.run for run in one.runs)
            self._aliases.update(one.aliases)
        self._classes, self._runs = classes, runs
        self.objects: dict[str, int] = {}
        self.runs: dict[str, int] = {}

    def load(self) -> Identities:
        """Read the ids of all that exist already."""
        self.objects.update(
            TraceableObject.objects.filter(uri__in=self._classes).values_list("uri", "id")
        )
        self.runs.update(Run.objects.filter(uri__in=self._runs).values_list("uri", "id"))
        return self

    def create(self) -> Identities:
        """Read all ids, making the rows that do not exist; two at once make one row.

        The kind of a foreign URI is what its first mention says (a lot where it stood in a
        quantity list). That is identity and not derived, so later mentions do not change it.
        """
        self.load()
        new = sorted(uri for uri in self._classes if uri not in self.objects)
        if new:
            rows = []
            for uri in new:
                identity = identify(uri, is_class=self._classes[uri])
                rows.append(
                    TraceableObject(
                        uri=uri, kind=identity.kind, number=identity.number, item=identity.item
                    )
                )
            TraceableObject.objects.bulk_create(rows, ignore_conflicts=True)
        new_runs = sorted(self._runs - self.runs.keys())
        if new_runs:
            Run.objects.bulk_create([Run(uri=uri) for uri in new_runs], ignore_conflicts=True)
        if new or new_runs:
            self.load()
        self._create_aliases()
        return self

    def _create_aliases(self) -> None:
        rows = [
            Alias(object_id=self.objects[uri], text=text) for uri, text in sorted(self._aliases)
        ]
        if rows:
            Alias.objects.bulk_create(rows, ignore_conflicts=True)
