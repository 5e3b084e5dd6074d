"""kill -9 of web and database under requests with keys: what was answered is there, once."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from gozinto.deployment.homes import Home
from tests import homes
from tests.faults.clerks import Clerk
from tests.faults.striking import run, stock

CLERKS = 4


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    """A small plant in a home with a server of its own."""
    with homes.temporary() as made:
        done = homes.module(made, "tests.faults.furnished")
        assert done.returncode == 0, done.stderr
        homes.lend_kernels(made)
        yield made


@pytest.fixture(scope="module")
def token(home: Home) -> str:
    """Of a program that tells what clerks do."""
    made = homes.command(home, "token", "create", "--role", "integrator")
    found = re.search(r"gz_\S+", made.stdout)
    assert found, made.stderr
    return found[0]


def clerks(
    home: Home, token: str, *, kills: int, seed: int = 1, keeps_keys: bool = True
) -> list[Clerk]:
    """What four clerks told under so many kills; each key is sent once more at the end."""
    return run(
        home,
        lambda port: [Clerk(port, token, keeps_keys) for _ in range(CLERKS)],
        kills=kills,
        seed=seed,
        afterwards=check_answers if keeps_keys else len,
    )


def check_answers(made: list[Clerk]) -> None:
    """Each key sent once more is answered as before, and says that it is."""
    for clerk in made:
        for request in clerk.told[::7]:
            status, answer, is_replayed = clerk.send(request)
            assert (status, answer, is_replayed) == (201, request.answer, True)


def check_kills(home: Home, token: str, *, kills: int, seed: int = 1) -> None:
    """A kilogram on record for each that was acknowledged, and what follows is what it must be."""
    made = clerks(home, token, kills=kills, seed=seed)
    assert stock(home, made) == [len(clerk.told) for clerk in made]
    checked = homes.command(home, "rebuild", "--check")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_request_is_done_once_through_four_kills(home: Home, token: str) -> None:
    check_kills(home, token, kills=4)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(5))
def test_every_request_is_done_once_through_sixty_kills(home: Home, token: str, seed: int) -> None:
    check_kills(home, token, kills=60, seed=seed)


@pytest.mark.long
def test_clerks_who_make_a_new_key_for_each_try_do_things_twice(home: Home, token: str) -> None:
    """The control: the same blows, and this time something must be there twice."""
    made = clerks(home, token, kills=2, keeps_keys=False)
    assert sum(stock(home, made)) > sum(len(clerk.told) for clerk in made)
