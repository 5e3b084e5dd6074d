"""Where the published test data is: `GOZINTO_CONFORMANCE`, or `shared/conformance` beside us."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(
    os.environ.get("GOZINTO_CONFORMANCE")
    or Path(__file__).resolve().parents[3] / "shared" / "conformance"
)
OPENEPCIS = "openepcis-test-resources"
HASHED = "epcis-event-hash-generator/tests"
MISSING = f"the published test data is not at {ROOT}; set GOZINTO_CONFORMANCE to where it is"


def files(*patterns: str, without: Iterable[str] = ()) -> list[Any]:
    """One parameter for each published file; a skipped one with the reason where there is none."""
    matches = {path for pattern in patterns for path in ROOT.glob(pattern)}
    found = sorted(path for path in matches if path.name not in without)
    if not found:
        return [pytest.param(ROOT, marks=pytest.mark.skip(reason=MISSING), id="missing")]
    return [pytest.param(path, id=str(path.relative_to(ROOT))) for path in found]


def rows(path: str) -> Any:
    """The JSON of one published file; skips the test with the reason where it is missing."""
    if not (ROOT / path).exists():
        pytest.skip(MISSING)
    return json.loads((ROOT / path).read_text(encoding="utf-8"))
