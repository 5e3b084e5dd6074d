"""The benchmark of suspects runs small, and says of planted causes that they are found."""

from __future__ import annotations

import numpy as np

from benchmarks import suspects


def test_ours_and_the_plain_test_give_the_same_and_the_planted_causes_are_found() -> None:
    field = suspects.generate(20_000, 200, 1_000)
    assert field.bad.sum() == 200
    figures = list(suspects.measure(field, sample=20, runs=1))
    assert [(figure.engine, figure.equal) for figure in figures] == [
        ("gozinto", True),
        ("gozinto", True),
        ("python", True),
    ]


def test_the_same_seed_gives_the_same_units() -> None:
    one, again, other = (suspects.generate(2_000, 50, 300, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one.table.factors, again.table.factors)
    assert np.array_equal(one.bad, again.bad)
    assert not np.array_equal(one.bad, other.bad)
