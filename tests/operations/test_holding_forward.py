"""Everything forward of a lot is stopped at once, and freed again; what else is held stays held."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gozinto.errors import Refused, Unknown
from gozinto.operations import holding, packing, production, shipping
from gozinto.operations.production import Component
from gozinto.plant import objects
from gozinto.record import Captured, rebuild
from tests.operations.shelves import came, state, tyres
from tests.workshop import CLERK, INSPECTOR, OPERATOR, at, lot, reported_run, unit

PALLET = "095212340000000013"
TYRES = ("001", "002", "003")


@pytest.fixture
def bad() -> str:
    """A lot of rubber that went into a compound and into three tyres; a fourth has none of it."""
    uri = came("BAD", 500)
    mixer = reported_run(job="J-1", step="mixing", equipment="MIX-1", by=OPERATOR, at=at(1))
    production.mix(
        run=mixer, inputs=[Component(of=uri, quantity=Decimal(50), uom="KGM")], material="LC",
        number="LC-1", quantity=Decimal(50), by=OPERATOR, at=at(1),
    )  # fmt: skip
    press = reported_run(job="J-2", step="curing", equipment="PRESS-42", by=OPERATOR, at=at(2))
    for number in TYRES:
        inputs = [Component(of=lot("LC", "LC-1"), quantity=Decimal(1), uom="KGM", slot="liner")]
        production.produce_serial(
            run=press, material="T205", number=number, inputs=inputs, by=OPERATOR, at=at(2)
        )
    tyres("004", hours=2)
    return uri


def stop(**more: object) -> Captured:
    told = {"reason": "t90 too high", "by": INSPECTOR, "at": at(3)}
    return holding.hold_forward("BAD", **(told | more))  # type: ignore[arg-type]


def held(*numbers: str) -> list[bool]:
    return [state(number).held for number in numbers]


def test_everything_forward_is_stopped_and_nothing_else(bad: str) -> None:
    stop()
    assert held("BAD", "LC-1", *TYRES) == [True] * 5
    assert held("004") == [False]
    with pytest.raises(Refused) as caught:
        shipping.ship("002", note="DN-1", to="NORTH", by=CLERK, at=at(4), live=True)
    assert "object_held" in {v.code for v in caught.value.violations}


def test_what_was_stopped_is_freed_with_one_request(bad: str) -> None:
    stop()
    holding.release_forward("BAD", reason="measured again", by=INSPECTOR, at=at(4))
    assert held("BAD", "LC-1", *TYRES) == [False] * 5
    with pytest.raises(Unknown) as caught:
        holding.release_forward("BAD", reason="again", by=INSPECTOR, at=at(5))
    assert caught.value.code == "nothing_held"
    assert rebuild.check() == []


def test_what_is_held_for_something_else_stays_held(bad: str) -> None:
    holding.hold("001", reason="heavy splice", by=INSPECTOR, at=at(2.5))
    stop()
    holding.hold("002", reason="dent", by=INSPECTOR, at=at(3.5))
    holding.release_forward("BAD", reason="measured again", by=INSPECTOR, at=at(4))
    assert held(*TYRES) == [True, True, False]


def test_many_things_are_many_events_of_one_transaction(
    bad: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "CHUNK", 2)
    captured = stop(event_id="urn:uuid:00000000-0000-7000-8000-000000000001")
    assert len(captured.beside) == 2
    again = stop(event_id="urn:uuid:00000000-0000-7000-8000-000000000001")
    assert again.repeated
    assert (again.event_id, again.beside) == (captured.event_id, captured.beside)


def test_a_recall_says_so_until_it_is_lifted(bad: str) -> None:
    stop(recall=True, width="recorded")
    assert held(*TYRES) == [True] * 3
    holding.release_forward("BAD", reason="wrong lot", recall=True, by=INSPECTOR, at=at(4))
    assert held(*TYRES) == [False] * 3


def test_a_pallet_is_held_with_what_is_on_it(bad: str) -> None:
    packing.pack(container=PALLET, contents=["001", "004"], by=CLERK, at=at(3))
    holding.hold(PALLET, reason="wet", by=INSPECTOR, at=at(4))
    assert held("001", "002", "004") == [True, False, True]
    holding.release(PALLET, reason="dry", by=INSPECTOR, at=at(5))
    assert held("001", "004") == [False, False]


def test_what_nobody_knows_cannot_be_traced_forward() -> None:
    with pytest.raises(Unknown):
        holding.hold_forward(unit("T205", "X"), reason="?", by=INSPECTOR, at=at(3))
    assert not objects.find_all("X")
