"""kill -9 of who writes, who builds the index and who reads it: no answer is ever behind."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gozinto.deployment.homes import Home
from gozinto.genealogy import generations
from tests import homes
from tests.faults.damage import HARMS

ALL = "writer,writer,reader,reader,builder"


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    """A home with its own server, whatever DATABASE_URL says."""
    with homes.temporary() as made:
        yield made


def played(home: Home, folder: Path, *, roles: str, kills: int, seed: int = 1) -> Counter[str]:
    """What happened to a plant: how many kills of whom, harms and generations."""
    done = homes.module(home, "tests.faults.index_plant", str(folder), roles, str(kills), str(seed))
    assert done.returncode == 0, done.stdout + done.stderr
    return Counter(json.loads((folder / "summary.json").read_text()))


def answers(folder: Path) -> list[dict[str, Any]]:
    """All that readers were answered. A last line that a kill cut short is none."""
    return [
        json.loads(line)
        for file in folder.glob("answers-*")
        for line in file.read_text().split("\n")[:-1]
    ]


def check_no_answer_is_behind(home: Home, folder: Path, *, kills: int, seed: int) -> None:
    """Every answer compared, whoever was killed when, and nothing half or left behind."""
    counts = played(home, folder, roles=ALL, kills=kills, seed=seed)
    told = answers(folder)
    assert [one for one in told if one["stale"] or one["lost"] or one["differs"]] == []
    by_index = [one for one in told if one["by_index"]]
    # five answers between two blows
    assert len(by_index) > 4 * kills
    assert sum(one["laid"] for one in by_index) > kills
    assert all(counts[victim] for victim in ("writer", "reader", "builder", "server"))
    assert counts["generations"] > kills // 4
    assert sum(counts[harm] for harm in HARMS) > kills // 10
    index = folder / "index"
    there = generations.numbers(index)
    assert {path.name for path in index.iterdir()} == {
        "builder.lock",
        *(f"gen-{number}" for number in there),
    }
    assert [generations.read(index, number).number for number in there] == there
    assert len(there) <= generations.KEPT


def test_no_answer_is_behind_in_twenty_kills(home: Home, tmp_path: Path) -> None:
    check_no_answer_is_behind(home, tmp_path, kills=20, seed=1)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 7))
def test_no_answer_is_behind_in_two_hundred_kills(home: Home, tmp_path: Path, seed: int) -> None:
    check_no_answer_is_behind(home, tmp_path, kills=200, seed=seed)


def test_a_reader_that_hears_of_nothing_new_is_found_out(home: Home, tmp_path: Path) -> None:
    """The control: nobody is killed, and this time answers must be behind."""
    played(home, tmp_path, roles="writer,deaf,builder", kills=0)
    assert any(one["stale"] for one in answers(tmp_path))
    assert any(one["differs"] for one in answers(tmp_path))
    assert not any(one["lost"] for one in answers(tmp_path))
