"""Process or raw material: the sentence that a manager takes along."""

from __future__ import annotations

import pytest

from gozinto.plant.models import Material
from gozinto.trace.suspects.answers import Cause, Factor, Suspect
from gozinto.trace.suspects.verdicts import verdict

pytestmark = pytest.mark.django_db

HALOBUTYL = Factor(kind="supplier_lot", code="HB-7731", name="Bromobutyl")
SUPPLIER = Factor(kind="supplier", code="S-HAL", name="Halikarnas Butyl")
BLADDER = Factor(kind="asset", code="B-317", name="bladder")
MOULD = Factor(kind="asset", code="M-88", name="mould")
ROLL = Factor(kind="lot", code="BELT-19", name="Belt 1")
LAB = Factor(kind="gauge", code="LAB-1")


def value(material: str) -> Factor:
    return Factor(kind="parameter", code="permeability", low=118.4, high=118.4, material=material)


def cause(factor: Factor, *tied: Factor) -> Cause:
    suspect = Suspect(
        factor=factor, tied=tied, hits=9, complaints=12, exposed=220, population=10_000, p=0, q=0,
        lift=34, lift_low=20, lift_high=41, is_believed=True, unread=0, sentence="",
    )  # fmt: skip
    return Cause(suspect=suspect, explains=())


@pytest.fixture(autouse=True)
def materials() -> None:
    """One that is bought, and one that is made of it."""
    for code, kind in (("HB", "raw"), ("LINER", "intermediate")):
        Material.objects.create(code=code, name=code, kind=kind, uom="KGM")


def test_a_suppliers_lot_with_all_that_was_known_of_it_is_raw_material() -> None:
    found = verdict([cause(HALOBUTYL, SUPPLIER, value("HB"), LAB)])
    assert found is not None
    assert found.side == "material"
    assert found.sentence == (
        "Beside HB-7731 (Bromobutyl) no machine, tool, crew or time explains any of it:"
        " the process is fine, the raw material is at fault."
    )


@pytest.mark.parametrize("tied", [(BLADDER, MOULD), (ROLL,), (value("LINER"), LAB)])
def test_a_tool_and_what_we_made_ourselves_is_process(tied: tuple[Factor, ...]) -> None:
    found = verdict([cause(*tied)])
    assert found is not None
    assert found.side == "process"
    assert "the raw material is fine, the process is at fault" in found.sentence


@pytest.mark.parametrize("tied", [(HALOBUTYL, ROLL), (value("HB"), BLADDER), (LAB,)])
def test_what_nothing_tells_apart_is_not_decided(tied: tuple[Factor, ...]) -> None:
    found = verdict([cause(HALOBUTYL), cause(*tied)])
    assert found is not None
    assert found.side == "undecided"


def test_two_causes_may_be_one_of_each() -> None:
    found = verdict([cause(HALOBUTYL), cause(BLADDER, MOULD)])
    assert found is not None
    assert found.side == "both"
    assert "HB-7731 (Bromobutyl), bladder B-317" in found.sentence


def test_where_nothing_is_to_blame_there_is_no_verdict() -> None:
    assert verdict([]) is None
