"""What can be wrong with layouts, printers and rules is told where it stands."""

from __future__ import annotations

from typing import get_args

import pytest

from gozinto.labels import layouts
from gozinto.plant import label_texts
from gozinto.plant.models import LabelElement, LabelLayout

from .label_faults import FAULTS, element
from .works import SMALL, Rows, everything, faults, one, send

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("rows", "expected"), FAULTS, ids=range(len(FAULTS)))
def test_a_fault_of_a_label_is_found_and_nothing_else(
    rows: Rows, expected: list[tuple[int, str, str]]
) -> None:
    send(SMALL)
    before = everything()
    assert faults(rows) == expected
    assert (everything() == before) == bool(expected)


def test_a_layout_and_its_elements_come_in_and_go_together() -> None:
    send(SMALL)
    one("print-rules", {"code": "IN", "layout": ""})
    assert faults([("label-layouts", {"code": "TAG", "margin_mm": "3"})]) != []
    assert faults([element(x_mm="60"), ("label-layouts", {"code": "TAG", "width_mm": "80"})]) == []


def test_the_words_of_the_tables_are_those_of_the_shapes() -> None:
    assert set(LabelLayout.Purpose.values) == set(layouts.PURPOSES) == set(label_texts.FIELDS)
    assert set(LabelElement.Align.values) == set(get_args(layouts.Align))
    assert set(LabelElement.Fit.values) == set(get_args(layouts.Fit))
