"""Everything of the tyre plant can be labelled, and its label names it and nothing else."""

from __future__ import annotations

import pytest

from gozinto.demo.tyre.truths import Truths
from tests.demo import labelled


@pytest.mark.django_db
def test_everything_of_the_tyre_plant_can_be_labelled(built: Truths) -> None:
    labelled.check_everything()
