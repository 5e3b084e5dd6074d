"""How far a raw lot spread, told to the record and read off the answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.plants import (
    asset,
    at,
    lot,
    mounted,
    packed,
    pallet,
    received,
    run,
    shipped,
    some,
    transformed,
    unit,
    withdrawn,
)

from gozinto import record, trace
from gozinto.errors import Malformed, Unknown
from gozinto.plant import objects
from gozinto.plant.models import Material, PhysicalAsset
from gozinto.standards.epcis.events import QuantityElement

pytestmark = pytest.mark.django_db

MEAT = [lot("MEAT", f"M-{n}") for n in (1, 2, 3)]
SALT = lot("SALT", "S-1")


def sausages(number: int) -> str:
    """A lot of finished goods."""
    return lot("SAUSAGE", f"W-{number}")


@pytest.fixture(autouse=True)
def _materials(db: None) -> None:
    for code, kind in (("MEAT", "raw"), ("SALT", "raw"), ("SAUSAGE", "finished")):
        Material.objects.create(code=code, name=code.title(), kind=kind, uom="KGM")
    Material.objects.create(code="DOUGH", name="Dough", kind="intermediate", uom="KGM")


def mixed(hours: float, *, of: list[str], into: str, kg: int = 100) -> None:
    """So many kilograms of sausages were made of equal parts of these lots."""
    record.capture(
        transformed(
            hours, inputs=[some(uri, kg // len(of)) for uri in of], outputs=[some(into, kg)]
        )
    )


def told(of: str = "", *, material: str = "", **when: datetime) -> dict[str, Any]:
    """The answer as JSON."""
    asked = objects.resolve(of) if of else None
    return trace.as_json(trace.dispersion(asked, material=material, **when))


def downs(answer: dict[str, Any]) -> dict[str, int]:
    """Downward dispersion by printed number."""
    return {one["object"]["number"]: one["dispersion"] for one in answer["down"]}


def summary(answer: dict[str, Any]) -> dict[str, tuple[str, str, str]]:
    """Worst, whose, and average, by measure."""
    return {
        one["measure"] + one.get("uom", ""): (
            one["worst"],
            one["worst_of"].rsplit("/", 1)[-1],
            one["average"],
        )
        for one in answer["summary"]
    }


@pytest.fixture
def plant() -> None:
    """M-1 is in three lots, M-2 in two of them, M-3 in one; salt was never used."""
    for uri in [*MEAT, SALT]:
        record.capture(received(some(uri, 300), 0))
    mixed(1, of=MEAT[:1], into=sausages(1))
    mixed(2, of=MEAT[:2], into=sausages(2), kg=200)
    mixed(3, of=MEAT, into=sausages(3), kg=50)
    record.capture(shipped([], 4, lots=[some(sausages(1), 60)], to="D1"))
    record.capture(shipped([], 5, lots=[some(sausages(1), 40)], to="D2", note="SN-2"))
    record.capture(shipped([], 6, lots=[some(sausages(2), 200)], to="D2", note="SN-3"))


@pytest.mark.usefixtures("plant")
class TestThreeLotsOfSausages:
    """A plant whose dispersion can be counted on the fingers."""

    def test_all_raw_lots(self) -> None:
        answer = told()
        assert downs(answer) == {"M-1": 3, "M-2": 2, "M-3": 1, "S-1": 0}
        assert answer["up"] == []
        assert summary(answer) == {
            "down": ("3", "M-1", "1.5"),
            "units": ("0", "M-1", "0"),
            "recallKGM": ("350", "M-1", "162.5"),  # WCRC and ARC
            "customers": ("2", "M-1", "0.75"),
            "up": ("3", "W-3", "2"),
        }

    def test_what_taking_one_back_would_cost(self) -> None:
        (found,) = told("M-2")["down"]
        assert found["recall"] == [{"quantity": "250", "uom": "KGM"}]
        assert found["customers"] == 1
        assert [one["number"] for one in found["lots"]] == ["W-2", "W-3"]
        assert told("M-2")["up"] == []
        assert told("M-2")["summary"] == []

    def test_upward_of_a_finished_lot(self) -> None:
        answer = told("W-2")
        assert answer["down"] == []
        (found,) = answer["up"]
        assert found["dispersion"] == 2
        assert [one["number"] for one in found["lots"]] == ["M-1", "M-2"]

    def test_the_lots_of_a_material(self) -> None:
        assert downs(told(material="MEAT")) == {"M-1": 3, "M-2": 2, "M-3": 1}
        assert summary(told(material="MEAT"))["down"] == ("3", "M-1", "2")
        answer = told(material="SAUSAGE")
        assert {one["object"]["number"]: one["dispersion"] for one in answer["up"]} == {
            "W-1": 1,
            "W-2": 2,
            "W-3": 3,
        }
        assert summary(answer) == {"up": ("3", "W-3", "2")}
        assert told(material="DOUGH")["down"] == []

    def test_as_of_an_earlier_time_and_after_a_correction(self) -> None:
        assert downs(told(as_of=at(2.5))) == {"M-1": 2, "M-2": 1, "M-3": 0, "S-1": 0}
        assert told(as_of=at(-1))["down"] == []
        last = record.queries.at_positions(
            list(record.models.Event.objects.filter(event_time=at(3)).values_list("pk", flat=True))
        )
        record.capture(withdrawn(next(iter(last)), 9))
        assert downs(told()) == {"M-1": 2, "M-2": 1, "M-3": 0, "S-1": 0}

    def test_an_intermediate_lot_has_both(self) -> None:
        mixed(7, of=[SALT], into=lot("DOUGH", "D-1"))
        mixed(8, of=[lot("DOUGH", "D-1")], into=sausages(4))
        answer = told("D-1")
        assert downs(answer) == {"D-1": 1}
        assert [one["dispersion"] for one in answer["up"]] == [1]

    def test_the_number_of_queries_does_not_grow_with_the_lots(self) -> None:
        def asked() -> int:
            with CaptureQueriesContext(connection) as queries:
                assert downs(told())["M-1"] >= 3
            return len(queries)

        before = asked()
        for number in range(4, 30):
            uri = lot("MEAT", f"M-{number}")
            record.capture(received(some(uri, 300), 0))
            mixed(number, of=[MEAT[0], uri], into=sausages(number))
        assert asked() == before <= 30


def test_tyres_of_a_lot_are_one_lot_and_are_taken_back_one_by_one() -> None:
    batch = lot("SAUSAGE", "W-1")
    units = [unit("SAUSAGE", str(number)) for number in range(1, 7)]
    record.capture(received(some(MEAT[0], 300), 0))
    record.capture(received(some(MEAT[1], 300), 0))
    line = {"run_id": run("LINE"), "flow": "continuous", "lots": dict.fromkeys(units, batch)}
    record.capture(transformed(1, inputs=[some(MEAT[0], 50)], **line))
    record.capture(transformed(2, units_out=units[:4], **line))
    record.capture(transformed(3, inputs=[some(MEAT[1], 50)], **line))
    record.capture(transformed(4, units_out=units[4:], **line))
    record.capture(packed(pallet(1), units[:2], 5))
    record.capture(shipped([pallet(1)], 6, to="D1"))
    record.capture(shipped(units[2:5], 7, to="D2", note="SN-2"))
    first, second = told(material="MEAT")["down"]
    assert (first["dispersion"], first["units"], first["customers"]) == (1, 6, 2)
    assert (second["dispersion"], second["units"], second["customers"]) == (1, 2, 1)
    assert second["recall"] == [{"quantity": "2", "uom": "C62"}]
    (up,) = told("W-1")["up"]
    assert up["dispersion"] == 2
    # a unit is asked about like a lot, and the first has nothing of what came later
    assert [len(told(uri)["up"][0]["lots"]) for uri in (units[0], units[5])] == [1, 2]


def test_a_lot_of_raw_units_is_one_lot_and_spreads_by_each_of_them() -> None:
    hams = lot("MEAT", "H-1")
    units = [unit("MEAT", "U-1"), unit("MEAT", "U-2")]
    record.capture(
        transformed(0, inputs=[some(MEAT[0], 50)], units_out=units, lots=dict.fromkeys(units, hams))
    )
    for number, ham in enumerate(units, start=1):
        record.capture(transformed(number, units_in=[ham], outputs=[some(sausages(number), 9)]))
    assert downs(told()) == {"M-1": 2, "H-1": 2}
    assert downs(told("U-2")) == {"U-2": 1}


def test_where_no_unit_of_a_lot_is_named_all_of_it_and_all_who_got_any_count() -> None:
    batch = lot("SAUSAGE", "W-1")
    units = [unit("SAUSAGE", str(number)) for number in range(1, 5)]
    record.capture(received(some(MEAT[0], 300), 0))
    record.capture(
        transformed(1, inputs=[some(SALT, 9)], units_out=units, lots=dict.fromkeys(units, batch))
    )
    # two of the four were topped up with meat, and nobody wrote down which
    record.capture(
        transformed(
            2, inputs=[some(batch, 2, "C62"), some(MEAT[0], 1)], outputs=[some(batch, 2, "C62")]
        )
    )
    record.capture(shipped(units[:3], 3, to="D1"))
    (found,) = told("M-1")["down"]
    assert (found["dispersion"], found["units"], found["customers"]) == (1, 0, 1)
    assert found["recall"] == [{"quantity": "4", "uom": "C62"}]


def test_a_raw_lot_that_was_sieved_under_its_own_number_is_still_raw() -> None:
    flour, bread = lot("FLOUR", "F-1"), lot("BREAD", "B-1")
    record.capture(received(some(flour, 50), 0))
    record.capture(transformed(1, inputs=[some(flour, 50)], outputs=[some(flour, 49)]))
    record.capture(transformed(2, inputs=[some(flour, 49)], outputs=[some(bread, 60)]))
    assert downs(told()) == {"F-1": 1}


def test_without_master_data_the_graph_says_what_is_raw_and_what_is_finished() -> None:
    record.capture(received(some(lot("OATS", "O-1"), 50), 0))
    record.capture(received(some(lot("OATS", "O-2"), 50), 0))
    record.capture(
        transformed(
            1, inputs=[some(lot("OATS", "O-1"), 50)], outputs=[some(lot("MUSH", "X-1"), 40)]
        )
    )
    record.capture(
        transformed(2, inputs=[some(lot("MUSH", "X-1"), 40)], outputs=[some(lot("BAR", "B-1"), 40)])
    )
    PhysicalAsset.objects.create(code="K-1", uri=asset("K-1"), kind="knife")
    record.capture(mounted(asset("K-1"), 0, equipment="CUTTER", slot="knife"))
    answer = told()
    assert downs(answer) == {"O-1": 1}  # O-2 was bought and not used; X-1 is on the way
    assert [one["number"] for one in told("O-1")["down"][0]["lots"]] == ["B-1"]
    assert [one["number"] for one in told("B-1")["up"][0]["lots"]] == ["O-1"]


def test_a_lot_of_which_nobody_said_how_much_is_said_and_not_dropped() -> None:
    record.capture(
        transformed(1, inputs=[some(MEAT[0], 50)], outputs=[QuantityElement(epc_class=sausages(1))])
    )
    (found,) = told("M-1")["down"]
    assert (found["dispersion"], found["recall"], found["without_quantity"]) == (1, [], 1)


def test_kilograms_and_pieces_are_two_costs() -> None:
    mixed(1, of=MEAT[:1], into=sausages(1))
    record.capture(
        transformed(2, inputs=[some(MEAT[0], 5)], outputs=[some(sausages(2), 12, "C62")])
    )
    (found,) = told("M-1")["down"]
    assert found["recall"] == [
        {"quantity": "12", "uom": "C62"},
        {"quantity": "100", "uom": "KGM"},
    ]


def test_what_cannot_be_asked_about() -> None:
    record.capture(packed(pallet(1), [unit("SAUSAGE", "1")], 2))
    with pytest.raises(Malformed) as refused:
        trace.dispersion(objects.resolve(pallet(1)))
    assert refused.value.code == "not_stock"
    with pytest.raises(Unknown) as unknown:
        trace.dispersion(material="MAET")
    assert (unknown.value.code, unknown.value.near) == ("unknown_material", ("MEAT",))
    with pytest.raises(Malformed) as wide:
        trace.dispersion(width="wide")
    assert wide.value.code == "unknown_width"
