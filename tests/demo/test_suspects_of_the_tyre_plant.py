"""A larger tyre plant on record: each planted cause is found first, and no decoy is."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import override_settings
from rich.console import Console

from gozinto import trace
from gozinto.demo.registry import TYRE
from gozinto.demo.tyre import quality_story, truths
from gozinto.demo.tyre.plan import Plan
from gozinto.demo.tyre.truths import Truths
from gozinto.deployment.database import Roles
from gozinto.trace.index.asking import place
from gozinto.trace.index.building import build
from gozinto.trace.suspects.answers import Suspect
from tests.demo.conftest import UNTIL, on_record

pytestmark = pytest.mark.long

REASONS = {
    truths.BLADDER_CAUSE: "shoulder",
    truths.HALOBUTYL_CAUSE: "11 kPa",
    truths.BELT_CAUSE: "separation",
}


@pytest.fixture(scope="module")
def larger(unblocked: Roles, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Truths]:
    """What was planted in a plant of 2,000 tyres, beside an index of it."""
    index = override_settings(GOZINTO_INDEX_DIR=str(tmp_path_factory.mktemp("index")))
    with on_record(TYRE, Plan(2000, 1, UNTIL), roles=unblocked) as told, index:
        folder = place()
        assert folder is not None
        build(folder)
        yield told


def codes(of: Suspect) -> set[str]:
    """What is named, and all that nothing tells apart from it."""
    return {factor.code for factor in (of.factor, *of.tied)}


def planted(told: Truths) -> dict[str, str]:
    """What is to blame for each cause, by its number."""
    belt = told.belt_roll.rsplit("/", 1)[-1]
    return {
        truths.BLADDER_CAUSE: truths.BLADDER,
        truths.HALOBUTYL_CAUSE: truths.HALOBUTYL_LOT,
        truths.BELT_CAUSE: belt,
    }


@pytest.mark.parametrize("cause", REASONS)
def test_each_cause_is_first_among_the_returns_of_its_defect(larger: Truths, cause: str) -> None:
    answer = trace.suspects(defect=REASONS[cause], with_persons=True)
    assert answer.complaints == Counter(larger.returned.values())[cause]
    first = answer.suspects[0]
    assert planted(larger)[cause] in codes(first)
    assert first.is_believed
    assert not {truths.POPULAR_LOT, larger.operator} & codes(first)
    left_out = {left.code: left.count for left in answer.left_out}
    unread = Counter(cause for _, cause in larger.returned_unread)[cause]
    assert left_out.get("unread", 0) == unread


def test_the_raw_material_is_at_fault_where_the_tyres_lose_air_slowly(larger: Truths) -> None:
    found = trace.suspects(defect=REASONS[truths.HALOBUTYL_CAUSE]).verdict
    assert found is not None
    assert found.sentence == (
        f"Beside {truths.HALOBUTYL_LOT} (Bromobutyl rubber, Halikarnas Butyl) no machine, tool,"
        " crew or time explains any of it: the process is fine, the raw material is at fault."
    )
    process = trace.suspects(defect=REASONS[truths.BLADDER_CAUSE]).verdict
    assert process is not None
    assert process.side == "process"


def test_the_story_tells_what_is_to_blame_and_what_became_of_it(larger: Truths) -> None:
    out = io.StringIO()
    quality_story.tell(Console(file=out, width=400))
    said = out.getvalue()
    assert "returned units were made with bladder B-317" in said
    assert "the process is fine, the raw material is at fault" in said
    assert "beyond chance" in said


def test_the_mould_is_a_tie_that_no_analysis_can_break(larger: Truths) -> None:
    first = trace.suspects(defect="shoulder").suspects[0]
    assert {truths.BLADDER, truths.MOULD} <= codes(first)


def test_all_returns_together_have_these_three_causes(larger: Truths) -> None:
    answer = trace.suspects(with_persons=True, long_enough=timedelta(days=20))
    named = [codes(cause.suspect) for cause in answer.causes]
    for number in planted(larger).values():
        assert any(number in one for one in named), number
    popular = {truths.POPULAR_LOT, larger.operator}
    assert not any(popular & one for one in named)


def test_the_decoys_stand_far_behind(larger: Truths) -> None:
    answer = trace.suspects(defect="shoulder", with_persons=True, most=1000)
    place_of = {code: number for number, one in enumerate(answer.suspects) for code in codes(one)}
    assert place_of[truths.BLADDER] == 0
    operator = answer.suspects[place_of[larger.operator]]
    assert operator.beside is not None
    assert operator.beside.factor.code == truths.PRESS, "shown with the machine"
    assert answer.suspects[place_of[truths.POPULAR_LOT]].p == 1
