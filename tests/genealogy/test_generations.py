"""A generation is whole or it is nothing: whatever happens to its files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from gozinto.genealogy import generations
from gozinto.genealogy.generations import Damaged

COLUMNS = {
    "time": np.arange(5_000, dtype=np.int64),
    "layer": np.array([0, 3, 0], dtype=np.uint8),
    "nothing": np.empty(0, dtype=np.int32),
}


def published(folder: Path) -> int:
    return generations.publish(folder, COLUMNS, about={"snapshot": "7:7:"})


def test_what_is_published_is_read_as_it_was(tmp_path: Path) -> None:
    number = published(tmp_path)
    found = generations.read(tmp_path, number)
    assert generations.about(tmp_path, number) == found.about == {"snapshot": "7:7:"}
    for name, column in COLUMNS.items():
        assert np.array_equal(found.columns[name], column)
        assert found.columns[name].dtype == column.dtype
    assert found.bytes == 40_003


def test_the_columns_are_mapped_and_cannot_be_written(tmp_path: Path) -> None:
    found = generations.read(tmp_path, published(tmp_path))
    with pytest.raises(ValueError, match="read-only"):
        found.columns["time"][0] = 7


def flipped(folder: Path) -> None:
    raw = bytearray((folder / "time.bin").read_bytes())
    raw[20_000] ^= 1
    (folder / "time.bin").write_bytes(raw)


def cut(folder: Path) -> None:
    raw = (folder / "time.bin").read_bytes()
    (folder / "time.bin").write_bytes(raw[:-8])


def lost(folder: Path) -> None:
    (folder / "layer.bin").unlink()


def told_otherwise(folder: Path) -> None:
    text = (folder / "manifest.json").read_text()
    (folder / "manifest.json").write_text(text.replace("7:7:", "9:9:"))


def untold(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def emptied(folder: Path) -> None:
    (folder / "manifest.json").write_bytes(b"")


@pytest.mark.parametrize("harm", [flipped, cut, lost, told_otherwise, untold, emptied])
def test_a_harmed_generation_is_never_read(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    number = published(tmp_path)
    harm(tmp_path / f"gen-{number}")
    with pytest.raises(Damaged):
        generations.read(tmp_path, number)


def test_what_was_not_finished_is_no_generation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(generations.os, "rename", stopped)
        with pytest.raises(OSError, match="full"):
            published(tmp_path)
    assert generations.numbers(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_two_generations_stay_and_drafts_go(tmp_path: Path) -> None:
    for _ in range(4):
        published(tmp_path)
    (tmp_path / "draft-1-abc").mkdir()
    first = generations.read(tmp_path, 1)
    generations.tidy(tmp_path)
    assert generations.numbers(tmp_path) == [3, 4]
    assert not list(tmp_path.glob("draft-*"))
    assert first.columns["time"][4_999] == 4_999, "who has it mapped keeps it"
