"""What a station shows, and all that its panel may go by without the network."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from itertools import islice

from gozinto.operations.panels import jobs as all_jobs
from gozinto.operations.panels import measuring, numbers, papers, shelves, slots, telling, undoing
from gozinto.operations.panels.jobs import Job
from gozinto.operations.panels.models import PanelEntry
from gozinto.operations.panels.papers import Papers
from gozinto.operations.panels.scanned import makes_units
from gozinto.operations.panels.shapes import Station, Who
from gozinto.operations.panels.shown import Done, Filled, Lot, Measure, Now, Place, Shown, Slot
from gozinto.plant import known as plant
from gozinto.plant.identifiers import identify
from gozinto.plant.known import calibrations, keeping
from gozinto.plant.known.shapes import Characteristic, Plan
from gozinto.plant.models import Person
from gozinto.record import charts, clock, measured, newest
from gozinto.record.attachments import attaching
from gozinto.record.models import Withdrawal
from gozinto.roundtrips import rows
from gozinto.standards.quantities import format_decimal
from gozinto.trace.lookups import runs as lookups
from gozinto.trace.lookups.runs import Passed

MOST_JOBS, MOST_BEGUN = 8, 20
"""Jobs that a panel is told of, and those of them at most that were begun: these come first."""
MOST_FILLED = 12
MOST_TREND = 12
EVENTS = 5
MOST_PEOPLE = 3_000
MOST_PLACES = 1_000


def tag(station: Station, *, beside: Sequence[str]) -> str:
    """A name of the state in which everything shown there is; another one when anything changes.

    `beside`: what only the caller knows of. Four queries.
    """
    entries = PanelEntry.objects.filter(station=station.code).order_by("-pk")
    last = entries.values_list("pk", flat=True).first()
    # What may be taken back, and what has expired, changes by the clock alone.
    minute = clock.now().replace(second=0, microsecond=0).isoformat()
    versions = sorted(f"{table} {version}" for table, version in keeping.versions().items())
    files = attaching.state_of_rows()
    words = (str(newest.position()), str(last), files, minute, repr(station), *versions, *beside)
    return sha256("\n".join(words).encode()).hexdigest()[:32]


def now(station: Station, *, acting: tuple[str, Who] | None) -> Now:
    """What the station shows. A number of queries that does not grow with what there is.

    acting: who acts there, by code, and what they may do; None for nobody.
    """
    with plant.kept():
        opened = _opened(station)
        jobs = _first(all_jobs.at(station.equipment, opened=opened)) if station.equipment else []
        shown = _jobs(jobs, station)
        people = dict(
            Person.objects.filter(state=Person.State.ACTIVE).values_list("code", "name")[
                :MOST_PEOPLE
            ]
        )
        going = [job for job in jobs if job.is_open or (job.number == opened and job.is_begun)]
        return Now(
            position=newest.position(),
            badges={code: name or code for code, name in people.items()},
            jobs=tuple(shown),
            places=tuple(_places()),
            open=going[0].number if going else None,
            events=tuple(_events(station, people, acting)),
            kept=PanelEntry.objects.filter(
                station=station.code, verdict=PanelEntry.Verdict.KEPT, settling=None
            ).count(),
        )


def _opened(station: Station) -> str:
    """The number of the job that the panel has open, by what was done there last. One query."""
    done = PanelEntry.objects.filter(station=station.code, verdict=PanelEntry.Verdict.OK)
    last = done.order_by("-pk").values_list("told", "answer").first()
    if last is None:
        return ""
    told, answer = (json.loads(one) for one in last)
    return str(answer["sets"].get("job", told["context"].get("job", "")))


def _first(jobs: Sequence[Job]) -> list[Job]:
    """As many as a panel is told of: none that was begun is left out for one that was not."""
    begun = [job for job in jobs if job.is_begun][:MOST_BEGUN]
    others = [job for job in jobs if not job.is_begun]
    return [*begun, *others[: max(0, MOST_JOBS - len(begun))]]


def _places() -> Iterator[Place]:
    """Places of our own: a partner's site is none that a panel moves things to."""
    ours = (one for one in plant.now().locations.values() if not one.partner)
    for one in islice(ours, MOST_PLACES):
        yield Place(code=one.code, name=one.name, texts=(one.code, one.uri))


def _jobs(jobs: Sequence[Job], station: Station) -> list[Shown]:
    """The jobs with their slots, lots, measures and numbers, each read for all of them at once."""
    passed = lookups.passed_each([job.uri for job in jobs if job.state != "planned"])
    places = {job.number: slots.of(job, passed=passed.get(job.uri, ())) for job in jobs}
    tools = _tools(station.equipment)
    wanted = {line.component for each in places.values() for slot in each for line in slot.lines}
    here = shelves.of(wanted)
    plans = {job.number: measuring.plans_of(job) for job in jobs if job.product}
    trends = _trends(jobs, plans)
    inspected = {job.uri for job in jobs if _is_inspected(passed.get(job.uri, ()))}
    reserved = numbers.of(jobs, station=station)
    told = papers.of(jobs)
    return [
        _shown(
            job,
            passed.get(job.uri, ()),
            slots=(*tools, *(_slot(slot, here) for slot in places[job.number])),
            measures=tuple(
                _measure(one, plan, trends, is_due=job.is_open and job.uri not in inspected)
                for plan in plans.get(job.number, ())
                for one in plan.characteristics
            ),
            reserved=reserved.get(job.number, ()),
            told=told[job.number],
        )
        for job in jobs
    ]


def _shown(
    job: Job,
    passed: Sequence[Passed],
    *,
    slots: tuple[Slot, ...],
    measures: tuple[Measure, ...],
    reserved: Sequence[str],
    told: Papers,
) -> Shown:
    known = plant.now()
    product = known.materials.get(job.product)
    out = [one for one in passed if not one.is_input]
    lots = [one.number for one in out if one.kind == "lot"]
    uom = job.uom or (product.uom if product else "")
    return Shown(
        job=job.number,
        step=job.step,
        equipment=job.equipment,
        material=job.product,
        name=product.name if product else job.product,
        planned=_text(job.planned),
        made=_text(_made(job, out, uom)) or "0",
        uom=uom,
        state=job.state,
        flow=job.flow,
        makes="serials" if makes_units(job) else "lot",
        lot=lots[0] if lots else "",
        slots=slots,
        measures=measures,
        documents=told.files,
        instructions=told.instructions,
        numbers=tuple(reserved),
    )


def _made(job: Job, out: Sequence[Passed], uom: str) -> Decimal:
    """How much came out of what the job makes: units as so many, lots by their amounts."""
    known = plant.now()
    made = Decimal(0)
    units = [one.of_all for one in out if one.kind == "serial"]
    if units:
        return Decimal(units[0])
    for one in out:
        material = known.material_of(one.item)
        if material is not None and material.code == job.product and one.quantity is not None:
            made += known.amount(one.quantity, of=job.product, from_uom=one.uom, to_uom=uom) or 0
    return made


def _slot(one: slots.Slot, here: Mapping[str, Sequence[shelves.Lot]]) -> Slot:
    known = plant.now().materials
    name = known[one.material].name if one.material in known else one.material
    return Slot(
        slot=one.name,
        position=one.position,
        kind="component",
        material=one.material,
        name=name,
        needed=_text(one.needed),
        used=_text(one.used) or "0",
        uom=one.uom,
        filled=tuple(
            Filled(
                uri=each.uri,
                number=each.number,
                at=each.last_at.isoformat(),
                quantity=_text(each.quantity) or "",
            )
            for each in one.filled[:MOST_FILLED]
        ),
        next=tuple(
            _lot(lot, line.component, one.uom)
            for line in one.lines
            for lot in here.get(line.component, ())
        ),
    )


def _lot(one: shelves.Lot, material: str, uom: str) -> Lot:
    """A lot of a material, for a slot that counts in that unit."""
    in_slot = plant.now().amount(one.remaining, of=material, from_uom=one.uom or uom, to_uom=uom)
    return Lot(
        uri=one.uri,
        number=one.number,
        kind=identify(one.uri).kind,
        texts=one.texts,
        remaining=_text(one.remaining) or "0",
        uom=one.uom,
        in_slot=_text(in_slot),
        place=one.place,
        expires_on=one.expires_on,
        state=one.state,
        why=one.why,
    )


_MOUNTED = """
SELECT DISTINCT ON (m.slot[2], m.slot[3]) m.slot[2], m.slot[3], m.is_on, o.uri, o.number, m.at
FROM gozinto_mount m JOIN gozinto_traceableobject o ON o.id = m.object_id
WHERE m.equipment = %s
  AND NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = m.event_id)
ORDER BY m.slot[2], m.slot[3], m.at DESC, m.event_id DESC
"""


def _tools(equipment: str) -> list[Slot]:
    """The places of the machine that tools were mounted in, with what is there now. One query."""
    assets = plant.now().assets
    found: list[Slot] = []
    for name, position, is_on, uri, number, at in rows(_MOUNTED, [equipment]):
        asset = assets.get(number)
        there = Filled(uri=uri, number=number, at=at.isoformat(), quantity="1")
        found.append(
            Slot(
                slot=name,
                position=position or "",
                kind="asset",
                material="",
                name=(asset.name if asset else "") or name,
                needed="1",
                used="1" if is_on else "0",
                uom="C62",
                filled=(there,) if is_on else (),
                next=(),
            )
        )
    return found


def _is_inspected(passed: Sequence[Passed]) -> bool:
    """Whether what came out last was looked at, or nothing came out yet."""
    made = [one for one in passed if not one.is_input]
    return not made or made[0].status in ("conformant", "non_conformant")


def _series(job: Job, plan: Plan, one: Characteristic) -> str:
    return measured.series(
        job.product, one.code, step=plan.step, equipment=job.equipment, uom=one.uom
    )


_Trends = Mapping[tuple[str, str], Sequence[float]]
"""By plan and characteristic the last values."""


def _trends(jobs: Sequence[Job], plans: Mapping[str, Sequence[Plan]]) -> _Trends:
    asked = {
        _series(job, plan, one): (plan.code, one)
        for job in jobs
        for plan in plans.get(job.number, ())
        for one in plan.characteristics
        if one.kind == "number"
    }
    if not asked:
        return {}
    found = charts.last_values({key: one.uom for key, (_, one) in asked.items()}, most=MOST_TREND)
    return {(asked[key][0], asked[key][1].code): values for key, values in found.items()}


def _measure(one: Characteristic, plan: Plan, trends: _Trends, *, is_due: bool) -> Measure:
    known = plant.now()
    gauge = known.assets.get(one.gauge)
    today = known.day(clock.now())
    is_valid = gauge is None or (
        gauge.state == "in_service" and calibrations.fault(gauge, today) is None
    )
    return Measure(
        plan=plan.code,
        characteristic=one.code,
        name=one.name or one.code,
        kind=one.kind,
        uom=one.uom,
        lower=_text(one.lower),
        upper=_text(one.upper),
        choices=one.choices,
        gauge=one.gauge,
        gauge_valid=is_valid,
        due=is_due,
        last=tuple(f"{value:.6g}" for value in trends.get((plan.code, one.code), ())),
    )


def _events(
    station: Station, people: Mapping[str, str], acting: tuple[str, Who] | None
) -> list[Done]:
    """The last things done at the station that stand, the newest first. One query."""
    taken_back = Withdrawal.objects.values("event__event_id")
    done = (
        PanelEntry.objects.filter(
            station=station.code,
            verdict=PanelEntry.Verdict.OK,
            act__in=undoing.MADE_BY_ENTRIES,
        )
        .exclude(event_id="")
        .exclude(event_id__in=taken_back)
        .order_by("-pk")[:EVENTS]
    )
    at = clock.now()
    return [
        Done(
            event_id=one.event_id,
            at=one.at.isoformat(),
            what=telling.again(one.answer, otherwise=one.sentence),
            by=people.get(one.person) or one.person,
            may_undo=_may_undo(one, station, acting, at),
        )
        for one in done
    ]


def _may_undo(
    one: PanelEntry, station: Station, acting: tuple[str, Who] | None, at: datetime
) -> bool:
    if acting is None:
        return False
    person, who = acting
    minutes = station.undo_minutes
    return not undoing.why_not(one, person=person, roles=who.roles, at=at, minutes=minutes)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format_decimal(value.normalize() + 0)
