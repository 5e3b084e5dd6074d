"""Building: twice the same, interrupted and completed, and never beside another record."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from gozinto import record, trace
from gozinto.demo import catalogue, plants
from gozinto.demo.registry import PLANTS, TYRE
from gozinto.demo.steps import Progress
from gozinto.demo.tyre import truths
from gozinto.errors import Conflict, Malformed
from gozinto.plant import objects
from gozinto.record.models import Event
from tests import plants as events
from tests.demo.conftest import SMALL

pytestmark = pytest.mark.django_db

VOLATILE = ("elapsed_ms", "position", "as_of", "known_at")


def story() -> dict[str, Any]:
    answer = trace.as_json(trace.backward([objects.resolve(truths.SERIAL)]))
    return {name: value for name, value in answer.items() if name not in VOLATILE}


def test_two_builds_give_the_same_trace() -> None:
    answers = []
    for _ in range(2):
        with transaction.atomic():
            plants.build(TYRE, SMALL)
            answers.append(story())
            transaction.set_rollback(True)
    assert answers[0] == answers[1]


class _PowerCutError(Exception):
    """Somebody pulled the plug."""


def test_an_interrupted_build_is_seen_and_completed() -> None:
    def cut(progress: Progress) -> None:
        if progress.made:
            raise _PowerCutError

    with pytest.raises(_PowerCutError):
        plants.build(TYRE, SMALL, seen=cut)
    found = plants.find()
    assert found == plants.Found("tyre", SMALL, is_finished=False)
    plants.build(TYRE, plants.plan_for(TYRE, found=found, scale=None, seed=None, until=None))
    assert plants.find() == plants.Found("tyre", SMALL, is_finished=True)
    assert trace.backward([objects.resolve(truths.SERIAL)]).complete
    assert Event.objects.count() == Event.objects.values("event_id").distinct().count()


def test_a_demo_does_not_write_beside_a_record_it_did_not_make() -> None:
    record.capture(events.received(events.some(events.lot("HB", "1"), 1), 0))
    with pytest.raises(Conflict) as caught:
        plants.find()
    assert caught.value.code == "record_not_of_demo"


def test_a_demo_of_one_kind_is_not_told_as_another() -> None:
    found = plants.Found("bakery", SMALL, is_finished=True)
    with pytest.raises(Conflict, match="here is the bakery plant, not tyre"):
        plants.plan_for(TYRE, found=found, scale=None, seed=None, until=None)


def test_an_empty_record_is_no_demo_yet() -> None:
    assert plants.find() is None


@pytest.mark.parametrize(
    ("scale", "until", "code"),
    [
        (59, None, "scale_out_of_range"),
        (1_000_001, None, "scale_out_of_range"),
        (60, date(2999, 1, 1), "until_in_future"),
    ],
)
def test_what_cannot_be_built_is_said(scale: int, until: date | None, code: str) -> None:
    with pytest.raises(Malformed) as caught:
        plants.plan_for(TYRE, found=None, scale=scale, seed=None, until=until)
    assert caught.value.code == code


def test_the_names_asked_before_any_database_are_those_of_the_plants() -> None:
    assert set(catalogue.NAMES) == set(PLANTS)


def test_the_guide_names_every_plant_with_its_sizes() -> None:
    guide = (Path(__file__).parents[2] / "docs/guide/demo-plants.md").read_text(encoding="utf-8")
    for plant in PLANTS.values():
        sizes = " | ".join(f"{size:,}" for size in plant.sizes)
        assert f"| `{plant.name}` | {plant.made} | {sizes} |" in guide


def test_other_plants_are_unknown() -> None:
    with pytest.raises(Malformed):
        catalogue.check_plant("bakery")
