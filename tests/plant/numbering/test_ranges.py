"""Panels print while the server is away, over a new year too; what they did not use comes back."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.properties.number_patterns import CODES, facts_for, sound_patterns
from tests.properties.test_numbers import refusals

from gozinto.errors import Conflict, Malformed, Refused, Unknown
from gozinto.plant.models import IssuedNumber, NumberingFormat, VoidNumber
from gozinto.plant.numbering import issuing, previewing, reserving
from gozinto.plant.numbering.previewing import Gap
from gozinto.plant.numbering.reserving import Reservation
from gozinto.standards.numbers import patterns, writing
from gozinto.standards.numbers.offline import Supply
from gozinto.standards.numbers.shapes import Facts

pytestmark = pytest.mark.django_db

SILVESTER = date(2024, 12, 30)
NEW_YEAR = date(2025, 1, 1)


def described(pattern: str, *, gapless: bool = False) -> NumberingFormat:
    return NumberingFormat.objects.create(
        code="F", name="F", pattern=pattern, subject="lot", gapless=gapless
    )


def reserved(holder: str = "panel 1", *, count: int = 5, **more: object) -> Reservation:
    asked: dict[str, object] = {"at": SILVESTER, "until": date(2025, 1, 2)} | more
    return reserving.reserve(format="F", holder=holder, count=count, by="test", **asked)  # type: ignore[arg-type]  # told by each test


def supply(reservation: Reservation) -> Supply:
    return Supply(patterns.read(reservation.pattern), reservation.ranges)


@pytest.mark.parametrize("gapless", [True, False])
def test_a_panel_that_is_away_over_a_new_year_prints_what_nobody_else_does(gapless: bool) -> None:
    described("IA-{date:%d%m%Y}-{seq:3}", gapless=gapless)
    one, other = (reserved(f"panel {n}") for n in (1, 2))
    away, too = supply(one), supply(other)
    printed = [
        panel.draw(Facts(day=day))
        for day in (SILVESTER, NEW_YEAR)
        for panel in (away, too)
        for _ in range(2)
    ]
    printed += issuing.issue(format="F", by="test", at=NEW_YEAR, count=2)
    assert len(set(printed)) == 10
    assert printed[0] == "IA-30122024-001"
    reserving.give_back(one.id, used=[text for _, text in away.used], by="panel 1")
    # What the first panel left of the new year's day is issued next.
    assert issuing.issue(format="F", by="test", at=NEW_YEAR) == ["IA-01012025-003"]


def test_what_was_used_is_registered_and_the_rest_is_free_again() -> None:
    described("{seq:4}", gapless=True)
    reservation = reserved(count=5)
    assert issuing.issue(format="F", by="test") == ["0006"]
    assert previewing.gaps(format="F") == [
        Gap(scope="", first=1, last=5, why="reserved", holder="panel 1")
    ]
    reserving.give_back(reservation.id, used=["0001", "0003"], by="panel 1")
    assert issuing.issue(format="F", by="test", count=4) == ["0002", "0004", "0005", "0007"]
    assert previewing.gaps(format="F") == []
    assert IssuedNumber.objects.get(text="0003").range is not None


def test_what_a_panel_spoiled_is_void_and_never_issued() -> None:
    described("{seq:4}")
    reservation = reserved(count=3)
    reserving.give_back(reservation.id, used=["0001"], spoiled={"0002": "label torn"}, by="panel 1")
    assert VoidNumber.objects.get().why == "label torn"
    assert issuing.issue(format="F", by="test", count=2) == ["0003", "0004"]


def test_giving_back_again_is_harmless_and_with_other_numbers_a_conflict() -> None:
    described("{seq:4}")
    reservation = reserved(count=3)
    for _ in range(2):
        assert reserving.give_back(reservation.id, used=["0001"], by="panel 1") == ["0001"]
    with pytest.raises(Conflict) as conflict:
        reserving.give_back(reservation.id, used=["0001", "0002"], by="panel 1")
    assert conflict.value.code == "reservation_returned"
    assert issuing.issue(format="F", by="test") == ["0002"]


def test_a_number_that_was_not_set_aside_is_refused_and_nothing_is_given_back() -> None:
    described("{date:%d%m%Y}-{seq:3}")
    reservation = reserved(count=3)
    used = ["30122024-001", "30122024-004", "29122024-001", "junk"]
    with pytest.raises(Refused) as refused:
        reserving.give_back(reservation.id, used=used, by="panel 1")
    assert [(v.code, v.value) for v in refused.value.violations] == [
        ("number_not_reserved", text) for text in used[1:]
    ]
    assert not IssuedNumber.objects.exists()


def test_a_reservation_that_is_not_there_or_no_id_at_all() -> None:
    with pytest.raises(Unknown):
        reserving.find("01890a5d-ac96-774b-bcce-b302099a8057")
    with pytest.raises(Malformed):
        reserving.find("panel 1")


def test_an_ended_lease_frees_nothing_and_is_listed() -> None:
    described("{seq:4}")
    reservation = reserved(count=3)
    assert [r.id for r in reserving.overdue(now=reservation.lease_until)] == [reservation.id]
    assert reserving.overdue(now=reservation.lease_until - timedelta(seconds=1)) == []
    assert issuing.issue(format="F", by="test") == ["0004"]
    reserving.give_back(reservation.id, used=[], by="panel 1")
    assert reserving.overdue(now=reservation.lease_until) == []


@pytest.mark.parametrize("until", [date(2024, 12, 29), date(2025, 1, 31)])
def test_numbers_are_set_aside_for_a_month_at_most_and_not_for_the_past(until: date) -> None:
    described("{seq:4}")
    with pytest.raises(Refused) as refused:
        reserved(until=until)
    assert [v.code for v in refused.value.violations] == ["bad_reservation"]


def test_each_shift_that_a_panel_may_come_into_has_its_numbers() -> None:
    described("{date:%y%m%d}{shift:1}{line:2}{seq:2:shift:line}")
    reservation = reserved(count=2, until=SILVESTER, shifts=("A", "B"), line="L1")
    away = supply(reservation)
    drawn = [away.draw(Facts(day=SILVESTER, shift=s, line="L1")) for s in "AB"]
    assert drawn == ["241230AL101", "241230BL101"]
    with pytest.raises(Refused) as refused:
        away.draw(Facts(day=NEW_YEAR, shift="A", line="L1"))
    assert [v.code for v in refused.value.violations] == ["range_used_up"]
    reserving.give_back(reservation.id, used=drawn, by="panel 1")


def test_what_is_on_record_or_issued_is_not_set_aside() -> None:
    described("{seq:4}")
    NumberingFormat.objects.create(code="G", name="G", pattern="{seq:4+}", subject="lot")
    issuing.issue(format="G", by="test", count=2)
    ranges = reserved(count=3).ranges
    assert [(r.first, r.last) for r in ranges] == [(3, 5)]


@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[*HealthCheck],
)
@given(data=st.data())
def test_every_format_survives_a_new_year_on_two_panels(data: st.DataObject) -> None:
    with transaction.atomic():  # what one plant issued is not taken in the next one
        over_a_new_year(data)
        transaction.set_rollback(True)


def over_a_new_year(data: st.DataObject) -> None:
    pattern = data.draw(sound_patterns())
    facts = data.draw(facts_for(pattern, st.just(SILVESTER)))
    days = [SILVESTER + timedelta(days=n) for n in range(4)]
    if refusals(lambda: writing.written(pattern, Facts(day=facts.day, sequence=1, **codes(facts)))):
        return
    used_format = NumberingFormat.objects.create(
        code="H",
        name="H",
        pattern=pattern.text,
        subject="lot",
        gapless=data.draw(st.booleans()),
    )
    given = {"line": facts.line, "material": facts.material}
    asked = given | {"format": used_format.code, "count": 3, "by": "test", "until": days[-1]}
    panels = [
        # whatever the format needs
        reserving.reserve(holder=f"panel {n}", at=days[0], shifts=(facts.shift,), **asked)  # type: ignore[arg-type]
        for n in (1, 2)
    ]
    away = [supply(panel) for panel in panels]
    server: list[str] = []
    for day in days:
        for one in data.draw(st.permutations(away)):
            if not refusals(partial(one.draw, Facts(day=day, **codes(facts)))):
                server += issuing.issue(
                    format=used_format.code, at=day, shift=facts.shift, by="test", **given
                )
    drawn = server + [text for one in away for _, text in one.used]
    assert server
    assert len(set(drawn)) == len(drawn)
    for panel, one in zip(panels, away, strict=True):
        used = [text for _, text in one.used]
        assert reserving.give_back(panel.id, used=used, by="test") == used
    again = issuing.issue(
        format=used_format.code, at=days[0], shift=facts.shift, by="test", count=2, **given
    )
    assert not set(again) & set(drawn)


def codes(facts: Facts) -> dict[str, str]:
    return {name: getattr(facts, name) for name in CODES}
