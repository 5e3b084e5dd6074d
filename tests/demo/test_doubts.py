"""What the demo plant does not know well, and what each width makes of it."""

from __future__ import annotations

from datetime import date

import pytest

from gozinto import trace
from gozinto.demo.tyre import truths
from gozinto.demo.tyre.generate import truths_of
from gozinto.demo.tyre.plan import Plan
from gozinto.demo.tyre.truths import Truths
from gozinto.plant import objects
from gozinto.plant.models import TraceableObject
from gozinto.trace import Trace

WIDTHS = ("proven", "recorded", "possible")


def forward(lot: str, width: str) -> Trace:
    return trace.forward([objects.resolve(lot)], width=width)


def tyres(answer: Trace) -> set[str]:
    return {n.number for n in answer.nodes if n.kind == "serial" and n.material == "T205"}


def things(answer: Trace) -> set[str]:
    return {n.uri for n in answer.nodes if n.kind != "run"}


def test_the_permeable_lot_is_in_more_tyres_the_less_one_has_to_be_sure(built: Truths) -> None:
    proven, recorded, possible = (tyres(forward(truths.HALOBUTYL_LOT, width)) for width in WIDTHS)
    assert recorded == set(built.touched[truths.HALOBUTYL_CAUSE])
    assert proven < recorded < possible
    assert recorded - proven >= set(built.uncertain) > set()
    assert possible - recorded == set(built.perhaps) > set()


def test_a_scan_of_the_reel_change_would_have_saved_those_tyres(built: Truths) -> None:
    answer = forward(truths.HALOBUTYL_LOT, "possible")
    assert answer.complete
    dearest = answer.doubts[0]
    # Each tyre comes with its green tyre.
    assert (dearest.code, dearest.widens_by) == ("wide_time", 2 * len(built.perhaps))


def test_of_every_tyre_somebody_can_be_told_why_it_is_or_is_not_in_it(built: Truths) -> None:
    lot = objects.resolve(truths.HALOBUTYL_LOT)
    held = {width: tyres(forward(truths.HALOBUTYL_LOT, width)) for width in WIDTHS}
    asked = [*built.perhaps, *built.uncertain, truths.SERIAL]
    for number in [*asked, *sorted(held["proven"])[:3]]:
        answer = trace.why([lot], of=objects.resolve(number), direction="forward")
        assert {one.width: one.included for one in answer.widths} == {
            width: number in held[width] for width in WIDTHS
        }
        assert bool(answer.path) == answer.included != bool(answer.separations)
        told = [one.message for one in answer.widths if one.included != answer.included]
        assert all((message and "inner liner" in message) or "LIN-" in message for message in told)


def test_what_is_backflushed_is_proven_to_be_nowhere(built: Truths) -> None:
    story = trace.backward([objects.resolve(truths.SERIAL)])
    (cement,) = (n.uri for n in story.nodes if n.material == "CEMENT")
    assert tyres(forward(cement, "proven")) == set()
    assert truths.SERIAL in tyres(forward(cement, "recorded"))


def test_a_reel_that_nobody_could_read_is_possible_and_says_so(built: Truths) -> None:
    recorded, possible = (forward(built.unread_reel, width) for width in WIDTHS[1:])
    assert [gap.code for gap in recorded.gaps] == ["unknown_link"]
    assert recorded.gaps[0].widens_by == len(things(possible) - things(recorded))
    assert tyres(recorded) < tyres(possible)
    assert "unknown_link" in {doubt.code for doubt in possible.doubts}


def test_a_tyre_of_an_offline_panel_may_hold_either_batch_of_release_agent(
    built: Truths,
) -> None:
    assert built.offline
    for number in built.offline:
        answers = [trace.backward([objects.resolve(number)], width=w) for w in WIDTHS]
        found = [{n.uri for n in answer.nodes} for answer in answers]
        assert found[0] <= found[1] <= found[2]
        assert answers[1].complete


def test_proven_lies_within_recorded_within_possible_for_bought_lots(built: Truths) -> None:
    bought = TraceableObject.objects.filter(kind="lot", uri__contains="/S-").order_by("id")
    lots = list(bought)[::8]
    assert len(lots) > 10
    for lot in lots:
        found = [{n.uri for n in trace.forward([lot], width=width).nodes} for width in WIDTHS]
        assert found[0] <= found[1] <= found[2], lot


@pytest.mark.parametrize("scale", [60, 200, 700, 2000, 5000, 12_345])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_plant_of_any_size_has_its_doubts_and_spares_the_story(scale: int, seed: int) -> None:
    told = truths_of(Plan(scale, seed, date(2026, 6, 17)))
    assert told.perhaps
    assert told.uncertain
    assert told.offline
    assert told.unread_reel
    assert truths.SERIAL not in {*told.perhaps, *told.uncertain, *told.offline}
