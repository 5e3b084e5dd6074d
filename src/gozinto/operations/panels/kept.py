"""Entries that could not be recorded: they wait for a person, who does them or sets them aside."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import uuid6
from django.db.models import QuerySet

from gozinto.access import stations
from gozinto.access.roles import Role
from gozinto.errors import Malformed
from gozinto.operations import stamp as stamps
from gozinto.operations.panels import entries, missing, shapes, telling
from gozinto.operations.panels.acts import ACTS
from gozinto.operations.panels.doing import Doing
from gozinto.operations.panels.models import EntrySettling, PanelEntry
from gozinto.operations.panels.refusing import refusal
from gozinto.operations.panels.shapes import Context, Entry, Station, Who
from gozinto.operations.stamp import Stamp
from gozinto.record import clock, requests
from gozinto.record.transactions import run_tx

MOST = 500
_ANYBODY = Who(roles=frozenset(Role))
"""Whoever settles an entry answers for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An entry that waits. `what`: what was scanned or named; `told`: all of it, as it was sent.

    `sentence`: why, in the language that is in force.
    """

    id: int
    at: datetime
    station: str
    person: str
    act: str
    what: str
    job: str
    code: str
    sentence: str
    told: str


def waiting() -> QuerySet[PanelEntry]:
    """The entries that wait for a person."""
    return PanelEntry.objects.filter(verdict=PanelEntry.Verdict.KEPT, settling=None)


def listed(*, size: int = MOST) -> list[Kept]:
    """Those that wait, the oldest first. One query."""
    return [_kept(row) for row in waiting().order_by("pk")[:size]]


def _kept(row: PanelEntry) -> Kept:
    told = json.loads(row.told)
    sent: Mapping[str, Any] = told if isinstance(told, dict) else {}
    act, context, own = (sent.get(name) for name in ("act", "context", "told"))
    own = own if isinstance(own, dict) else {}
    what = next((str(own[name]) for name in ("text", "number", "uri") if own.get(name)), "")
    job = context.get("job", "") if isinstance(context, dict) else ""
    return Kept(
        id=row.pk,
        at=row.at,
        station=row.station,
        person=row.person,
        act=act if isinstance(act, str) else "",
        what=what[:200],
        job=str(job)[:80],
        code=row.code,
        # As the panel was told where an older version kept no more than that.
        sentence=telling.worded(json.loads(row.fault)) if row.fault else row.sentence,
        told=row.told[:2_000],
    )


def set_aside(ids: Sequence[int], *, reason: str, by: str, gaps: Sequence[int] = ()) -> int:
    """They are not to be recorded, for a reason; answers how many. All or none.

    gaps: what did not come at all and is waited for no more. Raises Refused (entry_settled,
    entry_without_reason).
    """

    def body() -> int:
        explained = missing.explain(gaps, reason=reason, by=by) if gaps else 0
        if gaps and not ids:
            return explained
        return explained + _settled(ids, lambda row: "", reason=reason, by=by)

    return run_tx(body)


def do_now(
    ids: Sequence[int],
    *,
    reason: str,
    by: str,
    text: str = "",
    quantity: str = "",
    person: str = "",
) -> int:
    """They are put on record as things that happened when the panel said; answers how many.

    text: what was meant instead of what was scanned. quantity: how much. person: the code of who
    did it, where that was sent wrongly. All or none. Raises Refused (entry_settled,
    entry_without_reason, entry_unclear), and what the acts raise.
    """
    given = {"text": text, "quantity": quantity}
    return _settled(ids, lambda row: _done(row, given, person=person), reason=reason, by=by)


def _settled(ids: Sequence[int], done: Callable[[PanelEntry], str], *, reason: str, by: str) -> int:
    if not reason.strip():
        raise refusal("entry_without_reason")

    def body() -> int:
        # Of two who settle the same entry the second finds it settled.
        requests.wait_for_others("panel entries", "settling")
        rows = list(waiting().filter(pk__in=ids).order_by("seq", "pk"))
        if len(rows) != len(set(ids)) or not rows:
            raise refusal("entry_settled")
        for row in rows:
            EntrySettling.objects.create(
                entry=row, reason=reason.strip(), event_id=done(row), by=by, at=clock.now()
            )
        return len(rows)

    return run_tx(body)


def _done(row: PanelEntry, given: Mapping[str, str], *, person: str) -> str:
    """Do it, and answer the id of its event."""
    station = Station.of(stations.get(row.station))
    entry = _corrected(_entry(row), given, person=person)
    meant = entries.meaning(entry, station=station)
    act = ACTS.get(meant.act)
    if act is None or not entry.person:
        raise refusal("entry_unclear", scanned=meant.name)
    # The number may stand on the event of another entry: then this one has a new one.
    own = f"urn:uuid:{uuid6.uuid7()}" if row.name != entry.id else entry.event_id
    stamp: Stamp = {"by": entry.person, "event_id": own, "live": False, "at": entry.at}
    doing = Doing(station=station, entry=entry, who=_ANYBODY, told=meant.told, stamp=stamp)
    with stamps.told_at(stamps.Panel(station=station.code, is_proven=row.is_proven)):
        done = act.do(doing)
    return done.captured.event_id if done.captured else ""


def _entry(row: PanelEntry) -> Entry:
    try:
        return shapes.read(json.loads(row.told))
    except Malformed:
        # Nothing of it can be read but when it came: a person says the rest.
        return Entry(
            id=str(uuid6.uuid7()),
            seq=row.seq or 0,
            at=row.at,
            person=row.person,
            proof="badge",
            live=False,
            act="scan",
            told={},
            context=Context(screen="job"),
        )


def _corrected(entry: Entry, given: Mapping[str, str], *, person: str) -> Entry:
    told = dict(entry.told)
    if given["text"]:
        # What was meant takes the place of what was scanned, under whichever name that came.
        told = {name: value for name, value in told.items() if name not in ("uri", "meant")}
        told["text"] = given["text"]
    if given["quantity"]:
        told["quantity"] = given["quantity"]
    return replace(entry, told=told, person=person or entry.person, live=False)
