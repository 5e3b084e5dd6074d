"""Runs taken apart into edges with two times: the wide kernel answers as the reference walk."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gozinto.genealogy import reach, widening, widths
from gozinto.genealogy.arrays import build
from gozinto.genealogy.graph import Link, Presence
from gozinto.genealogy.lowering import lowered
from gozinto.genealogy.numbering import NOTHING_PLAIN, numbered
from gozinto.genealogy.wide_walker import WideWalker, lay

from .doubtful_plants import chains, small_plants
from .histories import Plant, in_memory

slow_machines_too = [HealthCheck.too_slow, HealthCheck.data_too_large]
few = settings(max_examples=120, deadline=None, suppress_health_check=slow_machines_too)
many = settings(max_examples=20_000, deadline=None, suppress_health_check=slow_machines_too)

Told = dict[int, tuple[list[Link], list[Presence]]]


def by_run(plant: Plant, *, width: str) -> Told:
    """All that a plant's record tells, run by run."""
    source = in_memory(plant, width=width)
    numbers = {row.run for row in (*plant.ins, *plant.outs, *plant.mounts)}
    inputs, presences = source.links_of_runs(numbers, role="input")
    outputs, _ = source.links_of_runs(numbers, role="output")
    found: Told = defaultdict(lambda: ([], []))
    for link in (*inputs, *outputs):
        found[link.run][0].append(link)
    for one in presences:
        found[one.run][1].append(one)
    return found


class Index:
    """A plant as the index holds it: as recorded, with what is not settled laid over it."""

    def __init__(self, plant: Plant, *, width: str) -> None:
        self.plant, self.width = plant, width
        told, wide = by_run(plant, width="recorded"), by_run(plant, width=width)
        nodes = numbered(
            NOTHING_PLAIN,
            lowered(
                [link for links, _ in told.values() for link in links],
                [one for _, presences in told.values() for one in presences],
            ),
        )
        loose = [run for run, some in wide.items() if not widening.is_settled(*some, width=width)]
        widened = widening.widened(
            [link for run in loose for link in wide[run][0]],
            [one for run in loose for one in wide[run][1]],
            width=width,
        )
        graph = build(
            layer=nodes.layer, forgets=nodes.forgets, moments=nodes.moments, carries=nodes.carries
        )
        laid = lay(
            widened,
            ids=nodes.object_ids,
            numbers=nodes.object_nodes,
            nodes=len(nodes.layer),
            dead=nodes.run_nodes[np.isin(nodes.run_ids, loose)],
        )
        self.walker = WideWalker(graph, laid)
        self.tangled = widened.tangled
        objects = nodes.id[nodes.layer == 0]
        self.node_of = dict(
            zip(nodes.object_ids.tolist(), nodes.object_nodes.tolist(), strict=True)
        )
        self.node_of |= {one: len(nodes.layer) + n for n, one in enumerate(laid.objects.tolist())}
        self.object_of = {node: one for one, node in self.node_of.items()}
        assert len(objects) + len(laid.objects) == len(self.node_of)

    def of(self, one: int) -> set[int] | None:
        """What this object is in; None where the record must be asked."""
        if one not in self.node_of:
            return {one}
        found = self.walker.forward(np.array([self.node_of[one]], dtype=np.int32))
        objects = {self.object_of[node] for node in found.nodes.tolist() if node in self.object_of}
        if self.tangled & objects:
            return None
        repeats = found.nodes[found.repeats].tolist()
        unsure = {self.object_of[node] for node in repeats if node in self.object_of}
        source = in_memory(self.plant, width="recorded")
        return None if unsure - set(reach.forward(source, {one}).objects) else objects


def check(plant: Plant, *, width: str) -> tuple[int, int]:
    """Every object of a plant; how many answers there were, and how often the index had none."""
    index = Index(plant, width=width)
    left = 0
    for one in plant.objects:
        expected = set(widths.forward(in_memory(plant), {one}, width=width).objects)
        found = index.of(one)
        left += found is None
        assert found is None or found == expected, (one, found, expected)
    return len(plant.objects), left


wide = st.sampled_from(["proven", "possible"])


@few
@given(small_plants, wide)
def test_the_wide_kernel_answers_as_the_reference_does(plant: Plant, width: str) -> None:
    check(plant, width=width)


@few
@given(chains(), wide)
def test_so_it_does_where_one_event_is_passed_twice(plant: Plant, width: str) -> None:
    check(plant, width=width)


@pytest.mark.long
@many
@given(small_plants | chains(), wide)
def test_the_wide_kernel_answers_as_the_reference_does_at_length(plant: Plant, width: str) -> None:
    check(plant, width=width)
