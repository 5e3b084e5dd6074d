"""Every test of the queue has the small plant."""

import pytest

from tests import workshop


@pytest.fixture(autouse=True)
def _small_plant(db: None) -> None:
    workshop.furnish()
