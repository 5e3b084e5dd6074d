"""Eight layouts come along as data that any plant could have described, and a plant's go first."""

from __future__ import annotations

import pytest

from gozinto.errors import Unknown
from gozinto.labels import library
from gozinto.labels.layouts import PURPOSES, SymbolElement
from gozinto.plant.importing.loading import Source, load
from tests.plant.changing.works import faults, send

pytestmark = pytest.mark.django_db


def test_every_purpose_has_a_layout_with_a_symbol() -> None:
    assert set(library.shipped()) == set(PURPOSES)
    for purpose in PURPOSES:
        layout = library.find("", purpose=purpose)
        assert (layout.code, layout.purpose) == (purpose, purpose)
        assert any(isinstance(one, SymbolElement) for one in layout.elements)


def test_what_comes_along_passes_the_door_of_master_data_unchanged() -> None:
    shipped = dict(library.shipped())
    outcome = load([Source(tables=library.SHIPPED)], by="ada", why="to change them").outcome
    assert outcome.created == sum(
        len(library.rows(kind)) for kind in ("label-layouts", "label-elements")
    )
    assert all(library.is_own(code) for code in shipped)
    assert library.every() == shipped


def test_the_logistic_label_is_an_a6_with_its_sscc_below() -> None:
    layout = library.get("container")
    assert (layout.width_mm, layout.height_mm) == (105, 148)
    lowest = max(layout.elements, key=lambda one: one.y_mm)
    assert isinstance(lowest, SymbolElement)
    assert (lowest.symbology, lowest.text, lowest.human_readable) == ("gs1_128", "{gs1}", True)


def test_a_plants_layout_goes_before_the_one_that_comes_along() -> None:
    own = {"code": "lot", "name": "Ours", "purpose": "lot", "width_mm": "40", "height_mm": "20"}
    send([("label-layouts", own)])
    assert library.get("lot").width_mm == 40
    assert library.get("lot").elements == ()
    assert library.find("", purpose="lot").width_mm == 40


def test_an_unknown_layout_names_near_ones() -> None:
    with pytest.raises(Unknown) as caught:
        library.get("lott")
    assert caught.value.code == "unknown_layout"
    assert "lot" in caught.value.near


def test_a_layout_of_the_plant_is_found_by_its_code() -> None:
    row = {"code": "REEL", "name": "Reel", "purpose": "lot", "width_mm": "40", "height_mm": "20"}
    assert faults([("label-layouts", row)]) == []
    assert library.find("REEL", purpose="lot").code == "REEL"
