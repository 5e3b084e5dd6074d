"""A crash of the server may give a number that was used in vain to an event: it is not missed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests import homes


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What was found after three crashes."""
    with homes.temporary() as home:
        folder = tmp_path_factory.mktemp("index")
        done = homes.module(home, "tests.faults.index_crash", str(folder))
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)


def test_who_lived_on_begins_anew_at_its_generation(told: Any) -> None:
    assert told["heard"] == {"given_again": True, "found": [None, 5], "all": 5}


def test_a_generation_knows_nothing_that_can_be_forgotten(told: Any) -> None:
    assert told["built"] == {"given_again": False, "found": [5, 5], "all": 5}


def test_a_generation_that_was_published_at_once_is_behind(told: Any) -> None:
    """The control."""
    assert told["careless"] == {"given_again": True, "found": [2, 2], "all": 5}
