"""What a kernel found, as the reach that all else of a trace is made from."""

from __future__ import annotations

from dataclasses import dataclass

from gozinto.genealogy.graph import Link
from gozinto.genealogy.reach import Reach, passages
from gozinto.trace.index.names import Called
from gozinto.trace.reading.source import RecordSource


@dataclass(frozen=True, slots=True)
class Walked:
    """A kernel's answer in the record's own names.

    `objects`: time and depth of each. `runs`: the depth of each. `links`: pairs as in `Names`.
    `presences`: each by its mount and its run.
    """

    objects: dict[int, tuple[int, int]]
    runs: dict[int, int]
    links: list[tuple[int, int]]
    presences: list[tuple[int, int]]
    truncated: bool


def reach(walked: Walked, *, source: RecordSource) -> Reach:
    """The reach with its links, read by their names; `source` remembers their amounts.

    A handful of queries, however large the answer.
    """
    links = _links(walked, source)
    presences = source.presences_named(walked.presences)
    links.sort(key=lambda link: (link.at, link.id, link.run))
    presences.sort(key=lambda one: (one.on, one.id, one.run))
    return Reach(
        objects={one: time for one, (time, _) in walked.objects.items()},
        runs=passages(links, presences),
        links=tuple(links),
        presences=tuple(presences),
        object_depth={one: depth for one, (_, depth) in walked.objects.items()},
        run_depth=walked.runs,
        truncated=walked.truncated,
        _object_steps={},
        _run_steps={},
    )


def _links(walked: Walked, source: RecordSource) -> list[Link]:
    called = Called.by(walked.links)
    holders = {link for link, _ in called.packed.values()}
    read = source.links_named({*called.of_record, *holders})
    wanted = set(called.of_record)
    found = [link for link in read if link.id in wanted]
    if called.inherited:
        units = source.links_inherited({membership for membership, _ in called.inherited.values()})
        found += [link for link in units if link.id in called.inherited]
    if called.packed:
        inputs = [link for link in read if link.id in holders]
        content = source.links_packed(inputs, {one for _, one in called.packed.values()})
        found += [link for link in content if link.id in called.packed]
    return found
