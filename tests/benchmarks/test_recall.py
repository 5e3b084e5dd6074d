"""The benchmark of recalls runs over a small plant, and its answers are whole."""

from __future__ import annotations

from benchmarks import recall
from gozinto.deployment.database import Roles


def test_what_is_measured_is_found_frozen_and_held(committed_db: Roles) -> None:
    recall.describe()
    recall.build(1_000)
    figures = recall.measure(1_000, runs=1, say=lambda told: None)
    assert [one.case for one in figures] == ["preview", "freeze", "hold"]
