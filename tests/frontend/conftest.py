"""Gives the tests of the frontend its packages, and the panel built of these very sources."""

from __future__ import annotations

import fcntl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from frontend import assets


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Both workers of a run build into the same directory."""
    with (Path(tempfile.gettempdir()) / "gozinto-tests-panel.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def packages() -> None:
    """The packages of the lock file, those of tests too; `make test` has fetched them."""
    with _one_at_a_time():
        assets.install(dev=True)


@pytest.fixture(scope="session")
def panel(packages: None) -> Path:
    """The built panel's directory."""
    with _one_at_a_time():
        assets.build()
    return assets.BUILT
