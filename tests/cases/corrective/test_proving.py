"""Whether it helped is reckoned from what is on record, and stands in the step that says so."""

from __future__ import annotations

from typing import Any

import pytest

from gozinto.cases import doing
from gozinto.errors import Refused
from gozinto.operations import production, returning, shipping
from gozinto.record import clock
from tests import workshop
from tests.cases.corrective.eightd import brought_to, refused, step, taking
from tests.workshop import CLERK, OPERATOR, at, reported_run, unit

pytestmark = pytest.mark.django_db
WINDOWS = {
    "because": "Fewer leak.", "counted": "complaints", "of_units": "shipped", "material": "T205",
    "defect": "leak", "before_from": "2026-03-02", "before_to": "2026-03-03",
    "after_from": "2026-03-04", "after_to": "2026-03-05",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _plant(db: None) -> None:
    """Ten tyres a day on four days; of those of the first two days six leak, of the others one."""
    workshop.furnish()
    run = reported_run(job="J-1", step="curing", equipment="PRESS-42", by=OPERATOR, at=at(0))
    for day in range(4):
        numbers = [f"T-{day}{place}" for place in range(10)]
        for number in numbers:
            production.produce_serial(
                run=run, material="T205", number=number, by=OPERATOR, at=at(24 * day)
            )
        shipping.ship(
            [unit("T205", number) for number in numbers], note=f"N-{day}", to="NORTH",
            by=CLERK, at=at(24 * day + 1),
        )  # fmt: skip


def complain(number: str, *, hours: float, defect: str = "leak") -> None:
    with clock.set_to(at(hours)):
        doing.open_case(
            "complaint", title="Leaks", told={"claim": "It leaks.", "defect": defect},
            taking=taking(subjects={"unit": (unit("T205", number),)}),
        )  # fmt: skip


def six_and_one() -> None:
    for place in range(6):
        complain(f"T-{place % 2}{place}", hours=24 * (place % 2) + 5)
    complain("T-20", hours=24 * 2 + 5)
    complain("T-21", hours=24 * 2 + 6, defect="noise")


def verified(**more: Any) -> dict[str, Any]:
    with clock.set_to(at(24 * 10)):
        case = step(brought_to("carry_out"), "verify", {**WINDOWS, **more})
    assert case.state == "effective"
    found: dict[str, Any] = case.made["figures"]
    return found


def test_complaints_per_unit_shipped_before_and_after() -> None:
    six_and_one()
    told = verified()
    assert (told["before"]["failures"], told["before"]["units"]) == (6, 20)
    assert (told["after"]["failures"], told["after"]["units"]) == (1, 20)
    assert told["ratio"]["value"] == pytest.approx(1 / 6)
    assert told["chance"] == pytest.approx(8 / 2**7)
    assert not told["is_proven"]


def test_of_what_was_made_each_unit_has_the_same_time_to_fail() -> None:
    """Ten days on, what was made last had five: a tyre of the first days that failed on the
    ninth counts for neither."""
    six_and_one()
    complain("T-09", hours=24 * 8)
    told = verified(of_units="made")
    assert (told["before"]["failures"], told["after"]["failures"]) == (6, 1)


def test_returns_of_a_defect() -> None:
    for number, reason in (("T-00", "leak"), ("T-01", "noise"), ("T-30", "leak")):
        returning.take_back(
            unit("T205", number), dealer="NORTH", reason=reason, by=CLERK,
            at=at(24 * int(number[2]) + 9),
        )  # fmt: skip
    told = verified(counted="returns")
    assert (told["before"]["failures"], told["after"]["failures"]) == (1, 1)


def test_it_failed_goes_back_to_containment_with_its_figures() -> None:
    six_and_one()
    with clock.set_to(at(24 * 10)):
        case = step(brought_to("carry_out"), "fail", dict(WINDOWS))
    assert (case.state, case.made["figures"]["after"]["failures"]) == ("contained", 1)


def test_windows_that_say_nothing_are_refused() -> None:
    case = brought_to("carry_out")
    with clock.set_to(at(24 * 10)):
        assert refused(case, "verify", {**WINDOWS, "before_to": ""}) == ["field_missing"]
        assert refused(case, "verify", {**WINDOWS, "after_from": "2026-03-03"}) == ["bad_window"]
        assert refused(case, "verify", {**WINDOWS, "material": "GT"}) == ["no_units", "no_units"]
    with clock.set_to(at(24 * 3)), pytest.raises(Refused):
        step(case, "verify", dict(WINDOWS))
    assert "figures" not in step(case, "verify", {"because": "It is plain to see."}).made
