"""What the peer Tryton is told is the plant that the product is told.

Tryton itself is run in the long form alone: it has to be fetched, and takes a minute to begin.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from benchmarks.genealogy import measuring, ours, plant, questions, tryton
from benchmarks.genealogy.measuring import Overrun
from benchmarks.genealogy.plant import Graph
from benchmarks.genealogy.questions import Direction, Question
from benchmarks.genealogy.tryton import books, environment
from benchmarks.genealogy.tryton.books import Books

LINKS = 2_000


@pytest.fixture(scope="module")
def graph() -> Graph:
    return tryton.on_days(plant.generate(LINKS, seed=1))


@pytest.fixture(scope="module")
def booked(graph: Graph) -> Books:
    return books.books(graph)


def _traced(booked: Books, lot: int, *, forward: bool) -> Mapping[str, Any]:
    """The rule of a trace, word for word: what a lot was used for on a day it was there or later,
    and all that was made of it; backward the same."""
    days: dict[int, int] = {}
    runs: set[int] = set()
    waiting: list[tuple[int, int | None]] = [(lot, None)]
    while waiting:
        node, day = waiting.pop()
        for one in booked.productions:
            near, far = one.inputs, one.outputs
            at, then = one.started, one.ended
            if not forward:
                near, far, at, then = far, near, then, at
            if node not in near or one.run in runs:
                continue
            if day is not None and (at < day if forward else at > day):
                continue
            runs.add(one.run)
            for other in far:
                best = min if forward else max
                days[other] = best(days.get(other, then), then)
                waiting.append((other, then))
    days.pop(lot, None)
    return {"runs": sorted(runs), "lots": sorted(days.items())}


@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_a_trace_over_the_books_finds_what_the_product_finds(
    direction: Direction, graph: Graph, booked: Books
) -> None:
    engine = ours.Gozinto(ours.arrays_of(graph))
    sizes = set()
    for lot in [*graph.raw[::5].tolist(), *graph.made[::5].tolist(), *graph.reclaimed.tolist()]:
        question = Question(case="", direction=direction, origins=np.array([lot], np.int32))
        found = _traced(booked, lot, forward=direction == "forward")
        answer = books.answer_of(question, lot, found)
        assert answer.equals(engine.answer(question))
        sizes.add(answer.size)
    assert max(sizes) > LINKS // 20


def test_every_link_is_booked_once(graph: Graph, booked: Books) -> None:
    runs = [
        [(lot, one.run) for lot in one.inputs] + [(one.run, lot) for lot in one.outputs]
        for one in booked.productions
    ]
    links = zip(graph.source.tolist(), graph.target.tolist(), strict=True)
    assert sorted(link for run in runs for link in run) == sorted(links)


def test_a_run_that_made_nothing_is_not_booked(booked: Books) -> None:
    assert all(one.outputs for one in booked.productions)


def test_no_lot_is_used_before_the_day_it_was_made_or_bought(booked: Books) -> None:
    there = dict.fromkeys(booked.bought, books.FIRST_DAY_US // books.DAY_US - 1)
    for one in booked.productions:
        assert one.started <= one.ended
        for lot in one.outputs:
            there.setdefault(lot, one.ended)
    assert all(there[lot] <= one.started for one in booked.productions for lot in one.inputs)
    assert len(booked.bought) < len(there) / 2


def test_what_begins_or_ends_later_does_so_on_a_later_day() -> None:
    whole = plant.generate(LINKS, seed=1)
    days = tryton.on_days(whole)
    begun, made = ({} for _ in range(2))
    for source, target, time in zip(whole.source, whole.target, whole.time, strict=True):
        run = int(target if whole.is_run[target] else source)
        begun[run] = min(begun.get(run, time), time)
        if run == source:
            made[run] = min(made.get(run, time), time)
    then = {
        (begun[target] if days.is_run[target] else made[source]): time
        for source, target, time in zip(
            days.source.tolist(), days.target.tolist(), days.time.tolist(), strict=True
        )
    }
    in_order = [then[instant] for instant in sorted(then)]
    assert np.all(np.diff(in_order) == books.DAY_US)
    assert in_order[0] == books.FIRST_DAY_US


def test_a_run_that_is_cut_off_is_dropped_with_the_lots_that_only_it_took() -> None:
    whole = plant.generate(369, seed=1)
    cut = tryton.on_days(whole)
    assert (whole.links - cut.links, len(whole.raw) - len(cut.raw)) == (4, 4)
    kept = set(cut.source.tolist()) | set(cut.target.tolist())
    for lots in (cut.raw, cut.made, cut.reclaimed):
        assert set(lots.tolist()) <= kept


def test_where_the_packages_cannot_be_fetched_tryton_is_left_out_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "ERROR: Could not find a version (from versions: none); Failed to establish a connection"
    failed = subprocess.CompletedProcess((), 1, stdout="", stderr=said)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(tryton.NotToBeHad, match="it needs a network"):
        environment.python(tmp_path)


def test_a_plant_that_takes_hours_to_book_is_left_to_the_others(tmp_path: Path) -> None:
    large = tryton.on_days(plant.generate(21_000))
    with (
        pytest.raises(tryton.NotToBeHad, match="more than 20,000 links"),
        tryton.opened(large, folder=tmp_path, patience_s=1),
    ):
        pass
    assert not list(tmp_path.iterdir())


def test_an_environment_that_is_there_is_not_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        return subprocess.CompletedProcess(command, 0, stdout="", stderr="")

    commands: list[list[str]] = []
    monkeypatch.setattr(subprocess, "run", run)
    made = environment.python(tmp_path)
    again = environment.python(tmp_path)
    assert made == again == tmp_path / "bin" / "python"
    assert [command[0] for command in commands] == [sys.executable, str(made)]


def test_nothing_of_ours_reaches_the_process_of_tryton(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PYTHONPATH", "GOZINTO_HOME", "PGHOST", "TRYTOND_CONFIG"):
        monkeypatch.setenv(name, "ours")
    assert "ours" not in environment.variables().values()
    assert environment.variables(TRYTOND_DATABASE_URI="x")["TRYTOND_DATABASE_URI"] == "x"


@pytest.mark.long
def test_tryton_itself_finds_what_the_product_finds(tmp_path: Path) -> None:
    graph = tryton.on_days(plant.generate(300, seed=2))
    engine = ours.Gozinto(ours.arrays_of(graph))
    asked = list(questions.chosen(graph, size_of=engine.size_of, seed=1))
    try:
        with tryton.opened(graph, folder=tmp_path, patience_s=60) as peers:
            everyone = {"gozinto": engine, **peers.engines}
            rows = list(
                measuring.measured(asked, everyone, links=graph.links, budget_s=0, patience_s=60)
            )
    except tryton.NotToBeHad as problem:
        pytest.skip(f"tryton is left out: {problem}")
    answered = {(row.case, row.engine) for row in rows}
    in_time = {question.case for question in asked if question.in_time}
    assert {(case, name) for case in in_time for name in tryton.NAMES} <= answered
    assert not any(isinstance(row, Overrun) for row in rows)
    assert [len(peers.figures), *{figure.runs for figure in peers.figures}] == [2, 25]
