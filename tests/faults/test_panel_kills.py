"""kill -9 of web and database while panels hand over what they kept: each entry is done once."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from gozinto.deployment.homes import Home
from tests import homes
from tests.faults.outboxes import Outbox
from tests.faults.striking import run, stock

pytestmark = pytest.mark.long

LOTS = ("K-1", "K-2")
ON_HAND = 10_000
Panels = tuple[Home, list[str]]


@pytest.fixture
def panels() -> Iterator[Panels]:
    """A home with two panels, and the secrets of their devices."""
    with homes.temporary() as made:
        done = homes.module(made, "tests.faults.furnished_panels", *LOTS)
        assert done.returncode == 0, done.stderr
        homes.lend_kernels(made)
        yield made, json.loads(done.stdout)


def outboxes(panels: Panels, *, kills: int, seed: int = 1, forgets: bool = False) -> list[Outbox]:
    """What the panels handed over under so many kills."""
    home, secrets = panels

    def make(port: int) -> list[Outbox]:
        return [
            Outbox(port, secret, lot, forgets=forgets)
            for secret, lot in zip(secrets, LOTS, strict=True)
        ]

    return run(home, make, kills=kills, seed=seed, afterwards=len if forgets else sent_again)


def sent_again(made: list[Outbox]) -> None:
    """Each entry sent once more is answered as before."""
    for one in made:
        some = one.told[::7][:50]
        assert one.send(some) == [one.answers[entry["id"]] for entry in some]


def check_kills(panels: Panels, *, kills: int, seed: int = 1) -> None:
    """A kilogram less for each that was acknowledged, and what follows is what it must be."""
    made = outboxes(panels, kills=kills, seed=seed)
    assert {answer["verdict"] for one in made for answer in one.answers.values()} == {"ok"}
    assert stock(panels[0], made) == [ON_HAND - len(one.told) for one in made]
    checked = homes.command(panels[0], "rebuild", "--check")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_entry_of_two_panels_is_done_once_through_three_kills(panels: Panels) -> None:
    check_kills(panels, kills=3)


@pytest.mark.parametrize("seed", range(3))
def test_every_entry_of_two_panels_is_done_once_through_forty_kills(
    panels: Panels, seed: int
) -> None:
    check_kills(panels, kills=40, seed=seed)


def test_panels_that_forget_their_ids_do_things_twice(panels: Panels) -> None:
    """The control: the same blows, and this time something must be there twice."""
    made = outboxes(panels, kills=1, forgets=True)
    assert sum(ON_HAND - left for left in stock(panels[0], made)) > sum(len(o.told) for o in made)
