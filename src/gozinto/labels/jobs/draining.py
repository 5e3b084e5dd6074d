"""What happened becomes print jobs: each event once, by the rules that stand then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from gozinto.labels.jobs.leasing import settle
from gozinto.labels.jobs.models import PrintJob
from gozinto.labels.jobs.rules import Happened, Rule, Took, Wanted, wanted
from gozinto.labels.jobs.states import Happening, State
from gozinto.record import clock, outbox
from gozinto.record.models import Event, Involvement
from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.events import Event as Told
from gozinto.standards.epcis.gozinto import Context

AT_ONCE = 500
"""Events of one transaction."""

FRESH = timedelta(days=1)
"""Older news print nothing: an imported history is no reason to label what left long ago."""

BY = "print rule"


def drain(*, rules: Sequence[Rule], serving: Mapping[str, str], limit: int = AT_ONCE) -> int:
    """Ask for the labels of the next events; answers how many events were worked off.

    An event that was declared an error takes back what waits of its labels.
    """

    def ask(positions: Sequence[int]) -> None:
        told = Event.objects.filter(pk__in=positions).order_by("pk")
        declared = told.filter(is_declaration=True)
        _take_back(list(declared.values_list("event_id", flat=True)))
        since = clock.now() - FRESH
        # Where nothing is printed by rule, nobody reads what happened.
        news = list(told.filter(is_declaration=False, event_time__gte=since)) if rules else []
        if news:
            _ask(news, rules=rules, serving=serving)

    return outbox.work_off(ask, limit=limit)


def happened(events: Sequence[Event]) -> dict[int, Happened]:
    """What rules look at of each event, by its place in the record. One query."""
    took = _took(events)
    return {event.pk: _happened(event, took.get(event.pk, ())) for event in events}


def _ask(events: Sequence[Event], *, rules: Sequence[Rule], serving: Mapping[str, str]) -> None:
    withdrawn = set(
        Event.objects.filter(
            event_id__in=[one.event_id for one in events], is_declaration=True
        ).values_list("event_id", flat=True)
    )
    told = happened([event for event in events if event.event_id not in withdrawn])
    jobs = [
        _job(one) for each in told.values() for one in wanted(each, rules=rules, serving=serving)
    ]
    PrintJob.objects.bulk_create(jobs, ignore_conflicts=True)


def _took(events: Iterable[Event]) -> dict[int, tuple[Took, ...]]:
    found: dict[int, list[Took]] = {}
    rows = Involvement.objects.filter(event__in=[one.pk for one in events])
    for event, role, uri, number, kind, item in rows.order_by("event_id", "ordinal").values_list(
        "event_id", "role", "object__uri", "object__number", "object__kind", "object__item"
    ):
        one = Took(uri=uri, number=number, kind=kind, item=item, role=role)
        found.setdefault(event, []).append(one)
    return {event: tuple(listed) for event, listed in found.items()}


def _happened(event: Event, took: tuple[Took, ...]) -> Happened:
    told = jsonld.loads(event.document)
    context = Context.of(told)
    location = told.biz_location or told.read_point
    return Happened(
        position=event.pk,
        type=event.type,
        action=event.action,
        biz_step=event.biz_step,
        disposition=event.disposition,
        activity=context.activity,
        person=context.person,
        places=tuple(
            place
            for place in (context.station, context.equipment, location.id if location else "")
            if place
        ),
        took=(*took, *_begun(told, context)),
    )


def _begun(told: Told, context: Context) -> tuple[Took, ...]:
    """The job that an event says is begun."""
    run = context.job or getattr(told, "transformation_id", "")
    if context.activity != "start" or not run:
        return ()
    number = context.job_name or run.rpartition("/")[2]
    return (Took(uri=run, number=number, kind="job", item=context.product, role="started"),)


def _job(one: Wanted) -> PrintJob:
    job = PrintJob(
        purpose=one.rule.purpose,
        subject=one.took.uri,
        number=one.took.number,
        layout=one.rule.layout,
        printer=one.printer,
        copies=one.rule.copies,
        why="rule",
        rule=one.rule.code,
        event=one.happened.position,
        by=one.happened.person or BY,
        at=clock.now(),
    )
    if not one.printer:
        job.state, job.code = State.FAILED.value, "no_printer_here"
        job.problem = f"No printer serves the place where this happened (rule {one.rule.code})."
        job.next_step = "Say in `printers` which one serves it, or name one in the rule."
    return job


def _take_back(events: Sequence[str]) -> None:
    if not events:
        return
    wrong = Event.objects.filter(event_id__in=events, is_declaration=False)
    waiting = PrintJob.objects.filter(
        event__in=wrong.values("pk"), state__in=[State.QUEUED, State.FAILED]
    )
    for job in waiting.select_for_update():
        settle(job, Happening.GIVEN_UP, by=BY, because="what asked for it was declared an error")
