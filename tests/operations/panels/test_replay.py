"""What was done without the network arrives later, in any way: the record is as if told at once."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from typing import Any

import uuid6
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gozinto.access import stations
from gozinto.operations import holding
from gozinto.operations.panels import kept, showing
from gozinto.operations.panels.models import PanelEntry
from gozinto.record import clock, rebuild
from gozinto.record.models import Event, Finding, Link, ObjectState
from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.gozinto import Context
from tests.operations.panels.floor import JOB, MIXER, PRESS, entry, rubber, scan, send
from tests.workshop import CLERK, INSPECTOR, lot

H1 = lot("HB", "H-1", "ELASTO")
Sent = dict[str, Any]


def offline(act: str, told: dict[str, Any], *, seq: int, minutes: float, **more: Any) -> Sent:
    """What was done so many minutes after the panel lost the network, three hours ago."""
    at = clock.now() - timedelta(hours=3) + timedelta(minutes=minutes)
    return entry(act, told, live=False, seq=seq, at=at.isoformat(), **more)


def this_morning() -> AbstractContextManager[None]:
    """Within the block it is six hours ago."""
    return clock.set_to(clock.now() - timedelta(hours=6))


def begun() -> None:
    scan(JOB)
    for number in ("H-1", "H-2"):
        rubber(number)


def context_of(event_id: str) -> Context:
    return Context.of(jsonld.loads(Event.objects.get(event_id=event_id).document))


def test_what_happened_is_recorded_at_its_time_with_what_is_wrong_with_it() -> None:
    with this_morning():
        begun()
    (answer,) = send(offline("consume", {"uri": H1, "quantity": "500", "uom": "KGM"}, seq=1,
                             minutes=5))  # fmt: skip
    assert answer.verdict == "ok"
    assert any("500" in one for one in answer.findings), answer.findings
    row = PanelEntry.objects.get(name=answer.id)
    assert Event.objects.get(event_id=answer.event_id).event_time == row.at
    assert not row.live


def test_a_hold_learned_later_flags_what_was_used_meanwhile_and_refuses_nothing() -> None:
    with this_morning():
        begun()
        holding.hold(H1, reason="smell", by=INSPECTOR)
    (answer,) = send(offline("scan", {"text": "H-1", "quantity": "5"}, seq=1, minutes=5))
    assert answer.verdict == "ok"
    assert answer.findings == ("H-1 is on hold.",)
    found = Finding.objects.filter(rule="object_held")
    assert [one.event.event_id for one in found] == [answer.event_id]


def test_what_was_used_before_the_hold_came_is_flagged_by_nothing() -> None:
    with this_morning():
        begun()
    holding.hold(H1, reason="smell", by=INSPECTOR)  # now; it was used three hours ago
    (answer,) = send(offline("scan", {"text": "H-1", "quantity": "5"}, seq=1, minutes=5))
    assert (answer.verdict, answer.findings) == ("ok", ())


def test_two_panels_that_used_the_last_of_a_lot_are_both_recorded_and_one_is_found() -> None:
    with this_morning():
        begun()
        scan("MO-2/80", station=PRESS)
    told = {"uri": H1, "quantity": "70", "uom": "KGM"}
    (first,) = send(offline("consume", told, seq=1, minutes=5))
    (second,) = send(
        offline("consume", told, seq=1, minutes=9, context={"job": "MO-2/80"}), station=PRESS
    )
    assert (first.verdict, second.verdict) == ("ok", "ok")
    rules = set(
        Finding.objects.filter(event__event_id=second.event_id).values_list("rule", flat=True)
    )
    assert "more_than_on_hand" in rules
    assert rebuild.check() == []


def test_of_a_scan_after_the_slot_was_full_it_is_told_that_it_went_in_and_not_how_much() -> None:
    with this_morning():
        begun()
    first, second = send(
        offline("scan", {"text": "H-1"}, seq=1, minutes=5),
        offline("scan", {"text": "H-2"}, seq=2, minutes=9),
    )
    assert first.sentence == "60 kg of H-1 went in."
    assert (second.verdict, second.sentence) == ("ok", "H-2 went in.")
    assert Link.objects.get(event__event_id=second.event_id).quantity is None


def test_how_much_was_said_at_the_panel_is_what_went_in_and_what_was_made() -> None:
    with this_morning():
        begun()
        ahead = showing.now(MIXER, acting=None).jobs[0].numbers[0]
    full, more, made = send(
        offline("scan", {"text": "H-1"}, seq=1, minutes=5),
        offline("scan", {"text": "H-2", "quantity": "2.5"}, seq=2, minutes=9),
        offline("scan", {"text": ahead, "quantity": "40"}, seq=3, minutes=12),
    )
    assert (full.sentence, more.sentence) == ("60 kg of H-1 went in.", "2.5 kg of H-2 went in.")
    assert (made.verdict, made.sentence) == ("ok", f"40 kg made: {ahead}.")


def test_a_clock_that_is_off_widens_the_time_and_a_clock_that_is_right_does_not() -> None:
    with this_morning():
        begun()
    told = {"uri": H1, "quantity": "1", "uom": "KGM"}
    right, off = (offline("consume", told, seq=n, minutes=n) for n in (1, 2))
    (exact,) = send(right, device_now=clock.now())
    assert context_of(exact.event_id).earliest is None
    (wide,) = send(off, device_now=clock.now() - timedelta(minutes=20))
    context = context_of(wide.event_id)
    at = Event.objects.get(event_id=wide.event_id).event_time
    assert context.earliest == at
    assert context.latest is not None
    assert abs(context.latest - at - timedelta(minutes=20)) < timedelta(seconds=5)


def test_what_was_sent_live_and_arrives_late_has_happened() -> None:
    with this_morning():
        begun()
        holding.hold(H1, reason="smell", by=INSPECTOR)
    late = offline("scan", {"text": "H-1", "quantity": "5"}, seq=1, minutes=5) | {"live": True}
    assert send(late)[0].findings == ("H-1 is on hold.",)
    received = offline("receive", {"supplier_lot": "X"}, seq=2, minutes=6, person=CLERK)
    assert send(received | {"live": True})[0].code == "needs_network"


def test_what_the_panel_has_called_kept_after_ten_seconds_is_refused_no_more() -> None:
    with this_morning():
        begun()
        holding.hold(H1, reason="smell", by=INSPECTOR)
    soon, late = (
        entry(
            "scan", {"text": "H-1", "quantity": "5"},
            at=(clock.now() - timedelta(seconds=seconds)).isoformat(),
        )
        for seconds in (5, 20)
    )  # fmt: skip
    assert send(soon)[0].code == "object_held"
    (kept,) = send(late)
    assert (kept.verdict, kept.findings) == ("ok", ("H-1 is on hold.",))


# What a panel does in a shift without the network, and how a network mistreats it.
ACTS: Sequence[Callable[[int], tuple[str, dict[str, Any]]]] = (
    lambda n: ("consume", {"uri": H1, "quantity": str(n % 7 + 1), "uom": "KGM", "slot": "rubber"}),
    lambda n: ("scan", {"text": "H-2", "quantity": "3"}),
    lambda n: ("produce", {"quantity": "4", "numbers": [f"LC-OFF-{n}"]}),
    lambda n: ("move", {"uri": H1, "location": "DOCK" if n % 2 else "RACK"}),
    lambda n: ("put_back", {"uri": H1, "quantity": "1", "uom": "KGM", "slot": "rubber"}),
    lambda n: ("hold", {"uri": H1, "reason": "smell"}),
    lambda n: ("badge_in", {}),
    lambda n: ("scan", {"text": "nobody knows this"}),
)
shifts = st.lists(st.sampled_from(range(len(ACTS))), min_size=2, max_size=7)


def shift_of(chosen: Sequence[int]) -> list[Sent]:
    """The entries of a shift, each with its own id."""
    return [
        offline(*ACTS[kind](n), seq=n + 1, minutes=10.0 * n, id=str(uuid6.uuid7()))
        for n, kind in enumerate(chosen)
    ]


def state() -> tuple[object, ...]:
    """All that the projections say, without when and where in the record it was written."""
    links = Link.objects.filter(event__withdrawal=None).order_by("event__event_id", "ordinal")
    return (
        list(
            ObjectState.objects.order_by("object__uri").values_list(
                *("object__uri", "on_hand", "uom", "location", "held", "status", "expires_at")
            )
        ),
        list(
            links.values_list(
                *("event__event_id", "run__uri", "object__uri", "is_input", "quantity", "slot"),
                "at",
            )
        ),
        sorted(Finding.objects.values_list("rule", "event__event_id", "message")),
        sorted(PanelEntry.objects.filter(verdict="kept").values_list("name", "code")),
    )


@contextmanager
def undone() -> Iterator[None]:
    """Within the block a plant lives that is gone after it."""
    with transaction.atomic():
        begun_before()
        yield
        transaction.set_rollback(True)


def begun_before() -> None:
    with this_morning():
        begun()


def told_in_order(sent: Sequence[Sent]) -> tuple[object, ...]:
    with undone():
        send(*sent)
        return state()


few = settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@few
@given(chosen=shifts, seed=st.integers(0, 2**32))
def test_batches_lost_repeated_and_in_any_order_come_to_what_was_told_once(
    chosen: list[int], seed: int
) -> None:
    sent, chance = shift_of(chosen), random.Random(seed)
    expected = told_in_order(sent)
    batches = [sent[n : n + 2] for n in range(0, len(sent), 2)]
    deliveries = [*batches, *(chance.choice(batches) for _ in range(3))]
    chance.shuffle(deliveries)
    with undone():
        answers: dict[str, Any] = {}
        for batch in deliveries:
            for answer in send(*batch):
                # An answer that was lost is given again, the same.
                assert answers.setdefault(answer.id, answer) == answer
        assert state() == expected
        assert rebuild.check() == []


@few
@given(chosen=shifts, seed=st.integers(0, 2**32))
def test_what_is_taken_back_in_the_outbox_is_taken_back_however_often_it_is_sent(
    chosen: list[int], seed: int
) -> None:
    chance, sent = random.Random(seed), shift_of(chosen)
    of = chance.choice(sent)
    undo = offline(
        "undo", {"event_id": f"urn:uuid:{of['id']}"}, seq=len(sent) + 1,
        minutes=10.0 * sent.index(of) + 1,
    )  # fmt: skip
    sent.append(undo)
    expected = told_in_order(sent)
    with undone():
        waiting = list(sent)
        while waiting:
            size = chance.randint(1, len(waiting))
            send(*waiting[:size])
            if chance.random() < 0.6:  # else the answer is lost, and it is sent again
                waiting = waiting[size:]
        assert state() == expected


def test_entries_of_one_request_are_done_in_the_order_of_their_numbers() -> None:
    with this_morning():
        begun()
    first = offline("consume", {"uri": H1, "quantity": "1", "uom": "KGM"}, seq=7, minutes=1)
    undo = offline("undo", {"event_id": f"urn:uuid:{first['id']}"}, seq=8, minutes=2)
    answers = send(undo, first)
    assert [one.verdict for one in answers] == ["ok", "ok"]
    assert [one.act for one in answers] == ["undo", "consume"]


def test_an_undo_before_what_it_undoes_waits_in_the_inbox_and_is_done_there() -> None:
    """No panel of ours sends one so: an undo waits with what it takes back."""
    stations.create(code=MIXER.code, name="Mixer", equipment="MIX-1", location="RACK", by="chief")
    with this_morning():
        begun()
    first = offline("consume", {"uri": H1, "quantity": "1", "uom": "KGM"}, seq=7, minutes=1)
    undo = offline("undo", {"event_id": f"urn:uuid:{first['id']}"}, seq=8, minutes=2)
    (early,), (late,) = send(undo), send(first)
    assert (early.verdict, late.verdict) == ("kept", "ok")
    (waits,) = kept.listed()
    assert kept.do_now([waits.id], reason="it came first", by=INSPECTOR) == 1
    assert ObjectState.objects.get(object__uri=H1).on_hand == 100


@few
@given(chosen=shifts)
def test_a_shift_told_hours_later_is_what_it_would_have_been_online(chosen: list[int]) -> None:
    """All but what the interlocks refused then: nobody has done that."""
    sent = shift_of(chosen)
    done: list[Sent] = []
    with undone():
        for one in sent:
            with clock.set_to(datetime.fromisoformat(one["at"])):
                (answer,) = send({**one, "live": True})
            if answer.verdict == "ok":
                done.append(one)
        online = state()
    assert told_in_order(done) == online
