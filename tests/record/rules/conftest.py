"""Every test of a rule has the plant that says how things are to be done."""

import pytest
from tests.record.rules import judged


@pytest.fixture(autouse=True)
def _described(db: None) -> None:
    judged.describe()
