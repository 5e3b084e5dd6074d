"""Runs taken apart into ports: the kernels on them answer as the reference walk does."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from gozinto.genealogy import reach
from gozinto.genealogy.arrays import build
from gozinto.genealogy.graph import Link, Presence
from gozinto.genealogy.lowering import Lowered, lowered
from gozinto.genealogy.numbering import NOTHING_PLAIN, Numbered, numbered
from gozinto.genealogy.reach import Reach
from gozinto.genealogy.walker import Walker

from .plants import Plant, in_memory, plants

slow_machines_too = [HealthCheck.too_slow, HealthCheck.data_too_large]


class Answer(NamedTuple):
    """What is compared: labels and depths of objects, depths of runs, and what was used."""

    objects: dict[int, tuple[int, int]]
    runs: dict[int, int]
    links: set[int]
    presences: set[tuple[int, int]]


def everything(plant: Plant) -> tuple[list[Link], list[Presence]]:
    """All links and presences of a plant."""
    source = in_memory(plant)
    numbers = {row.run for row in (*plant.ins, *plant.outs, *plant.mounts)}
    inputs, presences = source.links_of_runs(numbers, role="input")
    outputs, _ = source.links_of_runs(numbers, role="output")
    return [*inputs, *outputs], list(presences)


def by_reference(answer: Reach) -> Answer:
    """What the reference walk found."""
    return Answer(
        {one: (at, answer.object_depth[one]) for one, at in answer.objects.items()},
        dict(answer.run_depth),
        {link.id for link in answer.links},
        {(one.id, one.run) for one in answer.presences},
    )


def by_kernel(nodes: Numbered, apart: Lowered, origin: int, *, ahead: bool) -> Answer:
    """What the kernel found on the ports."""
    graph = build(
        layer=nodes.layer, forgets=nodes.forgets, moments=nodes.moments, carries=nodes.carries
    )
    (place,) = np.flatnonzero(nodes.object_ids == origin)
    found = Walker(graph).reach([nodes.object_nodes[place]], ahead=ahead, used=True)
    assert found.moments is not None
    assert found.presences is not None
    answer = Answer({}, {}, set(), set())
    for node, time, depth in zip(found.nodes, found.times, found.depths, strict=True):
        if nodes.layer[node] == 0:
            answer.objects[int(nodes.id[node])] = (int(time), int(depth))
        else:
            run = int(nodes.id[node])
            answer.runs[run] = min(answer.runs.get(run, int(depth)), int(depth))
    answer.links.update(apart.links[row] for row in found.moments.link)
    answer.presences.update(
        (int(apart.presences[row, 0]), int(apart.presences[row, 1]))
        for row in found.presences.link
        if row >= 0
    )
    return answer


def check(plant: Plant) -> None:
    """Every object of a plant, in both directions."""
    links, presences = everything(plant)
    apart = lowered(links, presences)
    nodes = numbered(NOTHING_PLAIN, apart)
    for origin in plant.objects:
        if origin not in nodes.object_ids:
            continue  # mounted where nothing came out: nothing hangs on it
        for ahead, ask in ((True, reach.forward), (False, reach.backward)):
            assert by_kernel(nodes, apart, origin, ahead=ahead) == by_reference(
                ask(in_memory(plant), {origin})
            )


@settings(max_examples=120, deadline=None, suppress_health_check=slow_machines_too)
@given(plant=plants)
def test_ports_answer_as_the_reference_does(plant: Plant) -> None:
    check(plant)


@pytest.mark.long
@settings(max_examples=10_000, deadline=None, suppress_health_check=slow_machines_too)
@given(plant=plants)
def test_ports_answer_as_the_reference_does_at_length(plant: Plant) -> None:
    check(plant)
