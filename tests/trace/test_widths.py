"""Three widths of one answer, out of the record."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.plants import (
    asset,
    at,
    lot,
    mounted,
    received,
    run,
    shipped,
    some,
    transformed,
    unit,
)

from gozinto import record, trace
from gozinto.plant import objects
from gozinto.standards.epcis.events import Event, ObjectEvent
from gozinto.standards.epcis.gozinto import Context, LinkDetail, Slot

pytestmark = pytest.mark.django_db

HB, SOLVENT, TYRES = lot("HB", "HB-1"), lot("SOL", "S-1"), lot("T", "L-1")
BELT = Slot(step="build", name="belt")
WIDTHS = ("proven", "recorded", "possible")


def numbers(answer: trace.Trace) -> set[str]:
    return {n.number for n in answer.nodes if n.kind != "run"}


def tell(*events: Event) -> None:
    record.capture(received(some(HB, 500), 0))
    record.capture(received(some(SOLVENT, 500), 0))
    for event in events:
        record.capture(event)


def widths_of(number: str, *, of: str) -> list[bool]:
    """Whether `number` is in `of`, in each width; both directions have to say the same."""
    found = []
    for width in WIDTHS:
        into = number in numbers(trace.backward([objects.resolve(of)], width=width))
        assert into == (of in numbers(trace.forward([objects.resolve(number)], width=width)))
        found.append(into)
    return found


def made(number: str, hours: float, *, job: str = "J", **words: object) -> Event:
    return transformed(
        hours,
        run_id=run(job),
        units_out=[unit("T", number)],
        flow="continuous",
        **words,  # type: ignore[arg-type]  # told by each test
    )


def fed(what: str, hours: float, *, job: str = "J", **words: object) -> Event:
    return transformed(
        hours,
        run_id=run(job),
        inputs=[some(what, 1)],
        flow="continuous",
        **words,  # type: ignore[arg-type]  # told by each test
    )


def test_what_went_in_somewhere_around_the_time_a_unit_came_out() -> None:
    wide = {"earliest": at(1), "latest": at(3)}
    tell(made("1", 2.5), made("2", 4), fed(HB, 2, **wide), fed(SOLVENT, 2.8, **wide))
    assert widths_of("HB-1", of="1") == [False, True, True]
    assert widths_of("S-1", of="1") == [False, False, True]
    assert widths_of("S-1", of="2") == [True, True, True]


def test_one_event_is_one_instant_however_wide_its_bounds() -> None:
    tell(
        transformed(
            2,
            run_id=run("J"),
            inputs=[some(HB, 1)],
            units_out=[unit("T", "1")],
            flow="continuous",
            earliest=at(1),
            latest=at(3),
        )
    )
    assert widths_of("HB-1", of="1") == [True, True, True]


def test_a_reel_changed_at_a_time_nobody_saw_is_possible_on_both_sides() -> None:
    a, b = lot("REEL", "A"), lot("REEL", "B")
    at_line = {"equipment": "SMT", "slot": "feeder"}
    tell(
        mounted(a, 0, **at_line),
        mounted(b, 2, **at_line, earliest=at(1), latest=at(3)),
        made("1", 1.5, equipment="SMT"),
        made("2", 5, equipment="SMT"),
    )
    assert widths_of("A", of="1") == [False, True, True]
    assert widths_of("B", of="1") == [False, False, True]
    assert widths_of("A", of="2") == [False, False, False]
    assert widths_of("B", of="2") == [True, True, True]


def test_a_mould_whose_bounds_alone_touch_a_job_is_possible() -> None:
    tell(
        mounted(asset("M"), 0, equipment="P"),
        mounted(asset("M"), 1, equipment="P", on=False, earliest=at(0.5), latest=at(2.5)),
        made("1", 2, equipment="P"),
    )
    assert widths_of(asset("M").rsplit("/", 1)[-1], of="1") == [False, False, True]


def doubtful(what: str, hours: float, certainty: str) -> Event:
    links = (LinkDetail(id=what, certainty=certainty),)  # type: ignore[arg-type]  # one of the table
    event = transformed(hours, run_id=run("J"), inputs=[some(what, 1)])
    return replace(event, extensions=Context(links=links, certainty="scanned").extensions())


@pytest.mark.parametrize(
    ("certainty", "expected"),
    [
        ("scanned", [True, True, True]),
        ("measured", [True, True, True]),
        ("declared", [True, True, True]),
        ("interval", [True, True, True]),
        ("inferred", [False, True, True]),
        ("unknown", [False, False, True]),
    ],
)
def test_what_each_certainty_is_worth(certainty: str, expected: list[bool]) -> None:
    tell(doubtful(HB, 1, certainty), transformed(2, run_id=run("J"), units_out=[unit("T", "1")]))
    assert widths_of("HB-1", of="1") == expected


def test_an_unknown_link_is_a_gap_where_it_is_left_out_and_a_doubt_where_it_is_walked() -> None:
    tell(doubtful(HB, 1, "unknown"), transformed(2, run_id=run("J"), units_out=[unit("T", "1")]))
    recorded = trace.forward([objects.resolve("HB-1")])
    assert [(g.code, g.widens_by) for g in recorded.gaps] == [("unknown_link", 1)]
    assert recorded.doubts == ()
    possible = trace.forward([objects.resolve("HB-1")], width="possible")
    assert possible.complete, possible.gaps
    assert possible.width == "possible"
    assert [(d.code, d.uri, d.widens_by) for d in possible.doubts] == [("unknown_link", HB, 1)]
    assert possible.doubts[0].event_id


def test_a_gap_costs_all_that_lies_beyond_it() -> None:
    mix = lot("MIX", "M-1")
    perhaps = replace(
        transformed(1, run_id=run("MIX"), inputs=[some(HB, 1)], outputs=[some(mix, 9)]),
        extensions=Context(
            links=(LinkDetail(id=HB, certainty="unknown"),), certainty="scanned"
        ).extensions(),
    )
    tell(
        perhaps,
        transformed(2, run_id=run("J"), inputs=[some(mix, 5)]),
        *(
            transformed(3, run_id=run("J"), units_out=[unit("T", str(number))], id="")
            for number in range(4)
        ),
    )
    (gap,) = trace.forward([objects.resolve("HB-1")]).gaps
    assert (gap.code, gap.uri, gap.widens_by) == ("unknown_link", HB, 5)


def test_a_doubt_costs_what_a_scan_would_have_saved() -> None:
    wide = {"earliest": at(1), "latest": at(3)}
    tell(
        fed(HB, 2.8, **wide),
        *(made(str(n), 1.5 + n / 10) for n in range(5)),
        made("later", 4),
    )
    answer = trace.forward([objects.resolve("HB-1")], width="possible")
    assert [(d.code, d.widens_by) for d in answer.doubts] == [("wide_time", 5)]
    assert "06:00" not in answer.doubts[0].message
    assert "from 2026-03-02 07:00:00 to 2026-03-02 09:00:00 UTC" in answer.doubts[0].message


def built(number: str, hours: float, belt: str, certainty: str) -> Event:
    links = (
        LinkDetail(id=belt, slot=BELT, certainty=certainty),  # type: ignore[arg-type]  # one of the table
        LinkDetail(id=unit("T", number), lot=TYRES),
    )
    event = transformed(hours, inputs=[some(belt, 1)], units_out=[unit("T", number)])
    context = Context(links=links, certainty="scanned", job=run("J"))
    return replace(event, extensions=context.extensions())


@pytest.mark.parametrize(
    ("certainty", "inherits"),
    [("scanned", False), ("measured", False), ("declared", True), ("inferred", True)],
)
def test_in_possible_only_a_scanned_or_measured_belt_replaces_that_of_the_job(
    certainty: str, inherits: bool
) -> None:
    own, jobs = lot("BELT", "B-1"), lot("BELT", "B-2")
    tell(
        received(some(own, 9), 0),
        received(some(jobs, 9), 0),
        transformed(1, run_id=run("J"), inputs=[some(jobs, 9)], slots={jobs: BELT}),
        built("1", 2, own, certainty),
    )
    assert widths_of("B-2", of="1") == [False, False, inherits]


def commissioned(number: str, hours: float) -> Event:
    one = unit("T", number)
    return ObjectEvent(
        event_time=at(hours),
        action="ADD",
        biz_step="commissioning",
        epc_list=(one,),
        extensions=Context(
            links=(LinkDetail(id=one, lot=TYRES),), certainty="scanned"
        ).extensions(),
    )


def test_forty_of_five_hundred_reworked_may_be_any_that_was_on_hand() -> None:
    rework = transformed(
        5,
        run_id=run("REWORK"),
        inputs=[some(TYRES, 40, "C62"), some(SOLVENT, 1)],
        outputs=[some(TYRES, 40, "C62")],
    )
    tell(
        transformed(1, run_id=run("A"), inputs=[some(HB, 5)], outputs=[some(TYRES, 500, "C62")]),
        commissioned("there", 2),
        commissioned("gone", 2),
        shipped([unit("T", "gone")], 4),
        rework,
        commissioned("later", 6),
    )
    assert widths_of("S-1", of="there") == [False, False, True]
    assert widths_of("S-1", of="gone") == [False, False, False]
    assert widths_of("S-1", of="later") == [False, False, False]
    assert widths_of("S-1", of="L-1") == [True, True, True]
    assert trace.backward([objects.resolve("there")]).complete


def test_one_that_came_back_before_the_rework_was_on_hand_again() -> None:
    back = ObjectEvent(
        event_time=at(4.5),
        action="OBSERVE",
        biz_step="receiving",
        disposition="returned",
        epc_list=(unit("T", "1"),),
    )
    rework = transformed(
        5, run_id=run("R"), inputs=[some(TYRES, 40, "C62"), some(SOLVENT, 1)],
        outputs=[some(TYRES, 40, "C62")],
    )  # fmt: skip
    tell(
        transformed(1, run_id=run("A"), inputs=[some(HB, 5)], outputs=[some(TYRES, 500, "C62")]),
        commissioned("1", 2),
        shipped([unit("T", "1")], 4),
        back,
        rework,
    )
    assert widths_of("S-1", of="1") == [False, False, True]


def test_a_part_of_a_lot_used_up_may_have_been_any_unit_of_it() -> None:
    car = unit("CAR", "C-1")
    tell(
        transformed(1, run_id=run("A"), inputs=[some(HB, 5)], outputs=[some(TYRES, 500, "C62")]),
        commissioned("1", 2),
        transformed(3, run_id=run("CAR"), inputs=[some(TYRES, 4, "C62")], units_out=[car]),
    )
    assert widths_of("1", of="C-1") == [False, False, True]


def test_a_share_is_given_in_the_width_recorded_alone() -> None:
    tell(transformed(1, inputs=[some(HB, 1)], units_out=[unit("T", "1")]))
    for width in WIDTHS:
        answer = trace.backward([objects.resolve("1")], width=width)
        shares = [n.share for n in answer.nodes if n.number == "HB-1"]
        assert (shares == [None]) == (width != "recorded")


@pytest.mark.parametrize("width", ["proven", "possible"])
def test_the_number_of_queries_does_not_grow_with_the_answer(width: str) -> None:
    tell(fed(HB, 1), made("1", 2), made("2", 3))
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            trace.forward([objects.resolve("HB-1")], width=width)
        counts.append(len(queries))
        with record.bulk():
            for n in range(100):
                record.capture(made(f"more-{n}", 4))
    assert counts[0] == counts[1]
