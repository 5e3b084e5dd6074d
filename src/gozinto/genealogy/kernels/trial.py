"""One small question to every kernel: compiles it, or shows that its kept code still works."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gozinto.genealogy.kernels import answering, asking, mixing, walking, widening
from gozinto.genealogy.kernels.dealing import Columns, Dealt, deal
from gozinto.genealogy.kernels.sealing import sealed

NODES = 3
LINKS = 2
HALF = 0.5


def walk() -> None:
    """Asks what is beyond the first of an object, a port and an object. Raises if it is wrong."""
    near, far = np.array([0, 1], np.int32), np.array([1, 2], np.int32)
    graph = walking.Graph(1, _rows(near, far), _no_rows(), _bytes(NODES), _nothing_laid())
    asked = walking.Walk(
        origins=np.zeros(1, np.int32),
        labels=np.full(1, walking.FIRST),
        limit=NODES,
        nodes=np.zeros(NODES, walking.NODE),
        steps=np.empty(NODES, walking.STEP),
        line=np.empty(walking.LINE, walking.OFFER),
        tally=np.zeros(walking.TALLY, np.int64),
        laid_next=np.empty(0, np.int32),
        base=1,
    )
    bound = asking.bind(graph, asked)
    found = asking.ask(bound, asked.origins, np.empty(0, np.int64), NODES, 1).found
    notes = answering.Notes(_ints(), _ints())
    counts = np.zeros(1, np.int64)
    noted = (
        answering.note_moments(graph, asked, notes),
        answering.note_presences(graph, asked, notes),
    )
    each = answering.Each(0, np.arange(2), counts, _ints(), True)
    stopped = answering.spread_each(graph, asked._replace(base=1 + NODES), each)
    answers = (found.nodes.tolist(), found.times.tolist(), found.depths.tolist(), noted)
    if answers != ([0, 1, 2], [walking.FIRST, 0, 1], [0, 1, 2], (LINKS, 0)):
        raise ValueError(f"a walk over three nodes found {answers}")
    if stopped != (answering.DONE, 1, 2, 1 + 2 * NODES) or counts.tolist() != [2]:
        raise ValueError(f"many walks stopped at {stopped}")


def widen() -> None:
    """Asks what is beyond the first of three objects, by a moment and within bounds. Raises if it
    is wrong."""
    far = sealed(np.array([2], np.int32))
    spans = widening.Spans(
        start=sealed(np.array([0, 1])),
        far=far,
        limit=sealed(np.zeros(1, np.int64)),
        least=sealed(np.zeros(1, np.int64)),
        mark=sealed(np.ones(1, np.int64)),
        old=sealed(np.array([1], np.int32)),
        marked=sealed(np.array([2], np.uint8)),
    )
    near = np.zeros(1, np.int32), np.ones(1, np.int32)
    wide = widening.Wide(_rows(*near), _no_rows(), _bytes(NODES), _bytes(0), spans)
    trail = widening.Trail(
        nodes=np.zeros(NODES, walking.NODE),
        steps=np.empty(NODES, widening.STEP),
        tally=np.zeros(widening.TALLY, np.int64),
    )
    widening.widen(wide, trail, np.zeros(1, np.int32))
    repeats = np.zeros(NODES, np.uint8)
    widening.note_repeats(trail.steps, np.empty(NODES, np.int32), repeats, NODES)
    answers = (trail.steps["node"].tolist(), repeats.tolist())
    if answers != ([0, 1, 2], [0, 0, 0]):
        raise ValueError(f"a wide walk over three nodes found {answers}")


def mix() -> None:
    """Asks for the share of a vessel into which one part of two came from the first."""
    rows = mixing.Rows(
        start=np.array([0, 0, 2]),
        vessel=np.ones(2, np.int32),
        out_of=np.array([0, -1], np.int32),
        mass=np.ones(2),
        need=np.zeros(2, np.int32),
        going_start=np.array([0, 1, 1]),
        going=np.zeros(2, np.int64),
    )
    vessels = mixing.Vessels(
        given=np.array([True, False]),
        is_batch=np.zeros(2, np.bool_),
        taken=np.zeros(2, np.int64),
        gone=np.zeros(2, np.int64),
        mass=np.zeros(2),
        share=np.array([1.0, 0.0]),
    )
    mixing.needs(rows, vessels, sealed(np.zeros(2, np.int64)))
    notes = mixing.Notes(np.zeros(2, np.bool_), np.zeros(2), np.zeros(2, np.int64))
    if mixing.mix(rows, vessels, notes) != len(rows.vessel) or vessels.share[1] != HALF:
        raise ValueError(f"half of it was found to be {vessels.share[1]}")


def _rows(near: NDArray[np.int32], far: NDArray[np.int32]) -> walking.Rows:
    """Links 0, 1, … at the times 0, 1, …"""
    link = np.arange(len(near), dtype=np.int32)
    dealt = Dealt(
        np.zeros(NODES + 1, np.int64),
        np.empty_like(far),
        np.empty(len(near), np.int64),
        np.empty_like(link),
    )
    time = link.astype(np.int64)
    deal(Columns(sealed(near), sealed(far), sealed(time), sealed(link)), dealt)
    return walking.Rows(*(sealed(column) for column in dealt))


def _no_rows() -> walking.Rows:
    return _rows(np.empty(0, np.int32), np.empty(0, np.int32))


def _nothing_laid() -> walking.Laid:
    old = sealed(np.empty(0, np.int32))
    return walking.Laid(_bytes(0), old, 0, _bytes(0), _no_rows(), _no_rows())


def _bytes(count: int) -> NDArray[np.uint8]:
    return sealed(np.zeros(count, np.uint8))


def _ints() -> NDArray[np.int32]:
    return np.zeros(NODES, np.int32)
