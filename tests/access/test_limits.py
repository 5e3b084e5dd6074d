"""One caller cannot take a server from the others."""

from __future__ import annotations

import pytest
from django.test import Client

from gozinto.access import limits, tokens
from gozinto.access.gate import Principal
from gozinto.access.limits import PER_S, Limits, read
from gozinto.access.roles import Role
from gozinto.errors import Malformed, TooManyRequests


class Watch:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def caller(key: str, *roles: Role) -> Principal:
    return Principal(key, frozenset(roles), key=key)


def test_a_burst_is_let_pass_and_then_the_rate() -> None:
    watch = Watch()
    limits = Limits(PER_S | {Role.OPERATOR: 2}, clock=watch)
    ada, ben = caller("ada", Role.OPERATOR), caller("ben", Role.OPERATOR)
    for _ in range(6):
        limits.take(ada)
    with pytest.raises(TooManyRequests) as refused:
        limits.take(ada)
    assert refused.value.data["retry_after_s"] == 1
    limits.take(ben)  # what ada did is not his
    watch.now = 0.5
    limits.take(ada)
    with pytest.raises(TooManyRequests):
        limits.take(ada)


def test_an_account_may_what_the_role_may_that_may_most() -> None:
    limits = Limits(PER_S | {Role.OPERATOR: 1, Role.QUALITY: 0}, clock=Watch())
    both = caller("both", Role.OPERATOR, Role.QUALITY)
    assert [limits.take(both) for _ in range(100)] == [None] * 100


def test_many_callers_do_not_fill_the_memory() -> None:
    watch = Watch()
    limits = Limits(PER_S, clock=watch)
    for number in range(20_001):
        watch.now += 0.001
        limits.take(caller(str(number), Role.OPERATOR))
    assert len(limits._buckets) <= 10_001


def test_the_setting_says_how_often_each_role_may() -> None:
    assert read("operator=5 partner=0") == PER_S | {Role.OPERATOR: 5, Role.PARTNER: 0}
    for wrong in ("operator", "nobody=5", "operator=-1", "operator=5,admin=6"):
        with pytest.raises(Malformed):
            read(wrong)


@pytest.mark.django_db
def test_who_asks_too_often_is_told_how_long_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    few = Limits(PER_S | {Role.OPERATOR: 1}, clock=Watch())
    monkeypatch.setattr(limits, "of_process", lambda: few)
    program = Client(headers={"Authorization": f"Bearer {tokens.create(role=Role.OPERATOR)}"})
    answers = [program.get("/api/v1/materials") for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert answers[-1]["Retry-After"] == "1"
    assert answers[-1].json()["code"] == "too_many_requests"
