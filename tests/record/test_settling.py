"""A person settles findings; what the rules find stays derived, and is replayed as before."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.plants import held, lot, received, run, some, transformed

from gozinto import record
from gozinto.access.roles import Role
from gozinto.errors import Forbidden, Malformed, Refused, Unknown
from gozinto.operations import correcting
from gozinto.plant.models import Person
from gozinto.record import findings, rebuild, remarks, settling
from gozinto.record.findings import Found, Group
from gozinto.record.models import Finding, FindingRemark
from gozinto.record.settling import About

pytestmark = pytest.mark.django_db

RM = lot("RM", "RM-1")
QUALITY = frozenset({Role.QUALITY})


def use(hours: float, *, of: str = RM, amount: int = 1) -> str:
    """Use some of a lot; answers the event's id."""
    event = transformed(hours, run_id=run("R"), inputs=[some(of, amount)])
    return record.capture(event).event_id


@pytest.fixture
def faults() -> list[str]:
    """A lot on hold is used twice."""
    record.capture(received(some(RM, 100), 0))
    record.capture(held(RM, 1))
    return [use(2), use(3)]


def listed(state: str = "") -> list[Found]:
    return list(findings.page(state=state).findings)[::-1]


def settle(*found: Found, reason: str = "Seen to.") -> settling.Said:
    return settling.settle([one.id for one in found], reason=reason, by="P-1", roles=QUALITY)


def group() -> Group:
    (only,) = findings.groups().groups
    return only


def test_what_is_settled_is_open_no_more_and_says_who_and_why(faults: list[str]) -> None:
    first, second = listed()
    settle(first, reason=" The lot was released by word of mouth. ")
    assert [one.id for one in listed("open")] == [second.id]
    (settled,) = listed("settled")
    assert settled.state == "settled"
    assert settled.settled is not None
    assert (settled.settled.person, settled.settled.reason) == (
        "P-1",
        "The lot was released by word of mouth.",
    )
    assert (group().count, group().open) == (2, 1)


def test_what_was_found_is_not_changed_by_it_and_a_replay_finds_the_same(
    faults: list[str],
) -> None:
    before = list(Finding.objects.order_by("id").values())
    settle(*listed())
    assert list(Finding.objects.order_by("id").values()) == before
    assert rebuild.check() == []
    rebuild.rebuild()
    assert not {row["id"] for row in before} & {one.id for one in listed()}, "judged anew"
    assert [one.state for one in listed()] == ["settled", "settled"]


def test_another_fault_than_was_settled_is_open() -> None:
    record.capture(received(some(RM, 10), 0))
    use(2, amount=12)
    (short,) = listed("open")
    settle(short)
    assert listed("open") == []
    record.capture(received(some(RM, 1), 1))
    (other,) = listed("open")
    assert (short.rule, other.rule) == ("more_than_on_hand", "more_than_on_hand")
    assert Decimal((other.data or {})["on_hand"]) == Decimal((short.data or {})["on_hand"]) + 1


def test_a_fault_that_heals_takes_its_settling_along(faults: list[str]) -> None:
    settle(*listed())
    correcting.withdraw(faults[0], reason="typed twice", by="P-1")
    (left,) = listed()
    assert (left.event_id, left.state) == (faults[1], "settled")


def test_a_person_opens_it_again(faults: list[str]) -> None:
    first, second = listed()
    settle(first, second)
    settling.reopen([first.id], reason="It went on.", by="P-2", roles=QUALITY)
    assert [one.state for one in listed()] == ["open", "settled"]
    with pytest.raises(Refused) as refused:
        settling.reopen([first.id], reason="", by="P-2", roles=QUALITY)
    assert refused.value.violations[0].code == "finding_not_settled"
    settle(first, reason="Once more.")
    assert [one.state for one in listed()] == ["settled", "settled"]


def test_what_was_settled_at_once_is_taken_back_at_once(faults: list[str]) -> None:
    first, second = listed()
    said = settle(first, second)
    settling.reopen([first.id], reason="It went on.", by="P-2", roles=QUALITY)
    assert settling.take_back(said.batch, by="P-1", roles=QUALITY).count == 1
    assert [one.state for one in listed()] == ["open", "open"]
    with pytest.raises(Refused):
        settling.take_back(said.batch, by="P-1", roles=QUALITY)


def test_a_group_is_settled_as_it_was_seen(faults: list[str]) -> None:
    seen = group()
    use(4)
    told = About(rule="object_held", about=seen.about, upto=seen.upto)
    said = settling.settle_about([told], reason="Released late.", by="P-1", roles=QUALITY)
    assert said.count == 2
    assert [one.state for one in listed()] == ["settled", "settled", "open"]
    assert settling.settle_about([told], reason="Again.", by="P-1", roles=QUALITY).count == 0


def test_it_needs_a_reason_a_role_and_something_open(faults: list[str]) -> None:
    first, _ = listed()
    for reason in ("", "  "):
        with pytest.raises(Refused) as refused:
            settle(first, reason=reason)
        assert refused.value.violations[0].code == "settled_without_reason"
    with pytest.raises(Forbidden) as forbidden:
        settling.settle([first.id], reason="x", by="P-1", roles={Role.WAREHOUSE, Role.ADMIN})
    assert forbidden.value.data["roles"] == ["quality"]
    with pytest.raises(Unknown) as unknown:
        settling.settle([first.id, 10**9], reason="x", by="P-1", roles=QUALITY)
    assert unknown.value.code == "unknown_finding"
    with pytest.raises(Malformed):
        settling.settle([], reason="x", by="P-1", roles=QUALITY)
    assert FindingRemark.objects.count() == 0
    settle(first)
    with pytest.raises(Refused) as twice:
        settle(first)
    assert twice.value.violations[0].code == "finding_not_open"


def test_who_may_let_a_rule_pass_may_settle_what_it_finds() -> None:
    assert settling.settlers("fefo_violated") == {Role.QUALITY, Role.WAREHOUSE}
    assert settling.settlers("duplicate_serial") == QUALITY
    assert {Role.QUALITY, Role.WAREHOUSE, Role.PLANNER} == settling.SETTLERS


def test_it_is_somebodys_from_now_on(faults: list[str]) -> None:
    Person.objects.create(code="P-7", name="Ada")
    seen = group()
    about = About(rule="object_held", about=seen.about, upto=seen.upto)
    settling.assign_about([about], to="P-7", note="Ask the press hall.", by="P-1")
    assert [one.state for one in listed()] == ["open", "open"]
    told = remarks.assigned([one.id for one in listed()])
    assert {(one.person, one.note) for one in told.values()} == {("P-7", "Ask the press hall.")}
    with pytest.raises(Unknown):
        settling.assign([listed()[0].id], to="nobody", by="P-1")


def test_one_query_reads_findings_with_what_was_said(faults: list[str]) -> None:
    settle(listed()[0])
    with CaptureQueriesContext(connection) as asked:
        assert len(findings.page(state="open").findings) == 1
    assert len(asked) == 1
