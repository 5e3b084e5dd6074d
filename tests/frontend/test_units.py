"""Runs the panel's own tests, which are written in its language, under node."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontend import assets

TESTS = sorted((assets.FRONTEND / "tests").rglob("*.test.ts"))


@pytest.mark.parametrize("test", TESTS, ids=lambda path: path.name.removesuffix(".test.ts"))
def test_unit(test: Path, packages: None, tmp_path: Path) -> None:
    """One file of them, bundled as the panel is."""
    assets.node("build.mjs", "--test", str(test), "--into", str(tmp_path))
    bundled = sorted(map(str, tmp_path.rglob("*.mjs")))
    assert bundled
    assets.node("--test", "--test-reporter=spec", *bundled)
