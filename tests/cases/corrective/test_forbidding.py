"""A corrective action that was proven becomes an interlock, by which the next one is refused."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest

from gozinto.access import describing
from gozinto.access.roles import Role
from gozinto.cases import doing, stepping
from gozinto.cases.corrective import forbidding
from gozinto.errors import Forbidden, Refused
from gozinto.operations import production
from gozinto.plant import changing
from gozinto.plant.models import Interlock
from gozinto.record import Captured, clock
from tests.cases.corrective.eightd import CYCLES, brought_to, refused, step, taking
from tests.record.rules import judged
from tests.record.rules.judged import stock, stocked
from tests.workshop import OPERATOR, asset, at, reported_run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _described(db: None) -> None:
    judged.describe()


def test_what_was_proven_is_refused_from_then_on_with_the_number_of_its_case() -> None:
    stock("HB")
    with clock.set_to(at(0)):
        case = step(brought_to("verify"), "forbid", dict(CYCLES))
    assert forbidding.made_by(case) == ["IL-BLADDER"]
    row = Interlock.objects.get()
    assert (row.case, row.condition, row.since, row.severity) == (
        case.number, "most_cycles", at(0), "override",
    )  # fmt: skip

    def mounted(hours: float) -> Captured:
        return production.mount(
            asset("B-317"), equipment="PRESS-42", slot="bladder", position="L", cycles=3,
            by=OPERATOR, at=at(hours),
        )  # fmt: skip

    mounted(-1)
    assert judged.findings() == []
    with clock.set_to(at(1)), pytest.raises(Refused) as caught:
        production.mount(
            asset("B-317"), equipment="PRESS-42", slot="bladder", position="L", cycles=3,
            by=OPERATOR, at=at(1), live=True,
        )  # fmt: skip
    assert [one.message for one in caught.value.violations] == [
        f"B-317 has 3 cycles behind it, and 3 are allowed (Bladders work 3 times, {case.number})."
    ]
    assert judged.only("interlock", mounted(1))


@pytest.mark.parametrize("act", ["contain", "explain", "do", "carry_out"])
def test_what_is_not_proven_yet_forbids_nothing(act: str) -> None:
    case = brought_to(act)
    assert refused(case, "forbid", dict(CYCLES)) == ["act_not_open"]
    assert not Interlock.objects.exists()


def test_all_that_is_wrong_with_it_is_told_and_neither_is_kept() -> None:
    case = brought_to("verify")
    told = CYCLES | {"cycles": "0", "equipment": "PRES-42", "skill": "MIX"}
    codes = refused(case, "forbid", dict(told))
    assert set(codes) == {"out_of_range", "unknown_reference"}
    assert refused(case, "forbid", CYCLES | {"skill": "MIX"}) == ["not_for_this_kind"]
    assert refused(case, "forbid", CYCLES | {"asset_kind": ""}) == ["missing_value"]
    assert stepping.find(case.number).seen == case.seen
    assert not Interlock.objects.exists()


def test_the_same_request_again_makes_one_interlock_and_one_step() -> None:
    case = brought_to("verify")
    asked = taking(request=uuid4())
    first = doing.take(case.number, "forbid", told=CYCLES, taking=asked)
    assert doing.take(case.number, "forbid", told=CYCLES, taking=asked) == first
    assert len(changing.history("interlocks", "IL-BLADDER")) == 1


def test_it_is_tightened_and_never_loosened() -> None:
    step(brought_to("verify"), "forbid", dict(CYCLES))
    other = brought_to("verify")
    tighter = step(other, "forbid", CYCLES | {"cycles": "2", "severity": "block"})
    assert tighter.made["tightened"]
    row = Interlock.objects.get()
    assert (row.cycles, row.severity, row.case) == (2, "block", other.number)
    for looser in (
        {"cycles": "4", "severity": "block"},
        {"cycles": "2", "severity": "finding"},
        {"cycles": "2", "severity": "block", "equipment": "PRESS-42"},
    ):
        assert refused(other, "forbid", CYCLES | looser) == ["interlock_loosened"]


def test_nobody_but_quality_forbids_and_planning_does_not_lift_it() -> None:
    case = brought_to("verify")
    with pytest.raises(Forbidden):
        step(case, "forbid", dict(CYCLES), roles=(Role.PLANNER,))
    assert describing.may({Role.QUALITY}, "interlocks")
    assert not describing.may({Role.PLANNER, Role.INTEGRATOR}, "interlocks")


def test_a_lot_that_no_interlock_names_is_used() -> None:
    stock("HB")
    step(brought_to("verify"), "forbid", dict(CYCLES))
    with clock.set_to(at(1)):
        production.consume(
            stocked("HB"),
            run=reported_run(job="J-1", step="mixing", equipment="MIX-1", by=OPERATOR),
            quantity=Decimal(1), by=OPERATOR, at=at(1),
        )  # fmt: skip
    assert judged.findings() == []
