"""The benchmark of lists runs over a small record, and asks its lists in every order."""

from __future__ import annotations

import pytest

from benchmarks import lists
from gozinto.deployment.database import Roles
from gozinto.edges.office.registers import LISTS


def test_every_list_is_measured() -> None:
    assert set(lists.CASES) == {one.name for one in LISTS}


def test_what_is_measured_is_answered(committed_db: Roles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "CASES", {name: ({},) for name in ("lots", "receipts", "returns")})
    lists.describe()
    lists.fill(committed_db, events=3_000)
    figures = lists.measure(runs=1, say=lambda told: None)
    rows = {(figure.case, figure.asked): figure.rows for figure in figures}
    assert rows["lots", "first"] == 50
    assert rows["receipts", "first"] == 30
    assert rows["returns", "first"] == 3
    assert rows["lots", "sort=-number, after=the middle"] == 50
    assert 0 < rows["receipts", "sort=at, after=the middle"] < 30
