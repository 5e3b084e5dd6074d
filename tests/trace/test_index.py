"""The index is never an event behind, and what it cannot answer it leaves to the database."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest
from django.test import override_settings
from tests import plants
from tests.plants import commissioned, lot, received, run, some, transformed, unit

from gozinto import record, trace
from gozinto.deployment.database import Roles
from gozinto.genealogy import generations
from gozinto.plant import objects
from gozinto.record import rebuild
from gozinto.record.transactions import snapshot
from gozinto.standards.epcis.events import Event
from gozinto.standards.epcis.gozinto import Context, Slot
from gozinto.trace.index import keeping
from gozinto.trace.index.asking import place
from gozinto.trace.index.building import build
from gozinto.trace.index.living import Living

A_NAME = "urn:uuid:018f2f6a-0000-7000-8000-000000000001"
RUBBER, SOLVENT, TYRE, OTHER = lot("HB", "HB-1"), lot("SOL", "S-1"), unit("T", "1"), unit("T", "2")


def told() -> None:
    """A tyre of rubber."""
    record.capture(received(some(RUBBER, 100), 0))
    record.capture(transformed(2, inputs=[some(RUBBER, 10)], units_out=[TYRE]))


def found(living: Living, uri: str, *, ahead: bool = True) -> set[str] | None:
    """What the index says that this reaches, in URIs; None where it cannot say."""
    with living.turn(), snapshot():
        walked = living.ask({objects.resolve(uri).id}, ahead=ahead)
    if walked is None:
        return None
    return {o.uri for o in objects.TraceableObject.objects.filter(id__in=walked.objects)}


@pytest.fixture
def living(committed_db: Roles, tmp_path: Path) -> Living:
    """An index of a record that tells of one tyre."""
    told()
    build(tmp_path)
    return Living(tmp_path)


def test_it_knows_what_was_told_before_it_was_built(living: Living) -> None:
    assert found(living, RUBBER) == {RUBBER, TYRE}
    assert found(living, TYRE, ahead=False) == {RUBBER, TYRE}


def test_what_is_acknowledged_is_in_the_next_answer(living: Living) -> None:
    for number in range(2, 12):
        made = unit("T", str(number))
        record.capture(transformed(3, inputs=[some(RUBBER, 1)], units_out=[made]))
        assert made in (found(living, RUBBER) or set())
        assert found(living, made, ahead=False) == {RUBBER, made}


def test_what_was_corrected_is_gone(living: Living) -> None:
    wrong = transformed(3, inputs=[some(SOLVENT, 1)], units_out=[OTHER], id=A_NAME)
    record.capture(wrong)
    assert found(living, SOLVENT) == {SOLVENT, OTHER}
    record.capture(plants.withdrawn(wrong, 4))
    assert found(living, SOLVENT) == {SOLVENT}


def test_what_commits_late_is_not_overlooked(living: Living, committed_db: Roles) -> None:
    """A transaction that began first and commits last has the smaller numbers."""
    with closing(psycopg.connect(**committed_db.application.psycopg())) as slow:
        slow.execute("SELECT pg_current_xact_id()")
        slow.execute(
            "INSERT INTO gozinto_event (event_id, is_declaration, is_live, type, action, biz_step,"
            " disposition, event_time, record_time, source, fingerprint, document)"
            " VALUES ('late', false, false, 'ObjectEvent', '', '', '', now(), now(), '', '', '{}')"
        )
        record.capture(transformed(3, inputs=[some(RUBBER, 1)], units_out=[OTHER]))
        assert found(living, RUBBER) == {RUBBER, TYRE, OTHER}
        before = living.seen
        slow.commit()
    assert found(living, RUBBER) == {RUBBER, TYRE, OTHER}
    assert living.seen != before


def test_a_container_that_is_used_takes_its_content_in(living: Living) -> None:
    box = plants.pallet(1)
    record.capture(plants.packed(box, [TYRE], 5))
    record.capture(transformed(6, units_in=[box], units_out=[OTHER]))
    assert found(living, RUBBER) == {RUBBER, TYRE, OTHER}
    assert found(living, OTHER, ahead=False) == {RUBBER, TYRE, OTHER, box}


LOT, OIL = lot("T", "L-1"), lot("OIL", "O-1")
BOX, BIG_BOX = plants.pallet(1), plants.pallet(2)
MOULD = plants.asset("mould")
MADE = transformed(1, run_id=run("A"), inputs=[some(SOLVENT, 5)], outputs=[some(LOT, 9, "C62")])
AGAIN = transformed(2, run_id=run("B"), inputs=[some(RUBBER, 5)], outputs=[some(LOT, 9, "C62")])
PRESSED = transformed(
    4,
    run_id=run("P"),
    inputs=[some(RUBBER, 1)],
    units_out=[OTHER],
    equipment="P",
    flow="continuous",
)
COOKED = transformed(3.2, inputs=[some(RUBBER, 1)], units_out=[OTHER], equipment="P")
FILLED_UP = transformed(4, inputs=[some(SOLVENT, 1)], outputs=[some(OIL, 1)])
USED = transformed(6, units_in=[BOX], units_out=[OTHER])
PACKED = plants.packed(BOX, [TYRE], 5)
OILED = plants.mounted(OIL, 3, equipment="P")
WIPED = plants.mounted(OIL, 3.5, equipment="P", on=False)
FED = transformed(
    1, run_id=run("J"), inputs=[some(SOLVENT, 1)], slots={SOLVENT: Slot(name="a")}, flow="batch"
)
FED_BY_ITSELF = transformed(
    2,
    inputs=[some(RUBBER, 1)],
    units_out=[OTHER],
    slots={RUBBER: Slot(name="a")},
    job=run("J"),
)
WRONG = transformed(3, inputs=[some(SOLVENT, 1)], units_out=[OTHER], id=A_NAME)


class Story(NamedTuple):
    """What is told before the index is built and after, and what is then found of whom."""

    before: list[Event]
    after: list[Event]
    asked: str
    found: set[str]
    ahead: bool = True


STORIES = {
    "a unit turns out to be of a lot": Story(
        [MADE], [commissioned(OTHER, 3, of=LOT)], SOLVENT, {LOT, OTHER}
    ),
    "a lot with units comes out of one more run": Story(
        [MADE, commissioned(OTHER, 3, of=LOT)], [AGAIN], OTHER, {SOLVENT, RUBBER}, ahead=False
    ),
    "a lot is named by its first unit": Story(
        [received(some(LOT, 9, "C62"), 0)],
        [transformed(3, inputs=[some(RUBBER, 1)], units_out=[OTHER], lots={OTHER: LOT})],
        LOT,
        {RUBBER},
        ahead=False,
    ),
    "what went in turns out to be wrong": Story(
        [WRONG], [plants.withdrawn(WRONG, 4)], SOLVENT, set()
    ),
    "a unit has its own, and inherits the slot no more": Story(
        [FED], [FED_BY_ITSELF], OTHER, {RUBBER}, ahead=False
    ),
    "what was mounted is told late": Story([PRESSED], [OILED], OIL, {OTHER}),
    "what is mounted meets one more run": Story([OILED], [PRESSED], OIL, {OTHER}),
    "what was taken off is told late": Story([OILED, PRESSED], [WIPED], OIL, set()),
    "what was taken off was filled up elsewhere": Story(
        [OILED, COOKED, FILLED_UP], [WIPED], OTHER, {RUBBER, OIL}, ahead=False
    ),
    "a mould is told to have been elsewhere": Story(
        [plants.mounted(MOULD, 3, equipment="P"), PRESSED],
        [plants.mounted(MOULD, 3.5, equipment="Q")],
        MOULD,
        set(),
    ),
    "what was packed is told late": Story([USED], [PACKED], TYRE, {OTHER}),
    "what was in a box in a box is told late": Story(
        [plants.packed(BIG_BOX, [BOX], 5.5), transformed(6, units_in=[BIG_BOX], units_out=[OTHER])],
        [PACKED],
        TYRE,
        {OTHER},
    ),
    "a box in a box is used": Story(
        [PACKED, plants.packed(BIG_BOX, [BOX], 5.5)],
        [transformed(6, units_in=[BIG_BOX], units_out=[OTHER])],
        TYRE,
        {OTHER},
    ),
    "what was packed elsewhere before is told late": Story(
        [PACKED, USED], [plants.packed(BIG_BOX, [TYRE], 5.5)], TYRE, set()
    ),
    "a box is told to have been emptied": Story(
        [PACKED, USED], [plants.packed(BOX, [], 5.5, into=False)], TYRE, set()
    ),
}


def tell(*events: Event) -> None:
    """A plant with a tyre and some lots, and these events."""
    told()
    for one in (SOLVENT, OIL):
        record.capture(received(some(one, 5), 0))
    record.capture(plants.observed(0, units=[OTHER, BOX, MOULD]))
    for event in events:
        record.capture(event)


@pytest.mark.parametrize("story", STORIES)
def test_what_an_event_changes_elsewhere_is_seen(
    committed_db: Roles, tmp_path: Path, story: str
) -> None:
    before, after, asked, expected, ahead = STORIES[story]
    tell(*before)
    build(tmp_path)
    living = Living(tmp_path)
    old = found(living, asked, ahead=ahead)
    for event in after:
        record.capture(event)
    assert old != found(living, asked, ahead=ahead) == expected | {asked}


@pytest.mark.parametrize("story", STORIES)
def test_what_was_told_before_is_in_the_generation(
    committed_db: Roles, tmp_path: Path, story: str
) -> None:
    before, after, asked, expected, ahead = STORIES[story]
    tell(*before, *after)
    build(tmp_path)
    assert found(Living(tmp_path), asked, ahead=ahead) == expected | {asked}


def test_what_is_only_perhaps_is_left_to_the_database(living: Living) -> None:
    unread = Context(certainty="unknown").extensions()
    made = transformed(3, inputs=[some(SOLVENT, 1)], units_out=[OTHER])
    record.capture(replace(made, extensions=unread))
    assert found(living, SOLVENT) is None
    assert found(living, RUBBER) == {RUBBER, TYRE}


def test_what_is_known_only_by_a_perhaps_is_left_to_the_database_by_a_generation_too(
    committed_db: Roles, tmp_path: Path
) -> None:
    told()
    unread = Context(certainty="unknown").extensions()
    made = transformed(3, inputs=[some(SOLVENT, 1)], units_out=[OTHER])
    record.capture(replace(made, extensions=unread))
    build(tmp_path)
    living = Living(tmp_path)
    assert found(living, SOLVENT) is None
    record.capture(transformed(4, inputs=[some(RUBBER, 1), some(SOLVENT, 1)], units_out=[TYRE]))
    assert found(living, TYRE, ahead=False) is None
    assert found(living, RUBBER) == {RUBBER, TYRE}


def test_a_rebuilt_record_is_another_one(living: Living, tmp_path: Path) -> None:
    rebuild.rebuild()
    assert found(living, RUBBER) is None
    assert keeping.is_due(tmp_path)
    build(tmp_path)
    assert found(living, RUBBER) == {RUBBER, TYRE}


def test_a_foreign_generation_is_not_asked(living: Living, tmp_path: Path) -> None:
    generation = generations.read(tmp_path, 1)
    about = {**generation.about, "database": "123 456"}
    generations.publish(tmp_path, generation.columns, about=about)
    assert found(living, RUBBER) is None
    assert keeping.is_due(tmp_path)


def flipped(folder: Path) -> None:
    raw = bytearray((folder / "forward_far.bin").read_bytes())
    raw[0] ^= 1
    (folder / "forward_far.bin").write_bytes(raw)


def shortened(folder: Path) -> None:
    (folder / "forward_far.bin").write_bytes(b"")


@pytest.mark.parametrize("harm", [flipped, shortened])
def test_a_damaged_generation_is_removed_and_made_anew(
    committed_db: Roles, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    told()
    build(tmp_path)
    harm(tmp_path / "gen-1")
    living = Living(tmp_path)
    assert found(living, RUBBER) is None
    assert generations.numbers(tmp_path) == []
    assert keeping.is_due(tmp_path)
    build(tmp_path)
    assert found(living, RUBBER) == {RUBBER, TYRE}


def test_a_generation_is_due_when_much_is_new(
    living: Living, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not keeping.is_due(tmp_path)
    monkeypatch.setattr(keeping, "FEW", 3)
    for number in range(10, 13):
        record.capture(received(some(lot("HB", f"HB-{number}"), 1), 1))
    assert not keeping.is_due(tmp_path)
    record.capture(received(some(lot("HB", "HB-14"), 1), 1))
    assert keeping.is_due(tmp_path)


def test_only_one_builds_in_a_folder(living: Living, tmp_path: Path) -> None:
    with keeping.alone(tmp_path) as first, keeping.alone(tmp_path) as second:
        assert (first, second) == (True, False)
    with keeping.alone(tmp_path) as later:
        assert later


def test_a_trace_says_the_same_with_the_index_and_without(
    committed_db: Roles, tmp_path: Path
) -> None:
    told()
    record.capture(received(some(SOLVENT, 5), 1))
    record.capture(
        transformed(
            3, run_id=run("A"), inputs=[some(SOLVENT, 5)], units_in=[TYRE], units_out=[OTHER]
        )
    )
    things = [objects.resolve(uri) for uri in (RUBBER, SOLVENT, TYRE, OTHER)]

    def answers() -> list[dict[str, object]]:
        told_ = [
            trace.as_json(ask([one])) for one in things for ask in (trace.forward, trace.backward)
        ]
        return [{k: v for k, v in one.items() if k not in CHANGING} for one in told_]

    without = answers()
    with override_settings(GOZINTO_INDEX_DIR=str(tmp_path)):
        here = place()
        assert here is not None
        build(here)
        assert answers() == without


CHANGING = {"elapsed_ms", "as_of", "known_at"}
