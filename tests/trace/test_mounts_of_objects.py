"""The mounts of a few objects are the same, however much else was mounted there."""

from __future__ import annotations

import random

import pytest
from tests.plants import asset, at, cleared, lot, mounted

from gozinto import record
from gozinto.plant.models import TraceableObject
from gozinto.trace.reading import mounts
from gozinto.trace.reading.moment import Moment

pytestmark = pytest.mark.django_db

MACHINES = ("P", "Q")
SLOTS = (("", ""), ("", ""), ("mould", ""), ("reel", "1"), ("reel", "2"))
THINGS = (asset("A"), asset("B"), lot("R", "1"), lot("R", "2"), lot("R", "3"))


def anything_happens(seed: int) -> None:
    """Sixty mounts and removals at two machines, in no sensible order."""
    chance = random.Random(seed)
    with record.bulk():
        for _ in range(60):
            machine, (slot, position) = chance.choice(MACHINES), chance.choice(SLOTS)
            hours = chance.randrange(100) / 10
            if chance.random() < 0.1:
                told = cleared(hours, equipment=machine, slot=slot, position=position)
            else:
                told = mounted(
                    chance.choice(THINGS),
                    hours,
                    equipment=machine,
                    slot=slot,
                    position=position,
                    on=chance.random() < 0.7,
                    certainty=chance.choice(("scanned", "scanned", "unknown")),
                )
            record.capture(told)


@pytest.mark.parametrize("seed", range(12))
def test_they_are_those_of_all_that_was_mounted(seed: int) -> None:
    anything_happens(seed)
    objects = list(TraceableObject.objects.values_list("id", flat=True))
    chosen = set(random.Random(seed).sample(objects, 2))
    for machines in ({"P"}, {"P", "Q"}):
        for moment in (Moment(), Moment(as_of=at(6))):
            every = mounts.at_equipment(machines, moment=moment)
            assert mounts.of_objects(chosen, equipment=machines, moment=moment) == [
                one for one in every if one.object in chosen
            ]
            assert mounts.of_objects(objects, equipment=machines, moment=moment) == every
