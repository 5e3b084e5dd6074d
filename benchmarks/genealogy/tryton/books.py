"""A plant as Tryton can book it: productions that take lots on one day and make lots on another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.genealogy.plant import Graph
from benchmarks.genealogy.questions import Answer, Question
from gozinto.genealogy.graph import ALWAYS, EVER

DAY_US = 86_400_000_000
FIRST_DAY_US = 946_771_200_000_000
"""2000-01-02: what was bought came the day before, and nothing lies in the future, which Tryton
asks about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Production:
    """One run: what it took, on the day it `started`, and what it made, on the day it `ended`."""

    run: int
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    started: int
    ended: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """What is booked, by node numbers: lots, then productions in the order of their ends.

    `bought`: what lay there when it was used, and nobody had made yet.
    """

    bought: tuple[int, ...]
    productions: tuple[Production, ...]


def on_days(graph: Graph) -> Graph:
    """The same plant with what Tryton cannot say left out, so that all are asked the same.

    Every run is a batch: it takes everything when it begins and makes everything when it makes
    first. These instants become days in the same order, each a day of its own. A run that was
    cut off before it made anything is left out.
    """
    never = np.iinfo(np.int64).max
    starts, ends = (np.full(graph.nodes, never) for _ in range(2))
    is_input = graph.is_run[graph.target]
    run = np.where(is_input, graph.target, graph.source)
    np.minimum.at(starts, run[is_input], graph.time[is_input])
    np.minimum.at(ends, run[~is_input], graph.time[~is_input])
    starts = np.minimum(starts, ends)  # what a continuous run takes may come after what it makes
    kept = ends[run] < never
    instants = np.where(is_input, starts[run], ends[run])[kept]
    left = np.zeros(graph.nodes, np.bool_)
    left[graph.source[kept]] = left[graph.target[kept]] = True
    return replace(
        graph,
        source=graph.source[kept],
        target=graph.target[kept],
        time=_days(instants),
        is_batch=graph.is_run,
        raw=graph.raw[left[graph.raw]],
        made=graph.made[left[graph.made]],
        reclaimed=graph.reclaimed[left[graph.reclaimed]],
    )


def books(graph: Graph) -> Books:
    """The productions of a plant on days, and what they found there."""
    inputs, outputs = defaultdict(list), defaultdict(list)
    started, ended = {}, {}
    for source, target, time in zip(
        graph.source.tolist(), graph.target.tolist(), graph.time.tolist(), strict=True
    ):
        if graph.is_run[target]:
            inputs[target].append(source)
            started[target] = time // DAY_US
        else:
            outputs[source].append(target)
            ended[source] = time // DAY_US
    productions = [
        Production(
            run=run,
            inputs=tuple(inputs[run]),
            outputs=tuple(outputs[run]),
            started=started.get(run, ended[run]),  # some found nothing to take
            ended=ended[run],
        )
        for run in sorted(ended, key=lambda run: (ended[run], run))
    ]
    made: dict[int, int] = {}
    for production in productions:  # in the order of their ends: the first stays
        made |= {lot: production.ended for lot in production.outputs if lot not in made}
    bought = {
        lot
        for production in productions
        for lot in production.inputs
        if lot not in made or production.started < made[lot]
    }
    return Books(bought=tuple(sorted(bought)), productions=tuple(productions))


def answer_of(question: Question, origin: int, found: Mapping[str, Any]) -> Answer:
    """What Tryton found from one origin, `runs` and `lots` with their days, as everybody says it.

    Of a question with `each`: how many objects there are. What a batch does knows no time.
    """
    lots = dict(found["lots"]) | {origin: None}
    if question.each:
        return Answer(counts=np.array([len(lots)]))
    unbounded = ALWAYS if question.direction == "forward" else EVER
    labels = [unbounded if day is None else day * DAY_US for day in lots.values()]
    return Answer.of(
        nodes=np.array([*found["runs"], *lots]),
        labels=np.array([unbounded] * len(found["runs"]) + labels),
    )


def _days(instants: NDArray[np.int64]) -> NDArray[np.int64]:
    _, rank = np.unique(instants, return_inverse=True)
    return FIRST_DAY_US + DAY_US * rank.astype(np.int64)
