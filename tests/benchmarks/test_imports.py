"""The benchmark of imports runs, and would see rows that did not become what they had to."""

from __future__ import annotations

import pytest

from benchmarks import imports
from gozinto.deployment.database import Roles
from gozinto.plant.models import Material
from tests.conftest import empty


def test_every_case_makes_of_the_rows_what_it_should(committed_db: Roles) -> None:
    figures = list(imports.measure(200, 1, empty=lambda: empty(committed_db)))
    assert [figure.case for figure in figures if not figure.equal] == []
    assert len(figures) == 6
    assert Material.objects.filter(name__endswith=", changed").count() == 20


def test_rows_that_are_lost_are_seen(committed_db: Roles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "imported", lambda table: (199, 0, 0))
    figures = list(imports.measure(200, 1, empty=lambda: empty(committed_db)))
    assert not any(figure.equal for figure in figures if figure.case.startswith("import"))
