"""The trace benchmark runs, and all engines give one answer; nothing is timed against a limit."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import networkx
import numpy as np
import pytest
from benchmarks.genealogy import (
    building,
    engines,
    measuring,
    ours,
    picture,
    plant,
    questions,
    reference,
    report,
    tryton,
)
from benchmarks.genealogy.engines import Engine
from benchmarks.genealogy.measuring import Figure, Overrun, UnequalAnswers
from benchmarks.genealogy.plant import Graph
from benchmarks.genealogy.questions import Answer, Question

from gozinto.genealogy.arrays import Arrays

LINKS = 20_000


@pytest.fixture(scope="module")
def graph() -> Graph:
    return plant.generate(LINKS, seed=3)


@pytest.fixture(scope="module")
def arrays(graph: Graph) -> Arrays:
    return ours.arrays_of(graph)


@pytest.fixture(scope="module")
def asked(graph: Graph, arrays: Arrays) -> list[Question]:
    return list(questions.chosen(graph, size_of=ours.Gozinto(arrays).size_of, seed=1))


@pytest.fixture(scope="module")
def everyone(graph: Graph, arrays: Arrays) -> Iterator[dict[str, Engine]]:
    names = [entry.name for entry in engines.ENTRIES]
    with engines.opened(
        graph, arrays, names=names, patience_s=60, console=report.console()
    ) as found:
        yield found


def test_a_plant_is_the_same_for_the_same_seed(graph: Graph) -> None:
    again, other = plant.generate(LINKS, seed=3), plant.generate(LINKS, seed=4)
    assert np.array_equal(graph.target, again.target)
    assert np.array_equal(graph.time, again.time)
    assert not np.array_equal(graph.target, other.target)


def test_links_lead_from_object_to_run_to_object(graph: Graph) -> None:
    assert graph.links == LINKS
    assert np.all(graph.is_run[graph.source] != graph.is_run[graph.target])
    assert max(graph.source.max(), graph.target.max()) < graph.nodes


def test_nothing_is_used_before_it_was_made(graph: Graph) -> None:
    never = np.iinfo(np.int64).max
    made = np.full(graph.nodes, never)
    outputs = ~graph.is_run[graph.target]
    np.minimum.at(made, graph.target[outputs], graph.time[outputs])
    inputs = graph.is_run[graph.target]
    bought = made == never
    used = graph.source[inputs]
    assert np.all(bought[used] | (made[used] <= graph.time[inputs]))


def test_a_plant_has_continuous_runs_and_without_its_times_is_cyclic(graph: Graph) -> None:
    continuous = graph.is_run & ~graph.is_batch
    assert 0.02 < continuous.sum() / graph.is_run.sum() < 0.3
    pairs = zip(graph.source.tolist(), graph.target.tolist(), strict=True)
    components = networkx.strongly_connected_components(networkx.DiGraph(pairs))
    assert max(len(component) for component in components) > 2


def test_lots_are_used_as_unevenly_as_in_a_plant(graph: Graph) -> None:
    uses = np.bincount(graph.source[~graph.is_run[graph.source]])
    uses = uses[uses > 0]
    assert np.median(uses) <= 2
    assert uses.max() > 10 * uses.mean()


def test_the_questions_reach_from_a_trace_to_a_recall_gone_wide(
    asked: list[Question], arrays: Arrays
) -> None:
    size_of = ours.Gozinto(arrays).size_of
    for direction in ("backward", "forward"):
        sizes = [
            size_of(direction, int(question.origins[0]))
            for question in asked
            if question.direction == direction and question.in_time and not question.each
        ]
        assert min(sizes) < 300
        assert max(sizes) > LINKS // 20


def test_every_engine_answers_every_question_it_can_and_all_answers_are_equal(
    asked: list[Question], everyone: dict[str, Engine], tmp_path: Path
) -> None:
    rows = list(measuring.measured(asked, everyone, links=LINKS, budget_s=0, patience_s=60))
    figures = [row for row in rows if isinstance(row, Figure)]
    assert {figure.case for figure in figures} == {question.case for question in asked}
    expected = set(everyone) - {"networkx", "rustworkx"}
    for question in asked:
        answered = {figure.engine for figure in figures if figure.case == question.case}
        assert answered == (expected if question.in_time else set(everyone))
    report.write(rows, to=tmp_path / "trace.json")
    picture.write(rows, to=tmp_path / "trace.svg")
    written = json.loads((tmp_path / "trace.json").read_text())
    columns = {"case", "engine", "nodes", "links", "ms_median", "ms_p95", "runs", "equal"}
    assert [set(row) for row in written] == [columns] * len(figures)
    marks = ElementTree.parse(tmp_path / "trace.svg").getroot()
    names = {mark.get("class") for mark in marks}
    assert set(everyone) <= names


def test_every_engine_with_a_compiler_or_without_stands_in_the_picture() -> None:
    assert set(picture.MARKS) == {entry.name for entry in engines.ENTRIES} | set(tryton.NAMES)


@pytest.mark.parametrize("name", ["postgresql-cte", "sqlite-cte", "duckdb-cte"])
def test_a_database_that_is_too_slow_is_stopped(
    name: str, graph: Graph, arrays: Arrays, asked: list[Question]
) -> None:
    (entry,) = [entry for entry in engines.ENTRIES if entry.name == name]
    engine = entry.opened(graph, arrays, 0.001)
    try:
        ask = engine.prepared(asked[-1])
        assert ask is not None
        with pytest.raises(TimeoutError):
            ask()
        with pytest.raises(TimeoutError):
            engine.answer(asked[-1])
    finally:
        engine.close()


def test_who_cannot_take_part_is_left_out_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = {entry.name: entry for entry in engines.ENTRIES}
    assert engines.why_not(entries["sqlite-cte"], links=LINKS) is None
    assert engines.why_not(entries["sqlite-cte"], links=10**8) == "more than 20,000,000 links"
    monkeypatch.setattr(engines, "free_bytes", lambda: engines.MEMORY_LEFT_BYTES + 1024)
    assert "1,024 MB free" in str(engines.why_not(entries["sqlite-cte"], links=LINKS))
    monkeypatch.setattr(reference, "compiler", lambda: None)
    assert engines.why_not(entries["c"], links=LINKS) == "no C compiler here"


class _Wrong:
    """Forgets one node of every answer; or never answers."""

    def __init__(self, right: Engine, *, late: bool = False) -> None:
        self._right, self._late = right, late

    def prepared(self, question: Question) -> Callable[[], int] | None:
        return self._right.prepared(question)

    def answer(self, question: Question) -> Answer:
        if self._late:
            raise TimeoutError
        answer = self._right.answer(question)
        assert answer.nodes is not None
        assert answer.labels is not None
        return Answer(nodes=answer.nodes[1:], labels=answer.labels[1:])


def test_an_engine_that_finds_something_else_stops_the_measurement(
    asked: list[Question], arrays: Arrays
) -> None:
    both = {"gozinto": ours.Gozinto(arrays), "wrong": _Wrong(ours.Gozinto(arrays))}
    with pytest.raises(UnequalAnswers, match="wrong finds"):
        list(measuring.measured(asked[:1], both, links=LINKS, budget_s=0, patience_s=1))


def test_an_engine_that_answers_too_late_has_no_figure(
    asked: list[Question], arrays: Arrays
) -> None:
    both = {"gozinto": ours.Gozinto(arrays), "late": _Wrong(ours.Gozinto(arrays), late=True)}
    rows = list(measuring.measured(asked[:1], both, links=LINKS, budget_s=0, patience_s=1))
    assert Overrun(case=asked[0].case, engine="late", patience_s=1) in rows
    assert [row.engine for row in rows if isinstance(row, Figure)] == ["gozinto"]


def test_every_way_of_building_is_measured_and_ends_with_the_same_arrays(
    graph: Graph, arrays: Arrays, tmp_path: Path
) -> None:
    figures, built = building.measured(graph)
    assert [figure.case for figure in figures] == list(building.WAYS)
    site = building.Site(graph, built, tmp_path)
    *_, mapped = [way(site) for way in building.WAYS.values()]
    assert isinstance(mapped, Arrays)
    for found in (built, mapped):
        assert np.array_equal(found.forward.far, arrays.forward.far)
        assert np.array_equal(found.backward.time, arrays.backward.time)


def test_median_and_percentile_are_those_of_the_runs() -> None:
    times = [number / 1000 for number in range(1, 21)]
    found = measuring.figure("any", "c", times, nodes=1, links=2)
    assert (found.ms_median, found.ms_p95, found.runs) == (10.5, 19, 20)
