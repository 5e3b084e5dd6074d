"""Many questions at once: each has its own answer, at one state of the record."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from tests import plants
from tests.plants import at, lot, received, run, shipped, some, transformed, unit

from gozinto import record, trace
from gozinto.deployment.database import Roles
from gozinto.genealogy import dispersion as arithmetic
from gozinto.plant import objects
from gozinto.plant.models import Material, TraceableObject
from gozinto.record.transactions import snapshot
from gozinto.standards.epcis.events import Event, ObjectEvent
from gozinto.standards.epcis.gozinto import Context, LinkDetail
from gozinto.trace.index.asking import place
from gozinto.trace.index.building import build
from gozinto.trace.index.current import Current
from gozinto.trace.index.living import Living
from gozinto.trace.measures.answers import DispersionAnswer
from gozinto.trace.measures.spreads import each
from gozinto.trace.reading.moment import Moment

RUBBER, SOLVENT, OIL = lot("HB", "HB-1"), lot("SOL", "S-1"), lot("OIL", "O-1")
GREEN, SPARE = lot("G", "G-1"), lot("HB", "HB-2")
TYRES = [unit("T", str(number)) for number in range(1, 6)]
BATCH, BOX = lot("T", "L-1"), plants.pallet(1)
WRONG = "urn:uuid:018f2f6a-0000-7000-8000-000000000001"


def member(one: str, hours: float, *, certainty: str = "") -> Event:
    """A unit that is told to be of the batch."""
    said = Context(links=(LinkDetail(id=one, lot=BATCH),), certainty=certainty)
    return ObjectEvent(
        event_time=at(hours),
        action="ADD",
        biz_step="commissioning",
        epc_list=(one,),
        extensions=said.extensions(),
    )


def plant() -> list[Event]:
    """Slots and mounts, a box that is used, a lot with units, and a link that only perhaps is."""
    unread = transformed(7, inputs=[some(SPARE, 1)], units_out=[TYRES[4]])
    return [
        *(received(some(one, 100), 0) for one in (RUBBER, SOLVENT, OIL, SPARE)),
        transformed(
            1, run_id=run("M"), inputs=[some(RUBBER, 9), some(SOLVENT, 1)], outputs=[some(GREEN, 9)]
        ),
        plants.mounted(OIL, 2, equipment="P"),
        transformed(
            3,
            run_id=run("P"),
            inputs=[some(GREEN, 2)],
            units_out=TYRES[:2],
            equipment="P",
            flow="continuous",
        ),
        transformed(4, run_id=run("B"), inputs=[some(GREEN, 5)], outputs=[some(BATCH, 9, "C62")]),
        member(TYRES[2], 5),
        plants.packed(BOX, [TYRES[0]], 5),
        transformed(6, units_in=[BOX], units_out=[TYRES[3]]),
        replace(unread, extensions=Context(certainty="unknown").extensions()),
        shipped(TYRES[1:3], 8, to="D1"),
        shipped([TYRES[3]], 9, to="D2", note="SN-2"),
    ]


def later() -> list[Event]:
    """What happens after the index was built: old runs change, and new lots come."""
    wrong = transformed(10, inputs=[some(SPARE, 1)], units_out=[unit("T", "9")], id=WRONG)
    return [
        member(TYRES[4], 11),
        transformed(12, inputs=[some(SPARE, 3)], outputs=[some(lot("G", "G-2"), 3)]),
        transformed(13, inputs=[some(lot("G", "G-2"), 3)], units_out=[unit("T", "7")]),
        plants.mounted(OIL, 2.5, equipment="P", on=False),
        wrong,
        plants.withdrawn(wrong, 14),
        received(some(lot("HB", "HB-3"), 5), 15),
    ]


@pytest.fixture
def living(committed_db: Roles, tmp_path: Path) -> Living:
    """An index of the plant as it stands."""
    for event in plant():
        record.capture(event)
    build(tmp_path)
    return Living(tmp_path)


@contextmanager
def apart(living: Living) -> Iterator[Current]:
    """The index for the transaction that lasts as long as the block, and not its turn."""
    with ExitStack() as block:
        with living.turn():
            block.enter_context(snapshot())
            current = living.apart()
        assert current is not None
        yield current


def answers(current: Current | None, groups: dict[int, set[int]]) -> list[Any]:
    """What each of these groups reaches in both directions, and what all reach together."""
    found: list[Any] = []
    for direction in ("forward", "backward"):
        reached = each(
            groups, direction=direction, moment=Moment(), width="recorded", current=current
        )
        found += [reached.together.tolist(), [sorted(ids.tolist()) for ids in reached.apart]]
    return found


def every() -> dict[int, set[int]]:
    """Each object on record as a question, and then two questions about several."""
    ids = list(TraceableObject.objects.order_by("id").values_list("id", flat=True))
    return {**{pk: {pk} for pk in ids}, -1: set(ids[:3]), -2: set(ids[2:])}


def check_both_ways_say_the_same(living: Living) -> None:
    with apart(living) as current:
        groups = every()
        assert answers(current, groups) == answers(None, groups)
        # and once more, now that all changes were read
        assert answers(current, groups) == answers(None, groups)


def test_each_answer_is_what_the_database_says(living: Living) -> None:
    check_both_ways_say_the_same(living)


@pytest.mark.parametrize("event", range(len(later())))
def test_each_answer_is_what_the_database_says_after_a_change(living: Living, event: int) -> None:
    for one in later()[: event + 1]:
        record.capture(one)
    check_both_ways_say_the_same(living)


def uris_of_each(current: Current, *origins: str) -> list[set[str]]:
    """What each of these reaches ahead, in URIs."""
    asked = current.ask_each([{objects.resolve(uri).id} for uri in origins], ahead=True)
    named = TraceableObject.objects.in_bulk(asked.together.tolist())
    return [{named[pk].uri for pk in ids.tolist()} for ids in asked.apart]


def test_nobody_waits_for_a_long_question_and_it_sees_one_state_of_the_record(
    living: Living, committed_db: Roles
) -> None:
    new = unit("T", "8")
    with apart(living) as current:
        before = uris_of_each(current, OIL, RUBBER)
        assert before[0] == {OIL, TYRES[0], TYRES[1], TYRES[3]}
        asked = current.ask_each([{objects.resolve(RUBBER).id}], ahead=True)
        with ThreadPoolExecutor(max_workers=1) as others:
            assert new in others.submit(meanwhile, living, new).result(timeout=60)
        assert uris_of_each(current, OIL, RUBBER) == before
        assert [len(found) for found in asked.apart] == [len(before[1])]
    with apart(living) as current:
        assert uris_of_each(current, RUBBER) == [before[1] | {new}]


def meanwhile(living: Living, new: str) -> set[str]:
    """Somebody makes this of rubber, and asks what rubber went into."""
    record.capture(transformed(10, inputs=[some(RUBBER, 1)], units_out=[new]))
    try:
        with living.turn(), snapshot():
            walked = living.ask({objects.resolve(RUBBER).id}, ahead=True)
            assert walked is not None
            return {o.uri for o in TraceableObject.objects.filter(id__in=walked.objects)}
    finally:
        connection.close()


def test_of_nothing_there_is_no_answer(living: Living) -> None:
    with apart(living) as current:
        asked = current.ask_each([], ahead=True)
        assert asked.together.tolist() == []
        assert list(asked.apart) == []
        assert [found.tolist() for found in current.ask_each([set()], ahead=True).apart] == [[]]


def test_a_question_of_nothing_that_changed_leaves_the_changes_unread(
    living: Living, monkeypatch: pytest.MonkeyPatch
) -> None:
    for one in later():
        record.capture(one)

    def refuse(current: Current) -> None:
        raise AssertionError("changes were read")

    monkeypatch.setattr(Current, "_take_in", refuse)
    with apart(living) as current:
        assert uris_of_each(current, lot("HB", "HB-3")) == [{lot("HB", "HB-3")}]
        with pytest.raises(AssertionError, match="changes were read"):
            current.ask_each([{objects.resolve(OIL).id}], ahead=True)


CHANGING = {"elapsed_ms", "as_of", "known_at"}


def measured() -> list[dict[str, Any]]:
    """How far everything spread: all raw lots, those of a material, and each thing by itself."""
    stock = TraceableObject.objects.exclude(kind="container").order_by("id")
    found = [trace.dispersion(), trace.dispersion(material="HB")]
    found += [trace.dispersion(one) for one in stock]
    return [plain(one) for one in found]


def plain(answer: trace.Trace | DispersionAnswer) -> dict[str, Any]:
    """What does not depend on when it was asked."""
    shown = trace.as_json(answer)
    return {name: value for name, value in shown.items() if name not in CHANGING}


def test_dispersion_is_the_same_with_the_index_and_without(
    committed_db: Roles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Material.objects.create(code="HB", name="Rubber", kind="raw", uom="KGM")
    Material.objects.create(code="T", name="Tyre", kind="finished", uom="C62")
    for event in plant():
        record.capture(event)
    with override_settings(GOZINTO_INDEX_DIR=str(tmp_path)):
        here = place()
        assert here is not None
        build(here)
    for event in later():
        record.capture(event)
    without = measured()
    assert any(len(one["down"]) > 2 for one in without)
    monkeypatch.setattr(arithmetic, "reach_each", None)
    with override_settings(GOZINTO_INDEX_DIR=str(tmp_path)):
        assert measured() == without


@pytest.mark.parametrize("width", ["recorded", "possible"])
def test_each_trace_by_itself_is_the_trace_of_one(
    committed_db: Roles, tmp_path: Path, width: str
) -> None:
    for event in plant():
        record.capture(event)
    asked = [objects.resolve(uri) for uri in (RUBBER, *TYRES, BOX, SPARE, RUBBER)]
    alone = [
        plain(one([thing], width=width))
        for one in (trace.forward, trace.backward)
        for thing in asked
    ]
    with override_settings(GOZINTO_INDEX_DIR=str(tmp_path)):
        here = place()
        assert here is not None
        build(here)
        together = [
            plain(found)
            for each_of in (trace.forward_each, trace.backward_each)
            for found in each_of(asked, width=width)
        ]
    assert together == alone


def test_all_traces_of_one_request_are_one_transaction(living: Living) -> None:
    asked = [objects.resolve(uri) for uri in TYRES]
    with CaptureQueriesContext(connection) as queries:
        assert len(trace.backward_each(asked)) == len(TYRES)
    begun = [one["sql"] for one in queries if one["sql"] in ("BEGIN", "COMMIT")]
    assert begun == ["BEGIN", "COMMIT"]
