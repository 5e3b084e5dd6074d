"""Numbers set aside for a panel that stand on nothing are shown, and made void for a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gozinto.errors import Refused
from gozinto.operations.panels import numbers, showing
from gozinto.operations.panels.numbers import Unused
from gozinto.plant.models import IssuedNumber, NumberingFormat, VoidNumber
from gozinto.plant.numbering import issuing
from gozinto.record import clock
from tests.operations.panels.floor import JOB, MIXER, PRESS, do, scan

FIRST = [f"LC-{n:04}" for n in range(1, 11)]


def shown() -> tuple[str, ...]:
    """What the panel at the mixer is told to go on with."""
    return showing.now(MIXER, acting=None).jobs[0].numbers


def the_one() -> Unused:
    (found,) = numbers.unused(MIXER)
    return found


@pytest.fixture(autouse=True)
def _begun() -> None:
    scan(JOB)
    assert list(shown()) == FIRST


def test_what_stands_on_nothing_is_told_with_its_time() -> None:
    do("produce", {"quantity": "40", "numbers": [FIRST[2]]}, live=False)
    found = the_one()
    assert (found.format, list(found.numbers)) == ("LC", [*FIRST[:2], *FIRST[3:]])
    assert found.is_in_use
    assert numbers.unused(PRESS) == []


def test_what_is_void_is_never_issued_again_and_the_panel_gets_others() -> None:
    do("produce", {"quantity": "40", "numbers": [FIRST[2]]}, live=False)
    assert numbers.void_unused(MIXER, reason="the tablet burned", by="chief", in_use=True) == 9
    assert numbers.unused(MIXER) == []
    void = VoidNumber.objects.order_by("number__text")
    assert [one.number.text for one in void] == [*FIRST[:2], *FIRST[3:]]
    assert {(one.why, one.by) for one in void} == {("the tablet burned", "chief")}
    assert IssuedNumber.objects.filter(text=FIRST[2]).exists()
    assert set(shown()).isdisjoint(FIRST)
    assert set(issuing.issue(format="LC", by="x", count=20)).isdisjoint(FIRST)
    assert numbers.void_unused(MIXER, reason="again", by="chief", in_use=False) == 0


def test_a_panel_that_may_go_on_with_them_keeps_them_until_their_time_is_over() -> None:
    assert numbers.void_unused(MIXER, reason="x", by="chief", in_use=False) == 0
    assert list(the_one().numbers) == FIRST
    with clock.set_to(clock.now() + timedelta(days=3)):
        assert not the_one().is_in_use
        assert numbers.void_unused(MIXER, reason="x", by="chief", in_use=False) == 10


def test_nothing_is_void_without_a_reason() -> None:
    with pytest.raises(Refused) as refused:
        numbers.void_unused(MIXER, reason=" ", by="chief", in_use=True)
    assert refused.value.violations[0].code == "void_without_reason"
    assert list(the_one().numbers) == FIRST


def test_what_was_used_up_is_closed_and_leaves_nothing() -> None:
    do("produce", {"quantity": "1", "numbers": [FIRST[0]]}, live=False)
    for number in FIRST[1:]:
        do("produce", {"quantity": "1", "numbers": [number]}, live=False)
    assert numbers.unused(MIXER) == []
    assert numbers.void_unused(MIXER, reason="x", by="chief", in_use=True) == 0


@pytest.mark.parametrize("pattern", ["{date:%y%m%d}-{seq:3}", "{date:%y}{material}-{seq:3:never}"])
def test_of_numbers_that_show_a_day_or_a_material_each_day_counts(pattern: str) -> None:
    numbers.void_unused(MIXER, reason="x", by="chief", in_use=True)
    NumberingFormat.objects.filter(code="LC").update(pattern=pattern)
    ahead = shown()
    do("produce", {"quantity": "40", "numbers": [ahead[0]]}, live=False)
    told = [number for one in numbers.unused(MIXER) for number in one.numbers]
    assert ahead[0] not in told
    assert set(ahead[1:]) <= set(told)
    assert numbers.void_unused(MIXER, reason="y", by="chief", in_use=True) == len(told)
    assert VoidNumber.objects.filter(why="y").count() == len(told)


def test_a_number_that_was_printed_the_day_after_is_used_and_not_void() -> None:
    numbers.void_unused(MIXER, reason="x", by="chief", in_use=True)
    NumberingFormat.objects.filter(code="LC").update(pattern="{date:%y%m%d}-{seq:3:never}")
    today = shown()
    with clock.set_to(clock.now() + timedelta(days=1)):
        tomorrow = shown()
        assert set(today).isdisjoint(tomorrow)
        do("produce", {"quantity": "40", "numbers": [tomorrow[0]]}, live=False)
        assert [number for one in numbers.unused(MIXER) for number in one.numbers] == [*today[1:]]
