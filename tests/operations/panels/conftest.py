"""Every test of panels has the small plant, and a machine with orders, a bill and a routing."""

import pytest

from tests.operations.panels import floor


@pytest.fixture(autouse=True)
def _machine(_as_it_was: None) -> None:
    floor.furnish()
