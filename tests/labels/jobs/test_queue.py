"""A job from the queue to the printer: no label is lost and none is double without a word."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gozinto.errors import Conflict, Refused, Unknown
from gozinto.labels.jobs import asking, leasing
from gozinto.labels.jobs.models import PrintedLabel, PrintJob, VoidLabel
from gozinto.labels.jobs.states import MOVES, SETTLED, Happening, State
from gozinto.plant.models import Printer
from tests.labels.jobs.queued import (
    GONE,
    PRINTER,
    WORKER,
    ask,
    begun,
    lease_of,
    printed,
    state,
    take,
)


def code_of(problem: Refused) -> str:
    return problem.violations[0].code


def end_leases() -> None:
    PrintJob.objects.update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_label_is_printed_once_the_printer_has_all_of_it() -> None:
    job = take_one()
    assert state(job.pk) == "rendering"
    leasing.begin(job.pk, lease=lease_of(job), digest="abc")
    assert state(job.pk) == "sending"
    assert not PrintedLabel.objects.exists()
    leasing.delivered(job.pk, lease=lease_of(job))
    label = PrintedLabel.objects.get()
    assert (label.job_id, label.serial, label.digest) == (job.pk, 1, "abc")


def take_one() -> PrintJob:
    ask()
    return take()


def test_that_it_was_delivered_may_be_said_twice() -> None:
    job = printed()
    leasing.delivered(job.pk, lease=lease_of(job))
    assert PrintedLabel.objects.count() == 1


def test_a_printer_has_one_job_in_hand_and_keeps_their_order() -> None:
    first, second = ask("1"), ask("2")
    assert take().pk == first
    assert leasing.take([PRINTER], holder="another") is None
    job = PrintJob.objects.get(pk=first)
    leasing.begin(first, lease=lease_of(job), digest="")
    leasing.delivered(first, lease=lease_of(job))
    assert take().pk == second


def test_one_printer_that_is_busy_keeps_no_other_waiting() -> None:
    ask("1")
    other = ask("2", printer="ZD-2")
    take()
    assert take(PRINTER, "ZD-2").pk == other


def test_who_was_killed_before_the_first_byte_has_printed_nothing_and_it_waits_again() -> None:
    job = take_one()
    end_leases()
    assert leasing.release() == 1
    assert state(job.pk) == "queued"
    assert take().pk == job.pk


def test_who_was_killed_after_the_first_byte_leaves_a_doubt_that_says_so() -> None:
    job = begun()
    end_leases()
    leasing.release()
    found = PrintJob.objects.get(pk=job.pk)
    assert (found.state, found.code) == ("in_doubt", "printer_unheard_of")
    assert leasing.take([PRINTER], holder=WORKER) is None


def test_a_holder_who_is_gone_is_released_at_once_and_nobody_else() -> None:
    job = begun()
    assert leasing.release(holder="another") == 0
    assert leasing.release(holder=WORKER) == 1
    assert state(job.pk) == "in_doubt"


def test_who_comes_back_after_the_lease_and_knows_heals_the_doubt() -> None:
    job = begun()
    end_leases()
    leasing.release()
    leasing.delivered(job.pk, lease=lease_of(job))
    assert state(job.pk) == "printed"


def test_a_lease_that_ended_lets_nobody_begin() -> None:
    job = take_one()
    end_leases()
    leasing.release()
    with pytest.raises(Conflict) as caught:
        leasing.begin(job.pk, lease=lease_of(job), digest="")
    assert caught.value.code == "print_lease_ended"
    again = take()
    with pytest.raises(Conflict):
        leasing.begin(job.pk, lease=lease_of(job), digest="")
    leasing.begin(again.pk, lease=lease_of(again), digest="")


def test_a_job_is_begun_once() -> None:
    job = begun()
    with pytest.raises(Conflict):
        leasing.begin(job.pk, lease=lease_of(job), digest="d")


def test_a_printer_that_was_not_there_is_tried_again_each_time_later() -> None:
    job = take_one()
    leasing.put_back(job.pk, lease=lease_of(job), trouble=GONE)
    found = PrintJob.objects.get(pk=job.pk)
    assert (found.state, found.code, found.tries) == ("queued", "printer_away", 1)
    assert found.not_before is not None
    assert leasing.take([PRINTER], holder=WORKER) is None
    assert leasing.printers_waiting() == []
    PrintJob.objects.update(not_before=timezone.now())
    assert leasing.printers_waiting() == [PRINTER]
    again = take()
    leasing.put_back(again.pk, lease=lease_of(again), trouble=GONE)
    later = PrintJob.objects.get(pk=job.pk)
    assert later.not_before is not None
    assert later.not_before - found.not_before > timedelta(seconds=leasing.FIRST_WAIT_S)


def test_what_cannot_be_printed_fails_and_a_person_tries_it_again() -> None:
    job = take_one()
    leasing.unfit(job.pk, lease=lease_of(job), trouble=GONE)
    assert state(job.pk) == "failed"
    with pytest.raises(Unknown):
        asking.retry(job.pk, by="Cem", printer="ZD-2")
    Printer.objects.create(
        code="ZD-2", name="ZD-2", connection="raw", address="x:9100", language="zpl"
    )
    asking.retry(job.pk, by="Cem", printer="ZD-2")
    found = PrintJob.objects.get(pk=job.pk)
    assert (found.state, found.printer, found.code) == ("queued", "ZD-2", "")


def test_a_second_label_needs_a_reason() -> None:
    ask()
    with pytest.raises(Refused) as caught:
        ask()
    assert code_of(caught.value) == "reprint_without_reason"
    again = PrintJob.objects.get(pk=ask(reason="The first is torn"))
    assert (again.why, again.reason) == ("reprint", "The first is torn")


def test_the_labels_of_one_thing_are_counted() -> None:
    first = printed()
    again = asking.reprint(first.pk, by="Cem", reason="torn")
    job = take()
    assert job.pk == again.pk
    leasing.begin(job.pk, lease=lease_of(job), digest="")
    leasing.delivered(job.pk, lease=lease_of(job))
    told = PrintedLabel.objects.order_by("serial").values_list("serial", "reason")
    assert list(told) == [(1, ""), (2, "torn")]


def test_a_doubt_is_decided_by_a_person_for_a_reason() -> None:
    job = begun()
    leasing.lost(job.pk, lease=lease_of(job), trouble=GONE)
    with pytest.raises(Refused) as caught:
        asking.confirm(job.pk, by="Cem", reason=" ")
    assert code_of(caught.value) == "decided_without_reason"
    asking.confirm(job.pk, by="Cem", reason="It hangs on the pallet")
    found = PrintJob.objects.get(pk=job.pk)
    assert (found.state, found.settled_by) == ("printed", "Cem")
    assert PrintedLabel.objects.get().job_id == job.pk


def test_a_doubt_is_printed_again_as_another_job() -> None:
    job = begun()
    leasing.lost(job.pk, lease=lease_of(job), trouble=GONE)
    again = asking.reprint(job.pk, by="Cem", reason="Nothing came out")
    assert state(job.pk) == "void"
    assert (again.again_id, again.why, state(again.pk)) == (job.pk, "reprint", "queued")
    with pytest.raises(Refused):
        leasing.delivered(job.pk, lease=lease_of(job))


def test_a_label_in_the_middle_of_being_sent_is_not_made_void() -> None:
    job = begun()
    with pytest.raises(Refused) as caught:
        asking.void(job.pk, by="Cem", reason="wrong")
    assert code_of(caught.value) == "print_job_state"


def test_a_printed_label_is_made_void_once_and_then_the_next_needs_no_reason() -> None:
    job = printed()
    asking.void(job.pk, by="Cem", reason="smeared")
    assert VoidLabel.objects.get().why == "smeared"
    with pytest.raises(Conflict):
        asking.void(job.pk, by="Cem", reason="smeared")
    assert state(ask()) == "queued"


@pytest.mark.parametrize("copies", [0, -1, asking.MOST_COPIES + 1])
def test_absurd_copies_are_refused(copies: int) -> None:
    with pytest.raises(Refused) as caught:
        ask(copies=copies)
    assert code_of(caught.value) == "copies_out_of_range"


def test_nobody_decides_about_a_job_that_is_not_there() -> None:
    with pytest.raises(Unknown):
        asking.void(4711, by="Cem", reason="x")


def test_every_state_has_a_way_to_an_end_and_no_way_leads_out_of_one() -> None:
    def ends(state: State, seen: frozenset[State]) -> bool:
        if state in SETTLED:
            return True
        to = {then for (at, _), then in MOVES.items() if at == state} - seen
        return any(ends(one, seen | {state}) for one in to)

    assert all(ends(one, frozenset()) for one in State)
    assert not [move for move in MOVES if move[0] in SETTLED]


def test_nothing_leads_back_to_the_queue_once_it_may_have_been_sent_but_who_sent_it() -> None:
    back = {how for (at, how), to in MOVES.items() if to == State.QUEUED and at != State.RENDERING}
    assert back == {Happening.PUT_BACK, Happening.RETRIED}
