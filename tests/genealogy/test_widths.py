"""Three widths of one answer: stories a quality manager could check by hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from gozinto.genealogy import consistency, prices, reach, widths
from gozinto.genealogy.consistency import Search
from gozinto.genealogy.graph import Link, Presence
from gozinto.genealogy.memory import Memory, Remembered

from .floor import MINUTE, clock, slot

BELT = slot("belt")


def between(text: str) -> dict[str, int]:
    """ "10:02 10:05 10:09" as bounds with the recorded time between them; "10:05" is exact."""
    times = [time for part in text.split() if (time := clock(part)) is not None]
    return {"earliest": times[0], "at": times[len(times) // 2], "latest": times[-1]}


def link(number: int, role: Any, thing: int, run: int, at: str, **rest: Any) -> Link:
    return Link(id=number, object=thing, run=run, role=role, **between(at), **rest)


def into(number: int, thing: int, run: int, at: str, **rest: Any) -> Link:
    return link(number, "input", thing, run, at, **rest)


def out_of(number: int, run: int, thing: int, at: str, **rest: Any) -> Link:
    return link(number, "output", thing, run, at, **rest)


def mounted(number: int, thing: int, run: int, on: str, off: str = "", **rest: Any) -> Presence:
    begun, ended = between(on), between(off) if off else {}
    return Presence(
        id=number,
        object=thing,
        run=run,
        on=begun["at"],
        on_earliest=begun["earliest"],
        on_latest=begun["latest"],
        off=ended.get("at"),
        off_earliest=ended.get("earliest"),
        off_latest=ended.get("latest"),
        **rest,
    )


def found(source: Any, origin: int, width: str, *, ahead: bool = False) -> set[int]:
    if width == "recorded":
        return set((reach.forward if ahead else reach.backward)(source, {origin}).objects)
    return set(
        (widths.forward if ahead else widths.backward)(source, {origin}, width=width).objects
    )


REEL_A, REEL_B, EARLY, LATER = 1, 2, 11, 12


def reels() -> Memory:
    """Reel A was replaced by reel B somewhere within 10:02 to 10:09, recorded at 10:05."""
    change = "10:02 10:05 10:09"
    return Memory(
        [
            out_of(1, 7, EARLY, "10:05", continuous=True, event=21),
            out_of(2, 7, LATER, "11:00", continuous=True, event=22),
        ],
        [
            mounted(1, REEL_A, 7, "08:00", change, continuous=True, on_event=31, off_event=32),
            mounted(2, REEL_B, 7, change, continuous=True, on_event=32),
        ],
    )


@pytest.mark.parametrize(
    ("board", "width", "content"),
    [
        (EARLY, "possible", {REEL_A, REEL_B}),
        (EARLY, "recorded", {REEL_B}),
        (EARLY, "proven", set()),
        (LATER, "possible", {REEL_B}),
        (LATER, "recorded", {REEL_B}),
        (LATER, "proven", {REEL_B}),
    ],
)
def test_a_board_made_while_reels_were_changed(board: int, width: str, content: set[int]) -> None:
    assert found(reels(), board, width) == {board} | content


def test_scanning_the_change_would_have_saved_one_board() -> None:
    change = "10:02 10:05 10:09"
    source = Remembered(
        Memory(
            [out_of(1, 7, EARLY, "10:06", continuous=True), out_of(2, 7, LATER, "11:00")],
            [mounted(1, REEL_A, 7, "08:00", change, continuous=True, off_event=32)],
        )
    )
    answer = widths.forward(source, {REEL_A}, width="possible")
    assert set(answer.objects) == {REEL_A, EARLY}
    (doubt,) = prices.doubts(answer.links, answer.presences)
    assert doubt.happening == ("event", 32, 0)
    cost = prices.price(
        doubt,
        objects=set(answer.objects),
        links=source.links,
        presences=source.presences,
        ask=lambda read: found(read, REEL_A, "possible", ahead=True),
    )
    assert cost == 1


def test_what_is_inferred_or_unknown_is_not_proven_and_costs_what_it_adds() -> None:
    source = Remembered(
        Memory(
            [
                into(1, 1, 7, "08:00", certainty="inferred", event=1),
                into(2, 2, 7, "08:00", certainty="unknown", event=2),
                into(3, 3, 7, "08:00", certainty="declared", event=3),
                out_of(4, 7, 9, "09:00", event=4),
            ]
        )
    )
    assert found(source, 9, "proven") == {9, 3}
    assert found(source, 9, "possible") == {9, 1, 2, 3}
    answer = widths.backward(source, {9}, width="possible")
    costs = {
        doubt.happening[1]: prices.price(
            doubt,
            objects=set(answer.objects),
            links=source.links,
            presences=source.presences,
            ask=lambda read: found(read, 9, "possible"),
        )
        for doubt in prices.doubts(answer.links, answer.presences)
    }
    assert costs == {1: 1, 2: 1}


def test_only_what_was_scanned_or_measured_replaces_in_possible() -> None:
    belts = [
        into(1, 1, 7, "08:00", slot=BELT),
        out_of(2, 7, 9, "09:00", replaces=frozenset({BELT}), replaces_perhaps=frozenset({BELT})),
    ]
    assert found(Memory(belts), 9, "possible") == {9, 1}
    assert found(Memory(belts), 9, "recorded") == {9}
    assert found(Memory(belts), 9, "proven") == {9}


def chain(*times: str, continuous: bool = True, events: Iterable[int] = ()) -> Memory:
    """Thing 1 into run 1, thing 2 out of it, into run 2, and so on: one time for each link."""
    named = [*events, *[None] * len(times)]
    links = []
    for index, at in enumerate(times):
        make = into if index % 2 == 0 else out_of
        ends = (
            (1 + index // 2, 1 + index // 2) if index % 2 == 0 else (1 + index // 2, 2 + index // 2)
        )
        links.append(make(index, *ends, at, continuous=continuous, event=named[index]))
    return Memory(links)


def test_the_label_is_the_first_possible_and_the_last_proven_arrival() -> None:
    source = chain("08:00 08:30", "08:10 08:40", "08:20 09:00", "08:15 08:50")
    possible = widths.forward(source, {1}, width="possible")
    assert possible.objects[2] == clock("08:10")
    assert possible.objects[3] == clock("08:20")  # not 08:15, when the output begins
    proven = widths.forward(chain("08:00 08:30", "08:30 08:40"), {1}, width="proven")
    assert proven.objects[2] == clock("08:40")
    back = widths.backward(source, {3}, width="possible")
    assert back.objects[2] == clock("08:50")  # not 09:00, when the input ends
    assert back.objects[1] == clock("08:30")


def test_a_batch_forgets_what_came_before() -> None:
    source = chain("09:00", "08:00 08:10", "08:20", "08:30", continuous=False)
    assert widths.forward(source, {1}, width="possible").objects[2] == clock("08:00")
    assert found(source, 1, "proven", ahead=True) == {1, 2, 3}


def test_a_batch_still_knows_when_the_tool_was_put_on() -> None:
    source = Memory(
        [out_of(1, 7, 2, "08:00 10:00"), into(2, 2, 8, "08:30"), out_of(3, 8, 3, "09:00")],
        [mounted(1, 1, 7, "09:00")],
    )
    assert found(source, 1, "possible", ahead=True) == {1, 2}
    assert found(source, 3, "possible") == {3, 2}


def test_one_event_is_one_instant_however_wide_its_bounds() -> None:
    wide = "08:00 08:30 09:00"
    assert found(chain(wide, wide, events=[5, 5]), 1, "proven", ahead=True) == {1, 2}
    assert found(chain(wide, wide, events=[5, 6]), 1, "proven", ahead=True) == {1}
    assert found(chain(wide, wide, wide, wide, events=[5, 5, 5, 5]), 3, "proven") == {1, 2, 3}


def test_each_step_in_order_and_the_path_in_none() -> None:
    """It went in before 08:10 and, by the same event, came out after 08:20."""
    source = chain("08:00 09:00", "08:10", "08:20", "08:00 09:00", events=[5, 6, 7, 5])
    answer = widths.forward(source, {1}, width="possible")
    assert set(answer.objects) == {1, 2}
    assert [(one.reason, one.link.id) for one in answer.separations] == [("history", 3)]
    assert found(source, 3, "possible") == {3, 2}
    other = chain("08:00 09:00", "08:10", "08:20", "08:00 09:00", events=[5, 6, 7, 8])
    assert found(other, 1, "possible", ahead=True) == {1, 2, 3}


def test_a_search_that_gives_up_says_so() -> None:
    transfer = (into(1, 1, 7, "08:00"), out_of(2, 7, 2, "09:00"))
    search = Search(lambda node: [(transfer, (2,))], ahead=True, effort=0)
    assert search.paths([1], wanted={2}) == {}
    assert search.gave_up
    search = Search(lambda node: [(transfer, (2,))], ahead=True, effort=9)
    assert search.paths([1], wanted={2}) == {2: (transfer,)}
    assert not search.gave_up


def test_what_the_search_gave_up_on_stays_possible(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consistency.Search.__init__, "__kwdefaults__", {"effort": 0})
    source = chain("08:00 09:00", "08:10", "08:20", "08:00 09:00", events=[5, 6, 7, 5])
    assert found(source, 1, "possible", ahead=True) == {1, 2, 3}


def facts(source: Memory, origin: int, width: str, *, ahead: bool) -> list[tuple[Any, ...]]:
    ask = widths.forward if ahead else widths.backward
    return [
        (one.link.id, one.reason, one.beside and one.beside.id, one.by / MINUTE)
        for one in ask(source, {origin}, width=width).separations
    ]


def test_an_excluded_neighbour_is_told_apart_by_time() -> None:
    late = chain("09:00", "08:50")
    assert facts(late, 1, "possible", ahead=True) == [(1, "order", 0, 10)]
    assert facts(late, 2, "possible", ahead=False) == [(0, "order", 1, 10)]
    wide = chain("08:00 08:30", "08:10 08:40")
    assert facts(wide, 1, "proven", ahead=True) == [(1, "order", 0, 20)]
    assert facts(chain("08:00", "08:30", "08:10", "08:20"), 1, "possible", ahead=True) == [
        (2, "order", 1, 20)
    ]


def test_an_excluded_neighbour_is_told_apart_by_slot_place_and_certainty() -> None:
    filled = out_of(2, 7, 9, "09:00", replaces=frozenset({BELT}))
    belt = Memory([into(1, 1, 7, "08:00", slot=BELT), filled])
    assert facts(belt, 1, "possible", ahead=True) == [(2, "slot", 1, 0)]
    assert facts(belt, 9, "proven", ahead=False) == [(1, "slot", 2, 0)]
    left = Memory(
        [out_of(2, 7, 9, "09:00", position="R")], [mounted(1, 1, 7, "08:00", position="L")]
    )
    assert facts(left, 9, "possible", ahead=False) == [(1, "place", 2, 0)]
    perhaps = Memory([into(1, 1, 7, "08:00", certainty="inferred"), out_of(2, 7, 9, "09:00")])
    assert facts(perhaps, 1, "proven", ahead=True) == [(1, "certainty", None, 0)]


def test_a_mould_taken_off_before_is_told_apart_by_how_long_before() -> None:
    source = Memory([out_of(2, 7, 9, "09:00")], [mounted(1, 1, 7, "08:00", "08:45")])
    assert facts(source, 9, "possible", ahead=False) == [(1, "order", 2, 15)]
    assert facts(source, 1, "possible", ahead=True) == [(1, "order", 2, 15)]
    off = Memory([out_of(2, 7, 9, "09:00")], [mounted(1, 1, 7, "08:00")])
    assert facts(off, 9, "possible", ahead=False) == []
