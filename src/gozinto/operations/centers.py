"""What goes on now at each work center: what runs, what came last, how much this shift."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from gozinto.plant import known as plant
from gozinto.plant.known import Known
from gozinto.plant.known.shapes import Equipment
from gozinto.plant.models import Shift
from gozinto.record import clock, remarks
from gozinto.record.models import Finding, RunEvent
from gozinto.roundtrips import rows

WITHOUT_SHIFT_H = 8
"""Where nobody planned a shift for now, so many hours are looked back."""

_MACHINE = "work_unit"
_CENTER = "work_center"


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """One machine: the run that was told of last and whether it goes on, what was done last, and
    of this shift how often something was made and how many events have open findings.

    `state`: "start" or "resume" while it runs, "pause", "finish", or "" where nobody said.
    """

    code: str
    name: str
    state: str = ""
    job: str = ""
    run: str = ""
    step: str = ""
    product: str = ""
    planned: Decimal | None = None
    uom: str = ""
    person: str = ""
    since: datetime | None = None
    last_at: datetime | None = None
    last_step: str = ""
    made: int = 0
    alarms: int = 0

    @property
    def runs(self) -> bool:
        """Whether a run goes on."""
        return self.state in ("start", "resume")


@dataclass(frozen=True, slots=True, kw_only=True)
class Center:
    """A work center with its machines, those that run first; "" for machines of none."""

    code: str
    name: str
    machines: tuple[Now, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """All of it, as it stands at `at`; `shift`: the code of the running one, "" for none."""

    at: datetime
    since: datetime
    shift: str
    centers: tuple[Center, ...]


def now(*, center: str = "") -> Board:
    """What goes on at every work center, or at one. Six queries beside the plant's."""
    known = plant.now()
    at = clock.now()
    running = Shift.objects.filter(starts_at__lte=at, ends_at__gt=at).order_by("-starts_at")
    told = list(running.values_list("code", "starts_at"))
    since = min((begun for _, begun in told), default=at - timedelta(hours=WITHOUT_SHIFT_H))
    machines = [one for one in known.equipment.values() if one.level == _MACHINE]
    by_center: dict[str, list[Equipment]] = {}
    for one in machines:
        by_center.setdefault(_center_of(one, known), []).append(one)
    if center:
        by_center = {code: some for code, some in by_center.items() if code == center}
    codes = [one.code for some in by_center.values() for one in some]
    stood = _stood(codes, since)
    return Board(
        at=at,
        since=since,
        shift=", ".join(dict.fromkeys(code for code, _ in told)),
        centers=tuple(
            _center(code, some, known, stood) for code, some in sorted(by_center.items())
        ),
    )


def _center_of(machine: Equipment, known: Known) -> str:
    above = (known.equipment[code] for code in machine.within if code in known.equipment)
    return next((one.code for one in above if one.level == _CENTER), "")


def _center(
    code: str, machines: Sequence[Equipment], known: Known, stood: dict[str, dict[str, Any]]
) -> Center:
    told = [Now(code=one.code, name=one.name, **stood.get(one.code, {})) for one in machines]
    told.sort(key=lambda one: (not one.runs, one.code))
    above = known.equipment.get(code)
    return Center(code=code, name=above.name if above else "", machines=tuple(told))


_RUNS = """
SELECT c.code, a.activity, a.name, r.uri, a.step, a.product, a.planned, a.planned_uom, a.person,
       a.at
FROM unnest(%s::text[]) AS c(code) CROSS JOIN LATERAL (
    SELECT * FROM gozinto_activity t WHERE t.equipment = c.code
      AND t.activity IN ('start', 'pause', 'resume', 'finish')
      AND NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = t.event_id)
    ORDER BY t.at DESC, t.event_id DESC LIMIT 1) a
LEFT JOIN gozinto_run r ON r.id = a.run_id
"""
_DONE = """
SELECT c.code, d.at, d.step FROM unnest(%s::text[]) AS c(code) CROSS JOIN LATERAL (
    SELECT t.at, t.step FROM gozinto_runevent t WHERE t.equipment = c.code
      AND NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = t.event_id)
    ORDER BY t.at DESC LIMIT 1) d
"""
# A unit's own event is told of its job too, and counts once.
_THIS_SHIFT = """
SELECT t.equipment, count(DISTINCT t.event_id) FROM gozinto_runevent t
WHERE t.equipment = ANY(%s::text[]) AND t.at >= %s::timestamptz AND t.makes
  AND NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = t.event_id)
GROUP BY t.equipment
"""
_MOST_ALARMS = 1_000


def _stood(codes: Sequence[str], since: datetime) -> dict[str, dict[str, Any]]:
    """What is known of each machine, by its code. Five queries."""
    if not codes:
        return {}
    found: dict[str, dict[str, Any]] = {}
    named = ("state", "job", "run", "step", "product", "planned", "uom", "person", "since")
    for code, *values in rows(_RUNS, [list(codes)]):
        told = dict(zip(named, values, strict=True))
        found[code] = told | {"run": told["run"] or ""}
    for code, at, step in rows(_DONE, [list(codes)]):
        found.setdefault(code, {}).update(last_at=at, last_step=step)
    for code, made in rows(_THIS_SHIFT, [list(codes), since]):
        found.setdefault(code, {}).update(made=made)
    for code, alarms in _alarms(codes, since).items():
        found.setdefault(code, {}).update(alarms=alarms)
    return found


def _alarms(codes: Sequence[str], since: datetime) -> Counter[str]:
    """How many events since then have open findings, by machine."""
    alarms = Finding.objects.filter(remarks.IS_OPEN, event__event_time__gte=since)
    events = set(alarms.values_list("event_id", flat=True)[:_MOST_ALARMS])
    of_them = RunEvent.objects.filter(event_id__in=events, equipment__in=codes)
    return Counter(code for code, _ in set(of_them.values_list("equipment", "event_id")))
