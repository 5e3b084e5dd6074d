"""Links as a person follows them: what went where, when, and how that is known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from gozinto.genealogy.graph import Link, Presence
from gozinto.plant.models import TraceableObject
from gozinto.trace.reading.moment import Moment, from_micros, rows
from gozinto.trace.reading.source import RecordSource

_PAGES = {"is_for_pages": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """One link of a way: `from_` an object `to` a run (input) or from a run to an object (output).

    `earliest` and `latest` are its bounds; of something mounted, earliest on and latest off
    (None: still there). The times written down are `at` and, of something mounted, `off`.
    """

    from_: str
    from_number: str
    to: str
    to_number: str
    role: str
    slot: str | None
    earliest: datetime
    latest: datetime | None
    certainty: str
    event_id: str
    message: str = ""
    object: str = field(metadata=_PAGES)
    number: str = field(metadata=_PAGES)
    run: str = field(metadata=_PAGES)
    position: str = field(metadata=_PAGES)
    is_mounted: bool = field(metadata=_PAGES)
    at: datetime = field(metadata=_PAGES)
    off: datetime | None = field(metadata=_PAGES)
    last_on: datetime = field(metadata=_PAGES)
    first_off: datetime | None = field(metadata=_PAGES)

    @property
    def is_exact(self) -> bool:
        """Whether its time is known to the instant, at both ends."""
        if self.is_mounted:
            return self.earliest == self.last_on and self.first_off == self.latest
        return self.earliest == self.latest


class _Run(NamedTuple):
    uri: str
    number: str
    step: str
    equipment: str

    @property
    def label(self) -> str:
        """ "building (BM-1, J-1100/70)": what a person calls a run."""
        rest = ", ".join(part for part in (self.equipment, self.number) if part)
        return f"{self.step} ({rest})" if self.step else rest


class Follower:
    """Turns links into what a person follows; a fixed number of queries for all of them."""

    def __init__(self, links: Iterable[Link | Presence], *, source: RecordSource) -> None:
        listed = list(links)
        self._source = source
        self._runs = _runs({link.run for link in listed}, moment=source.moment)
        heads = {head for link in listed for head in link.heads}
        self._objects = TraceableObject.objects.in_bulk(heads)
        self._events = dict(
            rows(
                "SELECT position, event_id FROM gozinto_event WHERE position = ANY(%s)",
                [sorted({self._position(link) for link in listed})],
            )
        )

    def of(self, link: Link | Presence, *, head: int | None = None) -> Followed:
        """One link; `head`: which of its objects the way goes through, where it has two."""
        obj = self._objects[link.object if head is None else head]
        run = self._runs[link.run]
        is_input = isinstance(link, Presence) or link.role == "input"
        ends = ((obj.uri, obj.number), (run.uri, run.label))
        (from_, from_number), (to, to_number) = ends if is_input else ends[::-1]
        return Followed(
            from_=from_,
            from_number=from_number,
            to=to,
            to_number=to_number,
            role="input" if is_input else "output",
            slot=" ".join(part for part in link.slot[1:] if part) or None if link.slot else None,
            certainty=link.certainty,
            event_id=self._events[self._position(link)],
            object=obj.uri,
            number=obj.number,
            run=run.label,
            position=link.position,
            is_mounted=isinstance(link, Presence),
            **_times(link),
        )

    def _position(self, link: Link | Presence) -> int:
        if isinstance(link, Presence):
            return self._source.mounted[link.id].event
        return self._source.amounts[link.id].event


def along(flow: Sequence[Link | Presence], *, ends: Collection[int]) -> list[int]:
    """For each link of a way, in the order of the flow, the object through which it goes.

    An output is that of a unit and of its lot: what goes on decides, and at the last `ends`.
    """
    heads = []
    for place, link in enumerate(flow):
        after = {flow[place + 1].object} if place + 1 < len(flow) else ends
        heads.append(next((head for head in link.heads if head in after), link.object))
    return heads


def _times(link: Link | Presence) -> dict[str, Any]:
    if isinstance(link, Link):
        last = from_micros(link.latest)
        return {
            "at": from_micros(link.at),
            "off": None,
            "earliest": from_micros(link.earliest),
            "last_on": last,
            "first_off": None,
            "latest": last,
        }
    first_off, latest = link.off_bounds
    return {
        "at": from_micros(link.on),
        "off": None if link.off is None else from_micros(link.off),
        "earliest": from_micros(link.on_earliest),
        "last_on": from_micros(link.on_latest),
        "first_off": None if link.off is None else from_micros(first_off),
        "latest": None if link.off is None else from_micros(latest),
    }


def _runs(wanted: set[int], *, moment: Moment) -> dict[int, _Run]:
    condition, values = moment.condition("r")
    found = rows(
        "SELECT r.run_id, u.uri, coalesce(min(nullif(r.name, '')), ''),"
        " coalesce(min(nullif(r.step, '')), ''), coalesce(min(nullif(r.equipment, '')), '')"
        " FROM gozinto_runevent r JOIN gozinto_run u ON u.id = r.run_id"
        f" WHERE r.run_id = ANY(%s) AND {condition} GROUP BY r.run_id, u.uri",
        [sorted(wanted), *values],
    )
    return {
        run: _Run(uri, name or uri.rsplit("/", 1)[-1].rsplit(":", 1)[-1], step, equipment)
        for run, uri, name, step, equipment in found
    }
