"""The benchmark of labels runs, and each of its outputs holds the labels that were asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import labels
from gozinto.labels import rendering


def test_every_output_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    labels.main(["--labels", "3", "--json", str(tmp_path / "labels.json")])
    figures = json.loads((tmp_path / "labels.json").read_text(encoding="utf-8"))
    assert [figure["labels"] for figure in figures] == [3] * 4
    assert all(figure["seconds"] > 0 and figure["size_mb"] > 0 for figure in figures)
    assert "3 labels, verified" in capsys.readouterr().out


def test_what_is_measured_are_other_labels_each_time() -> None:
    made = labels.labels(20)
    assert len({label.values["gs1"] for label in made}) == 20
    assert rendering.zpl(made).count(b"^XA") == 20
