"""Everything of the electronics plant can be labelled, and its label names it and nothing else."""

from __future__ import annotations

import pytest

from gozinto.demo.electronics.truths import Truths
from tests.demo import labelled


@pytest.mark.django_db
def test_everything_of_the_electronics_plant_can_be_labelled(soldered: Truths) -> None:
    labelled.check_everything()
