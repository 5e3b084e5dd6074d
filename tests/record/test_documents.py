"""Documents into the record: bounded memory, whole or nothing, and nothing twice."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from datetime import timedelta, timezone

import pytest
from django.db import transaction
from tests.plants import lot, packed, pallet, received, run, shipped, some, transformed, unit

from gozinto import trace
from gozinto.plant import objects
from gozinto.plant.models import TraceableObject
from gozinto.record import documents, rebuild
from gozinto.record.documents import CHUNK
from gozinto.record.models import CaptureJob, Event, Link
from gozinto.standards.epcis import documents as codec
from gozinto.standards.epcis.event_hash import event_hash
from gozinto.standards.epcis.events import Event as Happened

pytestmark = pytest.mark.django_db
HB, MIX = lot("HB", "HB-1"), lot("MIX", "M-1")


def written(events: list[Happened]) -> bytes:
    to = io.BytesIO()
    codec.write(events, to=to, syntax="json")
    return to.getvalue()


def named(events: list[Happened]) -> list[Happened]:
    return [
        replace(event, event_id=f"urn:uuid:0190a000-0000-7000-8000-{i:012d}")
        for i, event in enumerate(events)
    ]


def chain() -> list[Happened]:
    """From a delivery to ten tyres on a pallet that leaves."""
    tyres = [unit("T", f"{i:04d}") for i in range(10)]
    return named(
        [
            received(some(HB, 500), 0),
            transformed(1, run_id=run("MIX"), inputs=[some(HB, 50)], outputs=[some(MIX, 50)]),
            *(
                transformed(2 + i / 10, inputs=[some(MIX, 1)], units_out=[t])
                for i, t in enumerate(tyres)
            ),
            packed(pallet(1), tyres, 4),
            shipped([pallet(1)], 5),
        ]
    )


def drawn() -> list[tuple[object, ...]]:
    """The genealogy as rows that do not depend on when each was written."""
    return sorted(
        Link.objects.values_list(
            "event__event_id", "run__uri", "object__uri", "is_input", "quantity", "uom", "at"
        )
    )


def test_a_document_shuffled_split_and_doubled_gives_the_same_graph() -> None:
    events = chain()
    with transaction.atomic():
        assert documents.capture(written(events)).success
        once, up, down = drawn(), _answer("0003"), _answer("HB-1", forward=True)
        transaction.set_rollback(True)
    assert down.facts.customers
    shuffled = events * 2
    random.Random(7).shuffle(shuffled)
    for begin in range(0, len(shuffled), 5):
        assert documents.capture(written(shuffled[begin : begin + 5])).success
    assert Event.objects.count() == len(events)
    assert drawn() == once
    assert (_facts(_answer("0003")), _facts(_answer("HB-1", forward=True))) == (
        _facts(up),
        _facts(down),
    )
    assert rebuild.check() == []


def _answer(number: str, *, forward: bool = False) -> trace.Trace:
    ask = trace.forward if forward else trace.backward
    return ask([objects.resolve(number)])


def _facts(answer: trace.Trace) -> tuple[object, ...]:
    nodes = {(n.uri, n.depth, n.status) for n in answer.nodes}
    return nodes, answer.links, answer.facts, answer.gaps, answer.complete


def test_a_long_document_is_all_or_nothing_across_its_parts() -> None:
    events = named([received(some(HB, 1), 0) for _ in range(2 * CHUNK + 3)])
    wrong = [*events[:-1], replace(events[-1], event_id=events[0].event_id, disposition="damaged")]
    report = documents.capture(written(wrong))
    assert (report.read, report.captured, report.faulty) == (2 * CHUNK + 3, 0, 1)
    assert [fault.index for fault in report.faults] == [2 * CHUNK + 2]
    assert (Event.objects.count(), TraceableObject.objects.count()) == (0, 0)
    report = documents.capture(written(wrong), proceed=True)
    assert (report.captured, report.faulty) == (2 * CHUNK + 2, 1)
    assert rebuild.check() == []


def test_progress_is_told_as_events_are_read() -> None:
    events = named([received(some(HB, 1), 0) for _ in range(CHUNK + 1)])
    counts: list[int] = []
    documents.capture(written(events), progress=counts.append)
    assert counts == [CHUNK, CHUNK + 1]


def test_what_a_rule_forbids_is_told_of_with_what_cannot_be_read() -> None:
    future = replace(chain()[0], event_time=chain()[0].event_time.replace(year=2999))
    body = written([future, *chain()[1:2]]).replace(b'"2026-03-02T07:00:00Z"', b'"noon"')
    report = documents.capture(body)
    assert [(f.index, [v.code for v in f.violations]) for f in report.faults] == [
        (1, ["bad_time"]),
        (0, ["time_in_future"]),
    ]
    assert not report.success
    job = CaptureJob.objects.get(job_id=report.job)
    assert (job.faulty, job.captured, job.success) == (2, 0, False)


def test_what_never_was_received_is_declared_and_a_gap() -> None:
    documents.capture(written(chain()[1:]))
    answer = _answer("0003")
    assert [(gap.code, gap.uri) for gap in answer.gaps] == [("consumed_never_received", HB)]
    assert {link.certainty for link in answer.links} == {"scanned"}


def test_an_event_named_by_what_it_says_is_the_same_in_another_form() -> None:
    event = packed(pallet(1), [unit("T", "1"), unit("T", "2")], 1)
    assert documents.capture(written([event])).captured == 1
    other_form = replace(
        packed(pallet(1), [unit("T", "2"), unit("T", "1")], 1),
        event_time=event.event_time.astimezone(timezone(timedelta(hours=3))),
    )
    report = documents.capture(written([other_form]))
    assert (report.captured, report.repeated, report.faulty) == (0, 1, 0)


def test_a_hash_that_is_not_of_its_event_proves_nothing() -> None:
    liar = replace(chain()[0], event_id=event_hash(chain()[1]))
    assert documents.capture(written([liar])).captured == 1
    report = documents.capture(written([replace(chain()[1], event_id="")]))
    assert [v.code for fault in report.faults for v in fault.violations] == ["event_id_conflict"]


def test_an_event_told_twice_in_one_document_is_recorded_once_and_repeated_once() -> None:
    first, *rest = chain()
    report = documents.capture(written([first, *rest, first, first]))
    assert (report.read, report.captured, report.repeated) == (len(rest) + 3, len(rest) + 1, 2)
    assert Event.objects.count() == report.captured
