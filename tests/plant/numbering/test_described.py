"""A pattern that would go wrong does not come into the master data at all."""

from __future__ import annotations

import pytest
from tests.plant.changing.works import faults, one

from gozinto.plant.models import NumberingFormat

pytestmark = pytest.mark.django_db

FORMAT = {"code": "F", "name": "F", "subject": "lot"}


def test_a_format_is_refused_with_all_that_is_wrong_with_its_pattern() -> None:
    colliding = FORMAT | {"pattern": "{material}{seq:month}{date:%Y}"}
    assert faults([("numbering-formats", colliding)]) == [
        (2, "pattern", "pattern_collides"),
        (2, "pattern", "pattern_not_readable_back"),
    ]
    one("numbering-formats", FORMAT | {"pattern": "{seq:10}"})
    assert NumberingFormat.objects.get().pattern == "{seq:10}"


def test_a_suppliers_pattern_is_of_the_fields_of_suppliers() -> None:
    one("partners", {"code": "S1", "name": "Supplier", "kind": "supplier"})
    of_ours = {"partner": "S1", "pattern": "{seq:10}"}
    assert faults([("supplier-patterns", of_ours)]) == [(2, "pattern", "unknown_pattern_field")]
    assert faults([("supplier-patterns", of_ours | {"pattern": "{lot:6}{date:%y%m%d}"})]) == []
