"""A pattern that would go wrong does not come into the master data at all."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.plant.changing.works import faults, one

from gozinto.errors import Refused
from gozinto.plant import changing
from gozinto.plant.models import NumberingFormat
from gozinto.plant.numbering import issuing
from gozinto.standards.numbers import patterns, reading, writing
from gozinto.standards.numbers.shapes import Coded, Facts

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


PLANTS = Path(__file__).resolve().parents[3] / "src/gozinto/demo"


def demo_patterns() -> Iterator[str]:
    """The pattern of every format of the demo plants."""
    for file in sorted(PLANTS.glob("*/plant/numbering-formats.csv")):
        for row in csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()):
            yield row["pattern"]


@pytest.mark.parametrize("pattern", sorted(set(demo_patterns())))
def test_the_formats_of_the_demo_plants_write_and_read(pattern: str) -> None:
    read = patterns.read(pattern)
    codes = {p.name: "MATLIN"[: p.width or 6] for p in read.parts if isinstance(p, Coded)}
    facts = Facts(day=date(2018, 9, 23), **codes)
    for text in writing.preview(read, facts, count=3).numbers:
        assert reading.read(read, text, near=date(2018, 9, 23)).sequence in (1, 2, 3)


def test_the_demo_plants_have_formats() -> None:
    assert {"IA-{date:%d%m%Y}-{seq:3}", "{seq:10}"} <= set(demo_patterns())


def test_a_format_that_issued_a_number_is_not_removed() -> None:
    one("numbering-formats", FORMAT | {"pattern": "{seq:10}"})
    issuing.issue(format="F", by="test")
    with pytest.raises(Refused) as refused:
        changing.remove("numbering-formats", "F", by="ada", why="not needed")
    assert [v.code for v in refused.value.violations] == ["constraint_broken"]
    assert NumberingFormat.objects.exists()
