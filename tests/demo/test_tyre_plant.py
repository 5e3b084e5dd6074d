"""The plant on record: the planted truths are found by asking, and the record is sound."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from gozinto import trace
from gozinto.cases import stepping
from gozinto.cases.corrective import lines
from gozinto.cases.recalls import recovering, stopping
from gozinto.cases.standing import Standing
from gozinto.demo import described, plants
from gozinto.demo.registry import TYRE
from gozinto.demo.tyre import calendar, response, truths
from gozinto.demo.tyre.curing import STORY_JOB
from gozinto.demo.tyre.materials import GREEN
from gozinto.demo.tyre.presses import asset_uri
from gozinto.demo.tyre.truths import Truths
from gozinto.errors import Conflict, Refused
from gozinto.operations import production
from gozinto.plant import changing, objects
from gozinto.plant.models import Calibration, Partner, Person, Shift
from gozinto.record import listing, presences, rebuild
from gozinto.record.models import Activity, Event, RunEvent
from gozinto.record.presences import Badge
from gozinto.record.registers import RUNS
from gozinto.trace import Trace
from tests.demo.conftest import SMALL


def ask(number: str, *, forward: bool = False) -> Trace:
    question = trace.forward if forward else trace.backward
    return question([objects.resolve(number)])


def tyres(found: Trace) -> set[str]:
    return {n.number for n in found.nodes if n.kind == "serial" and n.material == "T205"}


def test_the_returned_tyre_is_traced_to_its_suppliers_without_a_gap(built: Truths) -> None:
    found = ask(truths.SERIAL)
    assert found.complete
    assert len(found.facts.suppliers) > 10
    assert all(supplier.supplier_lots for supplier in found.facts.suppliers)
    assert {i.kind for i in found.facts.inspections} == {"input", "in_process", "final"}
    assert found.facts.shifts
    assert {person.role for person in found.facts.people} >= {"operator"}


def test_who_worked_on_it_is_who_was_badged_in_where_it_was(built: Truths) -> None:
    found = ask(truths.SERIAL)
    told = Activity.objects.filter(activity__in=["badge_in", "badge_out"])
    badges = [
        Badge(at, activity == "badge_in", *who)
        for at, activity, *who in told.values_list(
            "at", "activity", "equipment", "person", "person_role"
        )
    ]
    there = {
        one.person
        for one in presences.of(badges)
        for machine in found.facts.equipment
        if machine.code == one.equipment and one.overlaps(machine.from_, machine.to)
    }
    assert len(there) > 5
    assert {one.id for one in found.facts.people if one.role == "operator"} == there


def test_every_job_says_how_much_it_is_to_make_and_makes_about_that(built: Truths) -> None:
    (row,) = listing.page(RUNS, search=STORY_JOB).rows
    assert row["planned"] == row["made"]
    started = Activity.objects.filter(activity="start")
    assert started.exists()
    assert not started.filter(planned=None).exists()


def test_the_bladder_past_its_limit_stands_in_the_answer(built: Truths) -> None:
    found = ask(truths.SERIAL)
    press = next(e for e in found.facts.equipment if e.code == truths.PRESS)
    cycles = {asset.code: asset.cycles for asset in press.assets}
    assert cycles[truths.BLADDER] > truths.BLADDER_LIMIT
    assert set(cycles) == {truths.BLADDER, truths.MOULD}, "and nothing of the other cavity"


def test_the_tyre_says_where_it_went_and_that_it_is_back(built: Truths) -> None:
    found = ask(truths.SERIAL)
    dealer = Partner.objects.get(code=built.dealer)
    assert [customer.uri for customer in found.facts.customers] == [dealer.uri]
    assert found.nodes[0].status == "returned"
    assert built.curing_lot in {o.number for o in objects.find_all(built.curing_lot)}


def test_the_bladder_reaches_exactly_the_tyres_cured_with_it(built: Truths) -> None:
    assert set(built.touched[truths.BLADDER_CAUSE]) <= tyres(ask(truths.BLADDER, forward=True))


def test_the_permeable_lot_reaches_exactly_the_planted_tyres_and_their_dealers(
    built: Truths,
) -> None:
    found = ask(truths.HALOBUTYL_LOT, forward=True)
    assert tyres(found) == set(built.touched[truths.HALOBUTYL_CAUSE])
    shipped = set(built.touched[truths.HALOBUTYL_CAUSE]) & built.shipped
    assert sum(customer.quantity for customer in found.facts.customers) == len(shipped) > 0


def test_the_old_belt_roll_reaches_exactly_the_planted_tyres(built: Truths) -> None:
    found = trace.forward([objects.resolve(built.belt_roll)])
    assert tyres(found) == set(built.touched[truths.BELT_CAUSE])


def test_the_popular_lot_is_in_every_tyre_and_so_explains_nothing(built: Truths) -> None:
    assert len(tyres(ask(truths.POPULAR_LOT, forward=True))) == SMALL.scale


def test_backward_and_forward_agree(built: Truths) -> None:
    back = {n.uri for n in ask(truths.SERIAL).nodes}
    for lot in (truths.POPULAR_URI, truths.HALOBUTYL_URI):
        onward = trace.forward([objects.resolve(lot)])
        assert (truths.STORY_URI in {n.uri for n in onward.nodes}) == (lot in back)


def test_the_mould_that_was_used_only_with_the_bladder_is_tied_with_it(built: Truths) -> None:
    answer = trace.suspects(defect="shoulder")
    assert answer.complaints == Counter(built.returned.values())[truths.BLADDER_CAUSE] > 1
    rows = [{factor.code for factor in (one.factor, *one.tied)} for one in answer.suspects]
    (bladder,) = (one for one in rows if truths.BLADDER in one)
    assert truths.MOULD in bladder, "no analysis can tell them apart"
    assert truths.POPULAR_LOT not in bladder


def test_the_rejected_lot_was_stopped_and_never_used(built: Truths) -> None:
    onward = ask(truths.REJECTED_LOT, forward=True)
    assert not onward.links


def test_opening_stock_stands_under_its_number(built: Truths) -> None:
    lot = objects.resolve(truths.OPENING_LOT)
    assert lot.uri == truths.OPENING_URI


def test_a_replay_finds_what_is_there(built: Truths) -> None:
    assert list(rebuild.check()) == []


def test_building_again_repeats_what_is_there_and_adds_nothing(built: Truths) -> None:
    before = Event.objects.count()
    again = plants.build(TYRE, SMALL)
    assert Event.objects.count() == before
    assert again == built


def test_the_plant_on_record_is_recognised(built: Truths) -> None:
    found = plants.find()
    assert found == plants.Found("tyre", SMALL, is_finished=True)
    assert plants.plan_for(TYRE, found=found, scale=None, seed=None, until=None) == SMALL


def test_a_second_plant_of_another_size_is_refused(built: Truths) -> None:
    with pytest.raises(Conflict) as caught:
        plants.plan_for(TYRE, found=plants.find(), scale=61, seed=None, until=None)
    assert caught.value.code == "demo_differs"


def test_what_a_green_tyre_weighs_says_how_much_of_each_lot_is_in_a_tyre(built: Truths) -> None:
    found = ask(truths.SERIAL)
    shares = {node.material: node.share for node in found.nodes if node.share is not None}
    assert shares[GREEN] == 1
    # 2600, 1100, 750, 700 and 950 g of 8 kg are scanned; sidewalls and beads came with the job.
    assert shares["TREAD"] == Decimal("0.325")
    assert shares["LINER"] == Decimal("0.11875")
    assert shares["SIDEWALL"] + shares["BEAD"] == Decimal("0.2375")
    bought = {row["code"] for row in described.rows("tyre", "materials") if row["kind"] == "raw"}
    assert {"HALOBUTYL", "NR", "STEELCORD", "ZNO"} <= shares.keys() & bought


def test_the_tyre_plant_lives_by_the_calendar_and_the_people_of_its_files(built: Truths) -> None:
    hours = {hour: number for number, hour in enumerate(calendar.SHIFT_HOURS)}
    zone = ZoneInfo(calendar.ZONE)
    shifts = list(Shift.objects.filter(calendar__code=calendar.CALENDAR))
    assert {shift.date for shift in shifts} >= {day.date for day in SMALL.work_days}
    for shift in shifts:
        number = hours[shift.starts_at.astimezone(zone).hour]
        assert shift.crew == str(calendar.crew(shift.date, number)), shift.date
    told = set(RunEvent.objects.exclude(person="").values_list("person", flat=True).distinct())
    known = Person.objects.in_bulk(field_name="code")
    assert told <= known.keys()
    assert all(known[code].name for code in told)


def test_what_a_plant_of_its_size_needs_is_calibrated_and_in_the_history(built: Truths) -> None:
    begins = SMALL.work_days[0].date
    valid = Calibration.objects.filter(calibrated_on__lte=begins, due_on__gte=SMALL.until)
    gauges = {row["code"] for row in described.rows("tyre", "assets") if row["kind"] == "gauge"}
    assert set(valid.values_list("gauge__code", flat=True)) == gauges
    assert changing.history("assets", truths.BLADDER)
    assert changing.history("materials", "T205")[0].by == "demo"


def test_what_came_back_is_a_complaint_of_its_dealer(built: Truths) -> None:
    (story,) = stepping.about([objects.resolve(truths.SERIAL).uri])
    assert (story.kind, story.told["dealer"]) == ("complaint", built.dealer)
    assert story.opened_at == calendar.moment(built_until(), hour=-13)
    opened = stepping.find_all(stepping.listed("complaint").values_list("number", flat=True))
    assert len(opened) == sum(map(len, (built.returned, built.returned_unread, built.claimed)))
    unread = len(built.returned_unread) + built.claimed.count("")
    assert sum("unit" not in one.made for one in opened) == unread
    assert {"received", "examined", "closed"} <= {one.state for one in opened}


def test_what_a_dealer_wrote_is_a_complaint_of_a_tyre_that_stayed(built: Truths) -> None:
    assert len(built.claimed) == 4
    for number in filter(None, built.claimed):
        (case,) = stepping.about([objects.resolve(number).uri])
        assert case.told["reference"].startswith("L-")
        assert number not in built.returned


def test_a_leaking_tyre_is_exchanged_as_soon_as_there_is_a_new_one(built: Truths) -> None:
    (exchanged,) = (
        one
        for number in stepping.listed("complaint").values_list("number", flat=True)
        if "exchanged" in (one := stepping.find(number)).made
    )
    assert exchanged.state == "closed"
    (new,) = exchanged.subjects["new"]
    assert (
        ask(new).facts.customers[0].name == Partner.objects.get(code=exchanged.told["dealer"]).name
    )


def test_the_tyres_of_the_bladder_are_called_back_and_the_last_one_came(built: Truths) -> None:
    recall = about_the_bladder("recall")
    assert (recall.state, recall.told["width"]) == ("notified", "possible")
    assert "B-317" in str(recall.told["because"]) or "B-317" in recall.title
    found = recovering.recovery(recall.number)
    assert found.frozen["C62"] >= len(built.touched[truths.BLADDER_CAUSE])
    assert found.by_account["recovered"]["C62"] >= 1, "the story's tyre"
    held = stopping.progress(recall.number)
    assert held is not None
    assert held.finished_at
    assert not held.problem


def test_the_corrective_action_is_proven_and_has_become_an_interlock(built: Truths) -> None:
    action = about_the_bladder("action")
    assert action.state == "closed"
    assert [line.done_at is None for line in lines.of(action)] == [False] * 3
    figures = action.made["figures"]
    assert figures["before"]["failures"] > figures["after"]["failures"] == 0
    assert {step.act for step in action.steps} >= {
        "contain",
        "explain",
        "verify",
        "forbid",
        "close",
    }
    assert about_the_bladder("recall").number in action.told["cases"]
    row = changing.find("interlocks", response.INTERLOCK)
    assert row is not None
    assert (row["state"], row["cycles"]) == ("active", str(truths.SAFE_CYCLES))


def test_a_press_refuses_a_bladder_past_its_cycles_since(built: Truths) -> None:
    with transaction.atomic():
        with pytest.raises(Refused) as refused:
            production.mount(
                asset_uri("B-301"), equipment=truths.PRESS, slot="bladder", position="R",
                step="curing", cycles=truths.SAFE_CYCLES + 1, by="P-1001", live=True,
            )  # fmt: skip
        transaction.set_rollback(True)
    assert response.INTERLOCK in str(refused.value.violations)


def about_the_bladder(kind: str) -> Standing:
    """The recall or the corrective action of B-317."""
    return next(one for one in stepping.about([asset_uri(truths.BLADDER)]) if one.kind == kind)


def built_until() -> date:
    """The day at whose midnight the plant's calendar ends."""
    found = plants.find()
    assert found is not None
    return found.plan.until
