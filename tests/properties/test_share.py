"""Shares on random plants: against plain repetition, and against reach."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gozinto.genealogy.reach import backward, forward
from gozinto.genealogy.share import Portion, shares_from, shares_in

from .oracle import heads, reaches
from .plants import Plant, in_memory, objects, plants

few = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
masses = st.lists(st.integers(1, 9), min_size=40, max_size=40)


def weighed(plant: Plant, mass: list[int]) -> list[Portion]:
    source = in_memory(plant._replace(mounts=()))
    numbers = {row.run for row in (*plant.ins, *plant.outs)}
    links = [
        link
        for role in ("input", "output")
        for link in source.links_of_runs(sorted(numbers), role=role)[0]  # type: ignore[arg-type]
    ]
    return [Portion(link, mass[index % len(mass)]) for index, link in enumerate(links)]


def repeated(plant: Plant, origin: int, portions: list[Portion]) -> dict[int, float]:
    """Content by content from the definition, over and over until nothing moves."""
    mass = {(p.link.role, p.link.id): float(p.mass or 0) for p in portions}
    given_ = {out.id: 0.0 for out in plant.outs}

    def content(node: int, by: int) -> float:
        into = [o for o in plant.outs if node in heads(o) and o.at <= by]
        total = sum(mass["output", o.id] for o in into)
        return sum(mass["output", o.id] * given_[o.id] for o in into) / total if total else 0.0

    for _ in range(400):
        moved = 0.0
        for out in plant.outs:
            ins = [i for i in plant.ins if reaches(plant, i, out)]
            total = sum(mass["input", i.id] for i in ins)
            now = sum(
                mass["input", i.id] * (1.0 if i.object == origin else content(i.object, i.at))
                for i in ins
            )
            now = now / total if total else 0.0
            moved = max(moved, abs(now - given_[out.id]))
            given_[out.id] = now
        if moved < 1e-13:
            break
    return {node: 1.0 if node == origin else content(node, 99) for node in plant.objects}


@few
@given(plants, objects, masses)
def test_shares_are_what_repetition_finds(plant: Plant, origin: int, mass: list[int]) -> None:
    portions = weighed(plant, mass)
    shares = shares_from({origin}, portions=portions)
    for node, value in repeated(plant, origin, portions).items():
        assert float(shares.get(node, Fraction(0))) == pytest.approx(value, abs=1e-6)


@few
@given(plants, objects, masses)
def test_with_mass_on_all_links_a_share_is_not_zero_exactly_if_reached(
    plant: Plant, origin: int, mass: list[int]
) -> None:
    portions = weighed(plant, mass)
    source = in_memory(plant._replace(mounts=()))
    shares, parts = shares_from({origin}, portions=portions), shares_in(origin, portions=portions)
    assert {node for node, share in shares.items() if share} == set(
        forward(source, {origin}).objects
    )
    assert {node for node, share in parts.items() if share} == set(
        backward(source, {origin}).objects
    )
    assert all(0 <= share <= 1 for share in [*shares.values(), *parts.values()])


@few
@given(plants, objects, masses)
def test_shares_in_and_shares_from_are_the_same_numbers(
    plant: Plant, target: int, mass: list[int]
) -> None:
    portions = weighed(plant, mass)
    parts = shares_in(target, portions=portions)
    for node in plant.objects:
        if node != target:
            assert parts.get(node, 0) == shares_from({node}, portions=portions).get(target, 0)


@few
@given(plants, objects, masses, st.sets(st.integers(0, 30), max_size=4))
def test_a_missing_mass_never_makes_a_share_wrong(
    plant: Plant, origin: int, mass: list[int], missing: set[int]
) -> None:
    """Whatever share is still told without some masses is the share with any masses there."""
    portions = weighed(plant, mass)
    holed = [
        Portion(portion.link, None if index in missing else portion.mass)
        for index, portion in enumerate(portions)
    ]
    whole = shares_from({origin}, portions=portions)
    assert shares_from({origin}, portions=holed).items() <= whole.items()
    assert shares_in(origin, portions=holed).items() <= shares_in(origin, portions=portions).items()
