"""How long it takes to rank suspects: `python -m benchmarks.suspects`.

A thousand returns in a million units that were exposed to fifty thousand factors, some of which
are in nearly everything and most in a handful. Three causes are planted. Beside ours the test of
Fisher as anybody would write it, factor by factor in plain Python, on some hundred of the factors;
its answers are compared with ours before any time is told.
"""

from __future__ import annotations

import argparse
import math
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from benchmarks.figures import write
from gozinto.genealogy.suspects.explaining import Explanation, explained
from gozinto.genealogy.suspects.membership import Flags, Membership
from gozinto.genealogy.suspects.ranking import Ranking, ranked

UNITS, RETURNS, FACTORS = 1_000_000, 1_000, 50_000
OF_A_UNIT = 40
SAMPLE, RUNS = 100, 5
OUT = Path("benchmarks/out/suspects.json")
CAUSES = ((0.9, 40), (0.3, 500), (0.05, 4_000))
"""Of each planted cause the share of its units that come back, and how many units it has."""
_PERIOD = 0.05
"""Units made together share what was in use then: this part of all factors, as time goes by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One row of the result. `nodes`: units; `links`: exposures; `equal`: as the other has it."""

    case: str
    engine: str
    nodes: int
    links: int
    ms_median: float
    ms_p95: float
    runs: int
    equal: bool


@dataclass(frozen=True, slots=True)
class Field:
    """Units in the field with all they were exposed to, those that came back, and why."""

    table: Membership
    bad: Flags
    causes: tuple[int, ...]


def generate(units: int, returns: int, factors: int, *, seed: int = 1) -> Field:
    """The factors with the lowest numbers are in nearly everything; the last are the causes."""
    random = np.random.default_rng(seed)
    few = max(1, round(factors * _PERIOD))
    now = np.arange(units)[:, None] / units * (factors - few)
    rows = (now + few * random.random((units, OF_A_UNIT)) ** 2).astype(np.int32)
    rows[:, :4] = random.integers(0, 8, (units, 4))
    planted, bad = [], np.zeros(units, dtype=np.bool_)
    for number, (share, size) in enumerate(CAUSES):
        size = max(40, size * units // UNITS)
        some = random.choice(units, size, replace=False)
        rows[some, 4 + number] = factor = factors + number
        planted.append(factor)
        bad[random.choice(some, max(20, round(share * size)), replace=False)] = True
    others = np.flatnonzero(~bad)
    bad[random.choice(others, max(0, returns - int(bad.sum())), replace=False)] = True
    rows.sort(axis=1)
    is_first = np.ones(rows.shape, dtype=np.bool_)
    is_first[:, 1:] = rows[:, 1:] != rows[:, :-1]
    start = np.concatenate([[0], np.cumsum(is_first.sum(axis=1))]).astype(np.int64)
    return Field(Membership(start, rows[is_first], factors + len(CAUSES)), bad, tuple(planted))


def plainly(field: Field, factors: NDArray[np.int64]) -> list[float]:
    """The chance of each of these factors, by the formula, one after the other."""
    table, bad = field.table, field.bad
    population, complaints = table.units, int(bad.sum())
    found = []
    for factor in factors.tolist():
        exposed = table.exposed_to(factor)
        hits, every = int((exposed & bad).sum()), int(exposed.sum())
        terms = [
            _choose(every, x)
            + _choose(population - every, complaints - x)
            - _choose(population, complaints)
            for x in range(hits, min(every, complaints) + 1)
        ]
        most = max(terms)
        found.append(most + math.log(sum(math.exp(term - most) for term in terms)))
    return found


def _choose(of: int, some: int) -> float:
    return math.lgamma(of + 1) - math.lgamma(some + 1) - math.lgamma(of - some + 1)


def measure(field: Field, *, sample: int, runs: int) -> Iterator[Figure]:
    """The figures. `equal`: both give the same chances, and the planted causes are found."""
    table = field.table
    counts = table.counts()

    def rank() -> Ranking:
        return ranked(table, field.bad)

    def explain() -> Explanation:
        return explained(table, field.bad, first=ranked(table, field.bad, exposed=counts),
                         exposed=counts)  # fmt: skip

    ranking = rank()
    places = np.linspace(0, ranking.tested - 1, min(sample, ranking.tested)).astype(np.int64)
    factors = ranking.factors[ranking.start[places]]
    chances = plainly(field, factors)
    same = np.allclose(ranking.log_p[places], chances, rtol=1e-6, atol=1e-6)
    named = {factor for cause in explain().causes for factor in cause.row.factors}
    case = f"{int(field.bad.sum()):,} returns in {table.units:,} units, {ranking.tested:,} tested"
    yield _figure(f"{case}: ranked", "gozinto", field, _times(rank, runs), equal=bool(same))
    yield _figure(
        f"{case}: ranked, ties found, causes one after the other", "gozinto", field,
        _times(explain, runs), equal=named >= set(field.causes),
    )  # fmt: skip
    yield _figure(
        f"{case}: {len(places)} of them, one after the other", "python", field,
        _times(lambda: plainly(field, factors), 1), equal=bool(same),
    )  # fmt: skip


def _figure(case: str, engine: str, field: Field, times: list[float], *, equal: bool) -> Figure:
    return Figure(
        case=case,
        engine=engine,
        nodes=field.table.units,
        links=len(field.table.factors),
        ms_median=statistics.median(times),
        ms_p95=max(times),
        runs=len(times),
        equal=equal,
    )


def _times(run: Callable[[], object], runs: int) -> list[float]:
    found = []
    for _ in range(runs):
        begun = time.perf_counter()
        run()
        found.append(round(1000 * (time.perf_counter() - begun), 1))
    return found


def main() -> None:
    """Print the table, and write the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=UNITS)
    parser.add_argument("--returns", type=int, default=RETURNS)
    parser.add_argument("--factors", type=int, default=FACTORS)
    parser.add_argument("--sample", type=int, default=SAMPLE)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--json", type=Path, default=OUT)
    options = parser.parse_args()
    field = generate(options.units, options.returns, options.factors)
    figures = list(measure(field, sample=options.sample, runs=options.runs))
    drawn = Table("case", "engine", "units", "exposures", "median, ms", "slowest, ms", "equal")
    for one in figures:
        size = (f"{one.nodes:,}", f"{one.links:,}")
        times = (f"{one.ms_median:,.0f}", f"{one.ms_p95:,.0f}")
        drawn.add_row(one.case, one.engine, *size, *times, str(one.equal))
    Console().print(drawn)
    write(figures, to=options.json)


if __name__ == "__main__":
    main()
