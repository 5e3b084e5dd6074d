"""A drill of a works that was counted by hand: located, explained, reached, and how soon."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from gozinto.access.roles import Role
from gozinto.cases import doing
from gozinto.cases.drills import figures, trend
from gozinto.cases.models import RecallHold, RecallNotice
from gozinto.cases.standing import Standing
from gozinto.errors import Forbidden, Refused
from gozinto.operations import counting
from gozinto.plant import known
from gozinto.record import capture, clock
from gozinto.record.models import Event, ObjectState
from tests.cases.drills.works import OWN_LOT, RUBBER, TYRES, by, drill, step
from tests.plants import shipped
from tests.workshop import CLERK, asset, at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_works")]
BEGUN = at(24 * 30)


class Watch:
    """What time it is."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def shows(self, minutes: float) -> None:
        """So many minutes after the drill began."""
        self.at = BEGUN + timedelta(minutes=minutes)


@pytest.fixture
def watch() -> Iterator[Watch]:
    """A clock that stands until somebody moves it."""
    one = Watch(BEGUN)
    with clock.set_to(lambda: one.at):
        yield one


def found(stands: Standing) -> figures.Figures:
    return figures.figures(stands, now=clock.now())


def codes(error: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in error.value.violations]


class TestRubber:
    """Of a raw lot: both ways, every piece, every kilogram."""

    def test_every_tyre_of_it_is_located_and_every_kilogram_explained(self) -> None:
        scoped = step(drill(RUBBER).number, "scope")
        scope = scoped.made["scope"]
        assert scope["amounts"] == {"C62": "5"}
        assert scope["places"] == {"stock": {"C62": "1"}, "customer": {"C62": "4"}}
        assert scope["located"] == "1"
        (rubber,) = scope["balance"]
        assert (rubber["came"], rubber["went"], rubber["on_hand"]) == ("100", "60", "40")
        assert found(scoped).explained == 1
        names = {
            known.now().partner_of(one["uri"]).name: one["amounts"]  # type: ignore[union-attr]  # all are on record
            for one in scope["customers"]
        }
        assert names == {"North Tyres": {"C62": "2"}, "South Tyres": {"C62": "2"}}
        (supplier,) = scope["behind"]["suppliers"]
        assert (supplier["name"], supplier["lots"]) == ("Elasto Rubber", ["HB-7731"])
        assert scope["gaps"] == []

    def test_a_tyre_that_left_for_nobody_knows_whom_is_not_located_and_a_gap(self) -> None:
        capture(replace(shipped([TYRES[4]], 24), destination_list=()))
        scoped = step(drill(RUBBER).number, "scope")
        assert found(scoped).located == Decimal("0.8")
        (gap,) = scoped.made["scope"]["gaps"]
        assert (gap["code"], gap["uri"]) == ("customer_missing", TYRES[4])
        assert found(scoped).gaps == 1

    def test_what_a_count_misses_is_not_explained(self) -> None:
        counting.count_lot(RUBBER, quantity=Decimal(30), by=CLERK, at=at(12))
        scoped = step(drill(RUBBER).number, "scope")
        assert found(scoped).explained == Decimal("0.9")
        assert [one["code"] for one in scoped.made["scope"]["gaps"]] == ["balance_open"]

    def test_of_a_finished_lot_it_goes_back_to_the_suppliers_lot(self) -> None:
        scope = step(drill(OWN_LOT).number, "scope").made["scope"]
        assert scope["amounts"] == {"C62": "5"}
        assert [one["lots"] for one in scope["behind"]["suppliers"]] == [["HB-7731"]]
        assert len(scope["customers"]) == 2


class TestTheClock:
    """It runs from the opening to the finish, and no pause is known."""

    def test_each_step_is_timed_from_the_opening(self, watch: Watch) -> None:
        number = drill(RUBBER).number
        watch.shows(12)
        step(number, "scope")
        for minutes, customer in ((20, "NORTH"), (50, "SOUTH")):
            watch.shows(minutes)
            step(number, "reach", customer=customer, answered=True, who="A. Kaya")
        watch.shows(239)
        ended = step(number, "finish", learned="Call the second number first.")
        watch.shows(9_999)
        came_to = found(ended)
        assert (came_to.scope_s, came_to.first_contact_s) == (12 * 60, 20 * 60)
        assert (came_to.last_contact_s, came_to.finish_s) == (50 * 60, 239 * 60)
        assert (came_to.reached, came_to.clock_s) == (1, 239 * 60)
        assert [(one.hours, one.is_met) for one in came_to.yardsticks] == [(4, True), (24, True)]

    def test_a_target_is_open_until_its_time_is_over(self, watch: Watch) -> None:
        number = drill(RUBBER).number
        watch.shows(241)
        running = found(step(number, "scope"))
        assert [one.is_met for one in running.yardsticks] == [False, None]
        given_up = found(step(number, "abandon", because="A real recall came."))
        assert [one.is_met for one in given_up.yardsticks] == [False, False]

    def test_what_it_leads_to_later_does_not_move_it(self, watch: Watch) -> None:
        number = drill(RUBBER).number
        step(number, "scope")
        watch.shows(30)
        step(number, "finish")
        watch.shows(5_000)
        action = doing.open_case(
            "action", title="Call list", told={"problem": "It is old."}, taking=by(),
            led_from=number,
        )  # fmt: skip
        again = doing.stepping.find(number)
        assert (again.tied, found(again).clock_s) == ((action.number,), 1_800)


class TestCustomers:
    """Called as in a recall: only who has something of it, and who answers is reached."""

    def test_who_did_not_answer_is_not_reached_until_they_do(self) -> None:
        number = drill(RUBBER).number
        step(number, "scope")
        stands = step(number, "reach", customer="NORTH")
        assert (found(stands).contacts_reached, found(stands).customers) == (0, 2)
        stands = step(number, "reach", customer="NORTH", answered=True, who="A. Kaya")
        stands = step(number, "reach", customer="NORTH")
        north = next(one for one in figures.contacts(stands) if one.uri.endswith("NORTH"))
        assert (north.is_reached, north.who, north.calls) == (True, "A. Kaya", 3)
        assert found(stands).reached == Decimal("0.5")

    def test_who_has_nothing_of_it_is_not_called(self) -> None:
        number = drill(RUBBER).number
        with pytest.raises(Refused) as early:
            step(number, "reach", customer="NORTH", answered=True)
        step(number, "scope")
        with pytest.raises(Refused) as error:
            step(number, "reach", customer="RIVAL", answered=True)
        assert (codes(early), codes(error)) == (["not_scoped"], ["not_a_customer"])


class TestSteps:
    """Who may what, and what is signed."""

    def test_it_is_not_finished_unsigned_nor_before_its_scope_is_known(self) -> None:
        number = drill(RUBBER).number
        with pytest.raises(Refused) as unsigned:
            doing.take(number, "finish", told={}, taking=by(signed=""))
        with pytest.raises(Refused) as unscoped:
            step(number, "finish")
        assert (codes(unsigned), codes(unscoped)) == (["not_signed"], ["not_scoped"])

    def test_an_auditor_reads_and_a_store_only_calls(self) -> None:
        number = drill(RUBBER).number
        for roles in ((Role.AUDITOR,), (Role.WAREHOUSE,)):
            with pytest.raises(Forbidden):
                doing.take(number, "scope", told={}, taking=by(roles=roles))
        step(number, "scope")
        told = {"customer": "NORTH", "answered": True}
        doing.take(number, "reach", told=told, taking=by(roles=(Role.WAREHOUSE,)))

    def test_a_tool_is_no_item_of_a_drill(self) -> None:
        with pytest.raises(Refused):
            drill(asset("B-317"))

    def test_a_step_that_is_sent_twice_is_one(self) -> None:
        number, once = drill(RUBBER).number, by()
        for _ in range(2):
            stands = doing.take(number, "scope", told={}, taking=once)
        assert len(stands.steps) == 2


def test_nothing_on_record_is_changed_by_a_drill() -> None:
    def record() -> tuple[object, ...]:
        return (
            Event.objects.count(),
            sorted(ObjectState.objects.values_list("object_id", "status", "held", "on_hand")),
            RecallHold.objects.count(),
            RecallNotice.objects.count(),
        )

    before = record()
    number = drill(RUBBER).number
    first = step(number, "scope").made["scope"]
    step(number, "reach", customer="NORTH", answered=True)
    step(number, "finish")
    assert record() == before
    again = step(drill(RUBBER).number, "scope").made["scope"]
    assert (again["hash"], again["position"]) == (first["hash"], first["position"])


def test_drills_that_were_finished_make_a_trend_in_one_question(
    watch: Watch, django_assert_num_queries: Any
) -> None:
    for minutes in (30, 300):
        watch.shows(0)
        number = drill(RUBBER).number
        step(number, "scope")
        step(number, "reach", customer="NORTH", answered=True)
        watch.shows(minutes)
        step(number, "finish")
    step(drill(RUBBER).number, "scope")
    with django_assert_num_queries(1):
        seen = trend.trend()
    assert [one.clock_s for one in seen.drills] == [1_800, 18_000]
    assert seen.within == {4: 1, 24: 2}
    (first, _second) = seen.drills
    assert (first.located, first.explained, first.reached) == (1, 1, Decimal("0.5"))
