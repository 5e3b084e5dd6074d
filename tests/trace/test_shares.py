"""How much of a thing comes from where, told to the record and read off the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.plants import (
    asset,
    at,
    lot,
    mounted,
    packed,
    pallet,
    received,
    run,
    some,
    transformed,
    unit,
)

from gozinto import record, trace
from gozinto.plant import objects
from gozinto.plant.models import Material, PhysicalAsset
from gozinto.standards.epcis.events import AggregationEvent, ObjectEvent
from gozinto.standards.epcis.gozinto import Context, LinkDetail
from gozinto.trace.facts import shares

pytestmark = pytest.mark.django_db

LETTUCE, CARROTS, DRESSING = lot("LETTUCE", "L-1"), lot("CARROTS", "C-1"), lot("DRESSING", "D-1")
SALADS = lot("SALAD", "S-1")


def told(
    ask: Callable[..., trace.Trace], *of: str, as_of: datetime | None = None
) -> dict[str, str]:
    """The shares in the JSON of a trace, by printed number; what has none is not in here."""
    answer = trace.as_json(ask([objects.resolve(one) for one in of], as_of=as_of))
    return {node["number"]: node["share"] for node in answer["nodes"] if "share" in node}


def mix(hours: float, *, of: dict[str, str], gives: str, **words: str) -> None:
    """So many kilograms of each lot become one lot of a hundred kilograms."""
    record.capture(
        transformed(
            hours,
            inputs=[some(uri, amount) for uri, amount in of.items()],
            outputs=[some(gives, 100)],
            **words,
        )
    )


def test_two_hundred_salads_from_100_and_50_and_40_pounds() -> None:
    record.capture(
        transformed(
            2,
            run_id=run("MIX"),
            inputs=[some(LETTUCE, 100, "LBR"), some(CARROTS, 50, "LBR")],
        )
    )
    # A pot has no order: what was written down after the salads is in them all the same.
    record.capture(transformed(3, run_id=run("MIX"), outputs=[some(SALADS, 200, "C62")]))
    record.capture(transformed(4, run_id=run("MIX"), inputs=[some(DRESSING, 40, "LBR")]))

    assert told(trace.backward, "S-1") == {
        "S-1": "1",
        "L-1": "0.526316",
        "C-1": "0.263158",
        "D-1": "0.210526",
    }
    assert told(trace.forward, "C-1") == {"C-1": "1", "S-1": "0.263158"}
    assert told(trace.forward, "L-1", "C-1") == {"L-1": "1", "C-1": "1", "S-1": "0.789474"}


def test_what_came_from_elsewhere_thins_it_though_it_is_on_no_path() -> None:
    mix(1, of={LETTUCE: "30"}, gives=SALADS)
    mix(2, of={CARROTS: "70"}, gives=SALADS)
    assert told(trace.forward, "L-1") == {"L-1": "1", "S-1": "0.5"}
    # and what was not there yet thins nothing
    assert told(trace.forward, "L-1", as_of=at(1.5))["S-1"] == "1"


def test_grams_and_kilograms_are_one_mass() -> None:
    record.capture(
        transformed(
            1, inputs=[some(LETTUCE, 1), some(CARROTS, 3000, "GRM")], outputs=[some(SALADS, 4)]
        )
    )
    assert told(trace.forward, "L-1")["S-1"] == "0.25"


@pytest.mark.parametrize("uom", ["C62", "LTR"])
def test_an_input_that_has_no_mass_makes_the_share_absent_and_never_wrong(uom: str) -> None:
    record.capture(
        transformed(
            1, inputs=[some(LETTUCE, 30), some(DRESSING, 7, uom)], outputs=[some(SALADS, 37)]
        )
    )
    assert told(trace.forward, "L-1") == {"L-1": "1"}
    assert told(trace.backward, "S-1") == {"S-1": "1"}
    # all of it comes from the two together, whatever they weigh
    assert told(trace.forward, "L-1", "D-1")["S-1"] == "1"


def test_a_unit_that_took_all_from_its_own_inputs_does_not_get_less_by_naming_its_job() -> None:
    record.capture(transformed(1, run_id=run("J-1"), inputs=[some(DRESSING, "0.2")]))
    for job, number in (("J-0", "1"), ("J-1", "2")):
        record.capture(
            transformed(
                2,
                inputs=[some(LETTUCE, 1), some(CARROTS, 3)],
                units_out=[unit("SALAD", number)],
                job=run(job),
            )
        )
    # Unit 2 has some of its job's dressing as well, and nobody knows how much of it.
    assert told(trace.forward, "L-1") == {"L-1": "1", "1": "0.25"}
    assert told(trace.backward, "1") == {"1": "1", "L-1": "0.25", "C-1": "0.75"}
    assert told(trace.backward, "2") == {"2": "1"}


def test_a_lot_that_came_out_of_its_run_and_its_job_does_not_count_twice() -> None:
    record.capture(transformed(1, run_id=run("J-1"), inputs=[some(DRESSING, 5)]))
    mix(2, of={LETTUCE: "95"}, gives=SALADS, job=run("J-1"))
    assert told(trace.forward, "L-1") == {"L-1": "1"}


def test_a_tool_adds_no_mass_and_is_in_nothing() -> None:
    knife = asset("K-1")
    PhysicalAsset.objects.create(code="K-1", uri=knife, kind="knife")
    record.capture(mounted(knife, 0, equipment="CUTTER", slot="knife"))
    mix(1, of={LETTUCE: "30", CARROTS: "70"}, gives=SALADS, equipment="CUTTER")
    assert told(trace.backward, "S-1") == {"S-1": "1", "L-1": "0.3", "C-1": "0.7"}
    assert told(trace.forward, knife) == {"K-1": "1"}


@pytest.mark.parametrize(
    ("kind", "shares"), [("auxiliary", {"S-1": "1", "L-1": "1"}), ("raw", {"S-1": "1"})]
)
def test_a_reel_of_nobody_knows_how_much_hides_the_share_and_a_spray_does_not(
    kind: str, shares: dict[str, str]
) -> None:
    Material.objects.create(code="OIL", name="Oil", kind=kind, uom="KGM")
    record.capture(received(some(lot("OIL", "O-1"), 5), 0))
    record.capture(mounted(lot("OIL", "O-1"), 0, equipment="CUTTER", slot="oil"))
    mix(1, of={LETTUCE: "30"}, gives=SALADS, equipment="CUTTER")
    assert told(trace.backward, "S-1") == shares


def test_several_units_that_came_together_have_no_share_in_common() -> None:
    mix(1, of={LETTUCE: "30"}, gives=SALADS)
    mix(1, of={CARROTS: "30"}, gives=lot("SALAD", "S-2"))
    assert told(trace.backward, "S-1", "S-2") == {"S-1": "1", "S-2": "1"}


def test_a_pallet_asked_for_stands_for_its_only_unit() -> None:
    record.capture(
        transformed(1, inputs=[some(LETTUCE, 1), some(CARROTS, 3)], units_out=[unit("SALAD", "1")])
    )
    record.capture(packed(pallet(1), [unit("SALAD", "1")], 2))
    assert told(trace.backward, pallet(1))["L-1"] == "0.25"


def test_what_went_in_inside_a_box_weighs_what_it_weighs_and_the_box_nothing() -> None:
    record.capture(
        AggregationEvent(
            event_time=at(1),
            action="ADD",
            biz_step="packing",
            parent_id=pallet(1),
            child_quantity_list=(some(LETTUCE, 30),),
        )
    )
    record.capture(
        transformed(
            2, units_in=[pallet(1)], inputs=[some(CARROTS, 70)], outputs=[some(SALADS, 100)]
        )
    )
    assert told(trace.backward, "S-1") == {"S-1": "1", "L-1": "0.3", "C-1": "0.7"}
    assert told(trace.forward, "L-1") == {"L-1": "1", "S-1": "0.3"}


def test_a_unit_of_a_lot_has_the_share_of_its_lot() -> None:
    mix(1, of={LETTUCE: "30", CARROTS: "70"}, gives=SALADS)
    record.capture(
        ObjectEvent(
            event_time=at(2),
            action="ADD",
            biz_step="commissioning",
            epc_list=(unit("SALAD", "1"),),
            extensions=Context(links=(LinkDetail(id=unit("SALAD", "1"), lot=SALADS),)).extensions(),
        )
    )
    assert told(trace.backward, "1") == {"1": "1", "L-1": "0.3", "C-1": "0.7"}
    assert told(trace.forward, "L-1") == {"L-1": "1", "S-1": "0.3", "1": "0.3"}


def test_an_answer_that_was_cut_or_is_too_large_gives_no_shares(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mix(1, of={LETTUCE: "30", CARROTS: "70"}, gives=SALADS)
    cut = trace.backward([objects.resolve("S-1")], limit=3)
    assert [node.share for node in cut.nodes if node.number != "S-1"] == [None, None]
    monkeypatch.setattr(shares, "MOST_LINKS", 2)
    assert told(trace.backward, "S-1") == {"S-1": "1"}
    assert told(trace.forward, "L-1") == {"L-1": "1"}


def test_forward_the_nearest_have_a_share_and_what_comes_after_them_has_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plate, tray = lot("PLATE", "P-1"), lot("TRAY", "T-1")
    mix(1, of={LETTUCE: "30", CARROTS: "70"}, gives=SALADS)
    mix(2, of={SALADS: "100"}, gives=plate)
    mix(3, of={plate: "50", LETTUCE: "50"}, gives=tray)
    assert told(trace.forward, "L-1") == {"L-1": "1", "S-1": "0.3", "P-1": "0.3", "T-1": "0.65"}
    monkeypatch.setattr(shares, "MOST_OBJECTS", 2)
    # The tray is as near as the salad, and part of it came over the plate.
    assert told(trace.forward, "L-1") == {"L-1": "1", "S-1": "0.3"}


def test_the_number_of_queries_does_not_grow_with_the_answer() -> None:
    mix(1, of={LETTUCE: "30", CARROTS: "70"}, gives=SALADS)
    counts = []
    for hour in (2, 3):
        with CaptureQueriesContext(connection) as queries:
            told(trace.forward, "L-1")
            told(trace.backward, "S-1")
        counts.append(len(queries))
        with record.bulk():
            for number in range(40):
                mix(hour, of={LETTUCE: "1", CARROTS: "1"}, gives=SALADS)
                mix(hour, of={LETTUCE: "1", DRESSING: "1"}, gives=lot("SALAD", f"M-{number}"))
    assert counts[0] == counts[1]
