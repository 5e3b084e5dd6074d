"""EPCIS documents into the record: every event told of by itself, all of them or what is sound."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

import uuid6

from gozinto.errors import Conflict, Malformed, Refused, TooLarge, Violation
from gozinto.record import clock, door
from gozinto.record.models import CaptureJob
from gozinto.record.transactions import run_tx
from gozinto.standards.epcis import documents
from gozinto.standards.epcis.documents import Document, Syntax
from gozinto.standards.epcis.event_hash import event_hash
from gozinto.standards.epcis.events import Event
from gozinto.standards.epcis.limits import Limits
from gozinto.standards.epcis.reports import Read

CHUNK = 1000
MOST_LISTED = 1000
"""Faulty events that a job lists; the rest are counted."""
MOST_FAULTS = 5000
"""Faults that a job lists, of all events together: a short document can have a million."""
_LONGEST = 1000
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class FaultyEvent:
    """An event that is not on record and all that is wrong with it; `index` from 0."""

    index: int
    event_id: str
    violations: tuple[Violation, ...]


@dataclass(slots=True)
class Report:
    """What became of a document.

    `captured` events are new on record, `repeated` ones were there before, `faulty` ones are
    not there. `unreadable`: what is wrong with the document around its events, or where reading
    it ended. `misread`: the faulty events that could not even be read.
    """

    job: UUID
    created_at: datetime
    proceed: bool
    read: int = 0
    captured: int = 0
    repeated: int = 0
    faulty: int = 0
    misread: int = 0
    faults: list[FaultyEvent] = field(default_factory=list)
    unreadable: list[Violation] = field(default_factory=list)
    _listed: int = 0

    @property
    def success(self) -> bool:
        """Whether every event of the document is on record."""
        return not self.faulty and not self.unreadable

    def refuse(self, one: Read, event_id: str, *, violations: Sequence[Violation]) -> None:
        """Count an event as faulty; the first thousand are listed, with 5,000 faults in all."""
        self.faulty += 1
        room = MOST_FAULTS - self._listed
        if len(self.faults) == MOST_LISTED or room <= 0:
            return
        listed = [_presentable(violation) for violation in violations[:room]]
        self._listed += len(listed)
        if len(violations) > room:
            more = f"This event has {len(violations) - room:,} more faults."
            listed.append(Violation(code="more_faults", message=more, next_step=_CORRECT))
        self.faults.append(FaultyEvent(one.index, _storable(event_id), tuple(listed)))


_CORRECT = "Correct what is listed and send the document again."


def _storable(text: str) -> str:
    """A text that was sent, whatever it was, as the database can keep it."""
    return _UNSTORABLE.sub("\ufffd", text)


def _presentable(violation: Violation) -> Violation:
    """The violation with a next step, and no longer than anybody reads."""
    return replace(
        violation,
        message=_storable(violation.message)[:_LONGEST],
        path=_storable(violation.path)[:_LONGEST],
        next_step=violation.next_step or _CORRECT,
    )


class _NothingStored(Exception):
    """Takes everything back, and brings out why."""

    def __init__(self, report: Report) -> None:
        super().__init__("a document with faults")
        self.report = report


def capture(
    source: bytes | BinaryIO,
    *,
    syntax: Syntax | None = None,
    limits: Limits | None = None,
    proceed: bool = False,
    told_by: str = "",
    progress: Progress | None = None,
) -> Report:
    """Put the events of a document on record, and answer after the commit what became of each.

    All of them or none; with `proceed`, those without a fault. An event without an id gets the
    hash of what it says for one, so the same document sent again adds nothing. `progress` is told
    how many events were read so far. Faults are in the report; what raises is what concerns no
    event: StorageFull, and the database's own errors. `source` must be able to seek back.
    """
    start = 0 if isinstance(source, bytes) else source.tell()

    def attempt() -> Report:
        if not isinstance(source, bytes):
            source.seek(start)
        report = Report(uuid6.uuid7(), clock.now(), proceed)
        try:
            document = documents.read(source, syntax=syntax, limits=limits)
        except (Malformed, TooLarge) as fault:
            report.unreadable += map(_presentable, _as_violations(fault))
        else:
            _read(document, report, told_by, progress)
        return report

    if proceed:
        report = attempt()
        _keep(report, told_by)
        return report

    def whole() -> Report:
        report = attempt()
        if not report.success:
            raise _NothingStored(report)
        _keep(report, told_by)
        return report

    try:
        return run_tx(whole)
    except _NothingStored as nothing:
        report = nothing.report
        report.captured = report.repeated = 0
        _keep(report, told_by)
        return report


def _read(document: Document, report: Report, told_by: str, progress: Progress | None) -> None:
    waiting: list[Read] = []
    try:
        for one in document:
            report.read += 1
            if one.event is None:
                report.misread += 1
                report.refuse(one, one.event_id, violations=one.faults)
                continue
            waiting.append(one)
            if len(waiting) == CHUNK:
                _write(waiting, report, told_by)
                waiting = []
                if progress is not None:
                    progress(report.read)
    except (Malformed, TooLarge) as end:
        report.unreadable += map(_presentable, _as_violations(end))
    _write(waiting, report, told_by)
    report.unreadable += map(_presentable, document.faults)
    if progress is not None:
        progress(report.read)


def _write(waiting: list[Read], report: Report, told_by: str) -> None:
    events = [_named(one.event) for one in waiting if one.event is not None]
    try:
        captured = door.capture_all(events, source=told_by, is_read=True)
    except (Refused, Conflict, Malformed):
        _write_singly(waiting, events, report, told_by)
        return
    _count(captured, report)


def _write_singly(waiting: list[Read], events: list[Event], report: Report, told_by: str) -> None:
    """Some of these are faulty: find out which, and what is wrong with each."""
    for one, event in zip(waiting, events, strict=True):
        try:
            _count(door.capture_all([event], source=told_by, is_read=True), report)
        except (Refused, Conflict, Malformed) as fault:
            report.refuse(one, event.event_id, violations=_as_violations(fault))


def _count(captured: Iterable[door.Captured], report: Report) -> None:
    new: set[int] = set()
    for one in captured:
        # An event that stands twice in a document is new where it stands first.
        if one.repeated or one.position in new:
            report.repeated += 1
        else:
            new.add(one.position)
            report.captured += 1


def _named(event: Event) -> Event:
    return event if event.event_id else replace(event, event_id=event_hash(event))


def _as_violations(fault: Refused | Conflict | Malformed | TooLarge) -> list[Violation]:
    listed = getattr(fault, "violations", ())
    path = "$.eventID" if isinstance(fault, Conflict) else ""
    return list(listed) or [
        Violation(code=fault.code, message=fault.message, next_step=fault.next_step, path=path)
    ]


def _keep(report: Report, told_by: str) -> None:
    CaptureJob.objects.create(
        job_id=report.job,
        created_at=report.created_at,
        finished_at=clock.now(),
        told_by=told_by,
        proceed=report.proceed,
        success=report.success,
        read=report.read,
        captured=report.captured,
        repeated=report.repeated,
        faulty=report.faulty,
        faults=[
            {
                "index": one.index,
                "eventID": one.event_id,
                "violations": [violation.as_dict() for violation in one.violations],
            }
            for one in report.faults
        ],
        unreadable=[violation.as_dict() for violation in report.unreadable],
    )
