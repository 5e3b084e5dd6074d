"""Equal answers first, then times: every engine in turn, again and again, on one machine."""

from __future__ import annotations

import gc
import math
import random
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.genealogy.engines import Engine
from benchmarks.genealogy.questions import Question

FEWEST_RUNS, MOST_RUNS = 3, 101
TOO_LONG_S = 20
"""Who has taken this long for one question is not asked it again."""
SHORT_S = 0.05
"""Who answers faster is asked twice in its turn, and the second answer counts: the one before it
filled the processor's memory with its own, and a busy server has what is asked often at hand."""

PRODUCT = "gozinto"


class UnequalAnswers(AssertionError):
    """Two engines do not agree; no time of such a run means anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One row of the result. `nodes` of the answer, `links` of the plant.

    `equal`: the answer was the product's to the last node and time.
    """

    case: str
    engine: str
    nodes: int
    links: int
    ms_median: float
    ms_p95: float
    runs: int
    equal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrun:
    """A question that an engine did not answer in the time it was given."""

    case: str
    engine: str
    patience_s: float


def measured(
    questions: Sequence[Question],
    engines: Mapping[str, Engine],
    *,
    links: int,
    budget_s: float,
    patience_s: float,
) -> Iterator[Figure | Overrun]:
    """The figures of each question in turn. Raises UnequalAnswers.

    Each engine is asked for about `budget_s` seconds, but not less than three times, unless that
    takes too long.
    """
    gc.collect()
    gc.freeze()  # millions of objects of a peer are not looked through again while we measure
    try:
        for question in questions:
            nodes, turns, late = _compared(question, engines)
            yield from (Overrun(case=question.case, engine=e, patience_s=patience_s) for e in late)
            for engine, times in _timed(turns, budget_s=budget_s).items():
                yield figure(question.case, engine, times, nodes=nodes, links=links)
    finally:
        gc.unfreeze()


def figure(case: str, engine: str, times_s: Sequence[float], *, nodes: int, links: int) -> Figure:
    """Median and 95th percentile (nearest rank) of the runs."""
    ordered = sorted(times_s)
    return Figure(
        case=case,
        engine=engine,
        nodes=nodes,
        links=links,
        ms_median=significant(statistics.median(ordered) * 1000),
        ms_p95=significant(ordered[math.ceil(0.95 * len(ordered)) - 1] * 1000),
        runs=len(ordered),
        equal=True,
    )


def significant(value: float) -> float:
    """Three digits: more would be noise."""
    return float(f"{value:.3g}")


Turns = dict[str, Callable[[], int]]


def _compared(question: Question, engines: Mapping[str, Engine]) -> tuple[int, Turns, list[str]]:
    """How large the answer is, the calls of all who gave the same, and who gave none in time."""
    ours = engines[PRODUCT].answer(question)
    turns: Turns = {}
    late = []
    for name, engine in engines.items():
        ask = engine.prepared(question)
        if ask is None:
            continue
        try:
            answer = engine.answer(question)
        except TimeoutError:
            late.append(name)
            continue
        if not answer.equals(ours):
            raise UnequalAnswers(
                f"{question.case}: {name} finds {answer.size:,}, {PRODUCT} {ours.size:,}"
            )
        turns[name] = ask
    return ours.size, turns, late


def _timed(turns: Turns, *, budget_s: float) -> dict[str, list[float]]:
    """The seconds of every run, in rounds of changing order until all had their share."""
    order = random.Random(1)
    times: dict[str, list[float]] = {name: [] for name in turns}
    waiting = list(turns)
    while waiting:
        order.shuffle(waiting)
        for name in waiting:
            took = _seconds(turns[name])
            times[name].append(_seconds(turns[name]) if took < SHORT_S else took)
        waiting = [name for name in waiting if not _is_enough(times[name], budget_s=budget_s)]
    return times


def _seconds(ask: Callable[[], int]) -> float:
    begun = time.perf_counter()
    ask()
    return time.perf_counter() - begun


def _is_enough(times_s: Sequence[float], *, budget_s: float) -> bool:
    spent_s, runs = sum(times_s), len(times_s)
    return (
        spent_s >= TOO_LONG_S or runs >= MOST_RUNS or (runs >= FEWEST_RUNS and spent_s >= budget_s)
    )
