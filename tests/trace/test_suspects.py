"""What the units that came back have in common, told to the record and read off the answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker
from tests.conftest import standing
from tests.plants import (
    asset,
    at,
    inspected,
    lot,
    mounted,
    received,
    run,
    shipped,
    some,
    transformed,
    unit,
)
from tests.trace.returned_tyres import (
    BAD,
    LINER,
    OTHER_LINER,
    came_back,
    forty,
    left,
    made,
    master_data,
    told,
    tyre,
)

from gozinto import record, trace
from gozinto.deployment.database import Roles
from gozinto.errors import Malformed
from gozinto.plant import objects
from gozinto.standards.epcis.gozinto import Context, LinkDetail, Slot
from gozinto.trace import SuspectsAnswer
from gozinto.trace.index.asking import place
from gozinto.trace.index.building import build
from gozinto.trace.suspects.bins import Bin, binned
from gozinto.trace.suspects.complaints import days_of


@pytest.fixture(scope="class")
def plant(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """That plant for all tests of a class; each rolls back to it."""
    with standing(forty, blocker=django_db_blocker):
        yield


def names(answer: SuspectsAnswer) -> list[str]:
    """The suspects by their codes."""
    return [one.factor.code for one in answer.suspects]


def of(answer: SuspectsAnswer, code: str) -> Any:
    """The suspect that is, or is tied with, this factor."""
    return next(
        one
        for one in answer.suspects
        if code in {one.factor.code, *(factor.code for factor in one.tied)}
    )


@pytest.mark.usefixtures("plant", "db")
class TestFourOfOneBladder:
    """Forty tyres, of which four came back that were cured with bladder B-1."""

    def test_the_bladder_is_named_first_and_the_mould_with_it(self) -> None:
        answer = trace.suspects()
        first = answer.suspects[0]
        assert (answer.complaints, answer.population, answer.models) == (4, 40, ("T",))
        assert (first.factor.kind, first.factor.code) == ("asset", "B-1")
        assert [factor.code for factor in first.tied] == ["M-1"]
        assert (first.hits, first.exposed) == (4, 5)
        assert first.p == pytest.approx(5 / 91390)
        assert first.is_believed
        assert first.sentence == (
            "4 of 4 returned units were made with bladder B-1; of all 40 in the field only 5:"
            " 8.0 times as often as chance."
        )

    def test_the_process_is_at_fault_and_not_the_material(self) -> None:
        found = trace.suspects().verdict
        assert found is not None
        assert (found.side, "B-1" in found.sentence) == ("process", True)

    def test_what_is_in_every_tyre_is_no_suspect(self) -> None:
        zinc = of(trace.suspects(), "ZN-1")
        assert (zinc.p, zinc.lift, zinc.exposed, zinc.is_believed) == (1, 1, 40, False)
        assert "which is no more often" in zinc.sentence

    def test_all_that_made_a_tyre_is_asked(self) -> None:
        answer = trace.suspects(with_persons=True)
        kinds = {
            factor.kind for one in answer.suspects for factor in (one.factor, *one.tied)
        }  # fmt: skip
        assert kinds == {
            *("asset", "supplier_lot", "lot", "position", "equipment", "parameter", "gauge"),
            *("plan", "supplier", "crew", "shift", "day", "week", "operator"),
        }

    def test_the_lot_the_supplier_and_the_measured_value_of_one_press_are_one_suspect(self) -> None:
        liner = of(trace.suspects(), "L-1")
        tied = {factor.code for factor in (liner.factor, *liner.tied)}
        assert tied == {"HB-1", "L-1", "PRESS-1", "permeability", "S1"}
        assert (liner.hits, liner.exposed) == (4, 20)
        value = next(factor for factor in liner.tied if factor.kind == "parameter")
        assert (value.low, value.high, value.material) == (118.4, 118.4, "HB")

    def test_a_person_is_no_factor_unless_asked_for_and_stands_beside_the_machine(self) -> None:
        assert "P-1" not in {
            factor.code for one in trace.suspects().suspects for factor in (one.factor, *one.tied)
        }
        person = of(trace.suspects(with_persons=True), "P-1")
        assert person.beside is not None
        assert person.beside.factor.code == "PRESS-1"
        assert (person.beside.both, person.beside.exposed, person.beside.hits) == (20, 20, 4)
        assert "20 of the units of this person were made at PRESS-1" in person.sentence

    def test_what_is_to_be_looked_at_next(self) -> None:
        tests = trace.suspects().next_tests
        assert [(test.kind, test.number, test.bits) for test in tests] == [
            ("examine", "B-1", 1.0),
            ("examine", "M-1", 1.0),
        ]

    def test_a_unit_outside_that_met_the_bladder_alone_tells_them_apart(self) -> None:
        words: dict[str, Any] = {"equipment": "PRESS-3", "flow": "continuous", "step": "curing"}
        spare = unit("T", "SPARE")
        told(
            mounted(asset("B-1"), 40, equipment="PRESS-3", slot="bladder", position="L"),
            transformed(41, run_id=run("J-3"), inputs=[some(OTHER_LINER, 1)], **words),
            transformed(42, run_id=run("J-3"), units_out=[spare], position="L", **words),
        )
        (test,) = [one for one in trace.suspects().next_tests if one.kind == "unit"]
        assert (test.uri, test.tells) == (spare, ("B-1",))
        assert 0 < test.bits < 1
        assert test.sentence == "Test SPARE: of the tied suspects it has only B-1."

    def test_how_much_it_would_take_to_think_otherwise(self) -> None:
        found = trace.suspects().overturned
        assert found is not None
        # of ten that came back four of the five would still be rare enough, of eleven not
        assert (found.doubted, found.behind) == (7, 3)
        assert found.second is not None

    def test_what_happened_to_a_tyre_after_it_left_says_nothing(self) -> None:
        before = trace.suspects()
        words: dict[str, Any] = {"equipment": "REPAIR-1", "step": "repair"}
        for number in BAD:
            one = tyre(number)
            told(
                transformed(
                    24 * 31 + number, units_in=[one], units_out=[one],
                    inputs=[some(lot("PATCH", "PA-1"), 1)], run_id=run(f"R-{number}"), **words,
                )
            )  # fmt: skip
        after = trace.suspects()
        assert names(after) == names(before)
        assert "REPAIR-1" not in names(after)

    def test_who_was_examined_and_is_not_to_blame_is_no_complaint(self) -> None:
        words = {"inspection": "returned", "result": "no_fault_found"}
        told(inspected(tyre(8), 24 * 32, **words))
        answer = trace.suspects()
        assert answer.complaints == 3
        assert [(left.code, left.count) for left in answer.left_out] == [("no_fault", 1)]

    def test_only_what_came_back_for_that(self) -> None:
        told(came_back([tyre(30)], 24 * 33, reason="Vibrates at 110 km/h"))
        assert trace.suspects().complaints == 5
        assert trace.suspects(defect="LEAK").complaints == 4
        assert trace.suspects(defect="vibrates").complaints == 1
        assert trace.suspects(defect="rattles").suspects == ()

    def test_the_cause_that_was_found_counts_as_the_reason_that_was_told(self) -> None:
        told(inspected(tyre(8), 24 * 32, inspection="returned", result="confirmed", reason="fold"))
        assert trace.suspects(defect="fold").complaints == 1

    def test_a_tyre_that_nobody_could_read_is_left_out_and_may_be_of_the_bladder(self) -> None:
        week = f"{at(0):%V%g}"
        told(
            came_back([unit("T", "RMA-1")], 24 * 34, reason=f"leaks; DOT 1AB {week}",
                      certainty="inferred"),
            came_back([unit("T", "RMA-2")], 24 * 34, reason="leaks; DOT 1AB 0119",
                      certainty="inferred"),
        )  # fmt: skip
        answer = trace.suspects()
        assert (answer.complaints, answer.population) == (4, 40)
        assert [(left.code, left.count) for left in answer.left_out] == [("unread", 2)]
        assert answer.suspects[0].unread == 1, "the one of that week; there is a sister"

    def test_these_units_whatever_came_back(self) -> None:
        chosen = [objects.resolve(f"T-{n:03}") for n in (6, 7, 25)]
        answer = trace.suspects(chosen)
        assert answer.complaints == 3
        assert of(answer, "B-1").hits == 2
        beside = [objects.resolve(f"T-{n:03}") for n in range(5, 26)]
        assert trace.suspects(chosen, population=beside).population == 21

    def test_only_what_was_in_the_field_long_enough_counts(self) -> None:
        told(
            transformed(24 * 20, units_out=[unit("T", "YOUNG")], inputs=[some(LINER, 1)]),
            shipped([unit("T", "YOUNG")], 24 * 21, note="SN-3"),
            came_back([unit("T", "YOUNG")], 24 * 22),
        )
        assert trace.suspects().long_enough_days == 1, "as long as the first complaint took"
        month = trace.suspects(as_of=at(24 * 40), long_enough=timedelta(days=25))
        assert (month.complaints, month.population) == (4, 40)
        assert [(left.code, left.count) for left in month.left_out] == [("too_young", 1)]
        early = trace.suspects(as_of=at(24 * 10))
        assert (early.complaints, early.population, early.suspects) == (0, 0, ())

    def test_what_was_never_shipped_or_has_no_history_is_said(self) -> None:
        unmade, inside = unit("T", "UNMADE"), unit("T", "INSIDE")
        told(
            shipped([unmade], 32, note="SN-4"),
            came_back([unmade, inside], 24 * 35),
        )
        answer = trace.suspects()
        assert answer.complaints == 4
        assert [(left.code, left.count) for left in answer.left_out] == [
            ("no_genealogy", 1),
            ("not_shipped", 1),
        ]

    def test_a_link_that_only_perhaps_is_is_not_followed_and_is_counted(self) -> None:
        words: dict[str, Any] = {"equipment": "PRESS-1", "flow": "continuous"}
        unread = transformed(2, run_id=run("J-1"), inputs=[some(lot("HB", "HB-9"), 1)])
        told(replace(unread, extensions=Context(certainty="unknown", **words).extensions()))
        answer = trace.suspects()
        assert answer.unproven.unknown == 1
        assert "HB-9" not in names(answer)


def test_a_part_that_a_repair_took_out_after_it_failed_is_a_suspect_all_the_same(db: None) -> None:
    place_ = Slot(name="U7", step="placing", position="1")
    reels = [lot("CHIP", f"R-{n}") for n in range(3)]
    told(*(received(some(reel, 99, "C62"), 0) for reel in reels))
    boards = [unit("B", f"B-{n:02}") for n in range(24)]
    for number, board in enumerate(boards):
        reel = reels[0] if number < 5 else reels[1]
        told(
            transformed(
                1 + number / 10, inputs=[some(reel, 1, "C62")], units_out=[board],
                slots={reel: place_},
            )
        )  # fmt: skip
    told(shipped(boards, 9), came_back(boards[:4], 200))
    for number in range(4):
        told(
            transformed(
                300 + number, units_in=[boards[number]], units_out=[boards[number]],
                inputs=[some(reels[2], 1, "C62")], slots={reels[2]: place_},
                removed=(LinkDetail(id=reels[0], slot=place_),),
            )
        )  # fmt: skip
    first = trace.suspects().suspects[0]
    assert (first.factor.code, first.hits, first.exposed) == ("R-0", 4, 5)
    assert "R-2" not in names(trace.suspects())


def test_two_causes_are_told_one_after_the_other(db: None) -> None:
    master_data()
    told(*made(120), *left(120))
    bladder = with_the_bladder(120)
    told(came_back([tyre(n) for n in bladder], 24 * 30))
    told(came_back([tyre(n) for n in range(60, 120, 2)], 24 * 31))
    answer = trace.suspects()
    causes = [one.suspect for one in answer.causes]
    assert {one.factor.code for one in causes} >= {"B-1"}
    assert len(causes) == 2
    assert sum(len(one.explains) for one in answer.causes) == len(bladder) + 30
    assert answer.unexplained == ()
    second = next(one for one in causes if one.factor.code != "B-1")
    assert "PRESS-2" in {factor.code for factor in (second.factor, *second.tied)}


def with_the_bladder(tyres: int) -> list[int]:
    """The tyres of one press that were cured with it, of so many in all."""
    return [n for n in range(tyres // 2) if 5.9 <= 1 + 40 * n / tyres < 10.9]


def questions(tyres: int) -> int:
    """How many queries it takes in a plant of so many tyres."""
    with transaction.atomic():
        told(*made(tyres), *left(tyres))
        told(came_back([tyre(n) for n in with_the_bladder(tyres)], 24 * 30))
        trace.suspects()
        with CaptureQueriesContext(connection) as asked:
            assert trace.suspects(with_persons=True).population == tyres
        transaction.set_rollback(True)
    return len(asked)


def test_as_many_questions_for_many_tyres_as_for_few(db: None) -> None:
    master_data()
    assert questions(40) == questions(120)


def test_the_index_says_what_the_database_says(committed_db: Roles, tmp_path: Path) -> None:
    master_data()
    told(*made(), *left())
    with override_settings(GOZINTO_INDEX_DIR=str(tmp_path)):
        folder = place()
        assert folder is not None
        build(folder)
        told(came_back([tyre(n) for n in BAD], 24 * 30))
        told(transformed(24 * 31, units_in=[tyre(6)], units_out=[tyre(6)],
                         inputs=[some(lot("PATCH", "PA-1"), 1)], run_id=run("R-1")))  # fmt: skip
        by_index = trace.as_json(trace.suspects(with_persons=True))
    by_database = trace.as_json(trace.suspects(with_persons=True))
    for answer in (by_index, by_database):
        answer.pop("elapsed_ms")
        answer.pop("as_of")
    assert by_index == by_database
    assert by_index["suspects"][0]["factor"]["code"] == "B-1"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"defect": "leak", "units": True}, "two_questions"),
        ({"long_enough": timedelta(days=-1)}, "bad_span"),
        ({"most": 0}, "bad_limit"),
        ({"as_of": at(0).replace(tzinfo=None)}, "time_without_zone"),
    ],
)
def test_what_cannot_be_asked(asked: dict[str, Any], code: str) -> None:
    record.capture(received(some(lot("HB", "HB-1"), 1), 0))
    units = [objects.resolve("HB-1")] if asked.pop("units", False) else []
    with pytest.raises(Malformed) as refused:
        trace.suspects(units, **asked)
    assert refused.value.code == code


@pytest.mark.django_db
def test_where_nothing_came_back_there_is_nothing_to_suspect() -> None:
    answer = trace.suspects()
    assert (answer.complaints, answer.suspects, answer.causes) == (0, (), ())


@pytest.mark.parametrize(
    ("marks", "first", "count"),
    [
        ("only the DOT code is readable: 1AB XYZ012 2426", "2026-06-08", 7),
        ("T205 DOT 0126", "2025-12-29", 7),
        ("T205 made on 2026-05-04", "2026-05-04", 1),
        ("T205 DOT 9926", "", 0),
        ("ink 2426", "", 0),
    ],
)
def test_when_a_thing_was_made_by_what_can_be_read(marks: str, first: str, count: int) -> None:
    days = sorted(days_of(marks))
    assert len(days) == count
    assert not days or days[0].isoformat() == first


def test_measured_values_fall_into_fifths_or_stand_by_themselves() -> None:
    assert binned((n, "3") for n in range(9)) == ()
    assert binned([(1, "2"), (2, "3.5"), (3, "in order")]) == (Bin(2, 2), Bin(3.5, 3.5))
    fifths = binned((n, str(n)) for n in range(100))
    assert [(one.low, one.high) for one in fifths] == [
        (0, 19), (20, 39), (40, 59), (60, 79), (80, 99),
    ]  # fmt: skip
