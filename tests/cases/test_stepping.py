"""A case is its steps: dated, by somebody, never changed, each taken once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections, transaction
from django.db.utils import ProgrammingError

from gozinto.access.roles import Role
from gozinto.cases import stepping
from gozinto.cases.models import Case, CaseStep
from gozinto.cases.stepping import Standing, Taking
from gozinto.deployment.database import Roles
from gozinto.errors import Conflict, Forbidden, Outdated, Refused, Unknown

QUALITY = (Role.QUALITY,)
BECAUSE = {"because": "the bladder leaks"}


def taking(**more: Any) -> Taking:
    return Taking(**{"by": "quality", "roles": QUALITY, **more})


def recall(**more: Any) -> Standing:
    return stepping.open_case("recall", title="Leaks", told=BECAUSE, taking=taking(**more))


def refused(number: str, act: str, told: dict[str, object], **more: Any) -> list[str]:
    with pytest.raises(Refused) as error:
        stepping.take(number, act, told=told, taking=taking(**more))
    return [one.code for one in error.value.violations]


@pytest.mark.django_db
class TestOneCase:
    def test_it_stands_where_its_last_step_led(self) -> None:
        number = recall(subjects={"origin": ["https://demo.example/1"]}).number
        stepping.take(number, "narrow", told={"width": "proven"}, taking=taking())
        stands = stepping.take(
            number, "freeze", told=BECAUSE, taking=taking(signed="password", made={"hash": "ab"})
        )
        assert [(step.sequence, step.act, step.state) for step in stands.steps] == [
            (1, "open", "scoping"),
            (2, "narrow", "scoping"),
            (3, "freeze", "frozen"),
        ]
        assert (stands.state, stands.told["width"], stands.made["hash"]) == (
            *("frozen", "proven", "ab"),
        )
        assert stands.subjects == {"origin": ("https://demo.example/1",)}
        assert stands.steps[2].signed == "password"

    def test_it_is_counted_by_kind_and_year_without_gaps(self) -> None:
        first = recall()
        assert first.number.startswith(f"RC-{first.opened_at.year}-")
        again = recall()
        assert int(again.number[-4:]) == int(first.number[-4:]) + 1

    def test_what_is_not_open_now_says_what_is(self) -> None:
        number = recall().number
        with pytest.raises(Refused) as error:
            stepping.take(number, "notify", told={"instruction": "x"}, taking=taking())
        (wrong,) = error.value.violations
        assert (wrong.code, wrong.data["state"]) == ("act_not_open", "scoping")
        assert wrong.data["open"] == ["narrow", "freeze", "cancel"]

    def test_what_is_signed_is_not_done_without(self) -> None:
        assert refused(recall().number, "freeze", {}) == ["not_signed", "field_missing"]

    def test_who_may_not_does_not(self) -> None:
        with pytest.raises(Forbidden):
            recall(roles=(Role.AUDITOR,))
        number = recall().number
        with pytest.raises(Forbidden):
            stepping.take(number, "narrow", told={}, taking=taking(roles=(Role.OPERATOR,)))

    def test_who_saw_an_older_step_is_told_so(self) -> None:
        stands = recall()
        stepping.take(stands.number, "narrow", told={}, taking=taking(seen=stands.seen))
        with pytest.raises(Outdated):
            stepping.take(stands.number, "narrow", told={}, taking=taking(seen=stands.seen))

    def test_the_same_request_is_done_once(self) -> None:
        request = uuid4()
        number = recall(request=request).number
        assert recall(request=request).number == number
        again = uuid4()
        for _ in range(2):
            stepping.take(number, "narrow", told={"width": "proven"}, taking=taking(request=again))
        assert stepping.find(number).seen == 2
        with pytest.raises(Conflict):
            stepping.take(number, "cancel", told=BECAUSE, taking=taking(request=again))

    def test_what_is_unknown_is_said_to_be(self) -> None:
        with pytest.raises(Unknown, match="RC-1"):
            stepping.find("RC-1")
        with pytest.raises(Unknown) as error:
            stepping.take(recall().number, "burn", told={}, taking=taking())
        assert "freeze" in error.value.near
        with pytest.raises(Unknown):
            stepping.open_case("party", title="x", told={}, taking=taking())

    def test_a_case_leads_to_another_and_is_found_by_what_it_is_about(self) -> None:
        tyre = "https://demo.example/obj/T205/0444232322"
        first, second = recall(subjects={"origin": [tyre]}), recall()
        stepping.take(first.number, "narrow", told={}, taking=taking(ties=[second.number]))
        assert stepping.find(first.number).tied == (second.number,)
        assert stepping.find(second.number).tied_from == (first.number,)
        assert [one.number for one in stepping.about([tyre])] == [first.number]

    def test_a_list_says_how_each_stands(self) -> None:
        first, second = recall(), recall()
        stepping.take(first.number, "cancel", told=BECAUSE, taking=taking())
        found = [(one.number, one.state) for one in stepping.listed("recall")]
        assert found[:2] == [(second.number, "scoping"), (first.number, "cancelled")]
        assert [one.number for one in stepping.listed("recall", states=["cancelled"])] == [
            first.number
        ]

    def test_what_it_costs_to_read_does_not_grow(self, django_assert_num_queries: Any) -> None:
        numbers = [recall().number for _ in range(5)]
        with django_assert_num_queries(4):
            assert len(stepping.find_all(numbers)) == 5


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Case, CaseStep])
def test_nobody_changes_or_deletes_a_step(model: type[Case] | type[CaseStep]) -> None:
    recall()
    for statement in ("UPDATE {} SET id = id", "DELETE FROM {}"):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement.format(model._meta.db_table))


def test_of_two_at_once_one_is_done(committed_db: Roles) -> None:
    number = recall().number

    def cancel(request: UUID) -> str:
        try:
            stepping.take(number, "cancel", told=BECAUSE, taking=taking(seen=1, request=request))
        except (Outdated, Refused) as error:
            return error.code
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(4) as several:
        answers = sorted(several.map(cancel, [uuid4() for _ in range(4)]))
    assert answers.count("done") == 1
    assert stepping.find(number).seen == 2
