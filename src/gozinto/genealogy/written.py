"""A source at its recorded times: the one history that was written down."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from gozinto.genealogy.graph import Found, Link, Presence, Role, Source


class Written:
    """Passes questions on to a source; of each time only what was written down is left."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def links_of_objects(self, objects: Collection[int], *, role: Role) -> Found:
        """The links by which these objects went into runs, or by which they came out of them."""
        return _exact(self._source.links_of_objects(objects, role=role))

    def links_of_runs(self, runs: Collection[int], *, role: Role) -> Found:
        """All inputs, or all outputs, of these runs."""
        return _exact(self._source.links_of_runs(runs, role=role))


def _exact(found: Found) -> Found:
    links, presences = found
    return [_moment(link) for link in links], [_presence(one) for one in presences]


def _moment(link: Link) -> Link:
    if link.earliest == link.latest:
        return link
    return replace(link, earliest=link.at, latest=link.at)


def _presence(one: Presence) -> Presence:
    return replace(
        one, on_earliest=one.on, on_latest=one.on, off_earliest=one.off, off_latest=one.off
    )
