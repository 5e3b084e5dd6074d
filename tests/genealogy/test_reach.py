"""What is in a unit, and what a unit is in: stories a quality manager could check by hand."""

from __future__ import annotations

from gozinto.genealogy.graph import ALWAYS, EVER, Link, Presence
from gozinto.genealogy.reach import Passage, backward, forward

from .floor import MINUTE, Floor, clock, slot


def test_a_topped_up_silo_keeps_the_flour_that_came_later_out_of_the_dough() -> None:
    floor = Floor()
    floor.line("silo 3")
    floor.into("silo 3", "flour A", "08:00")
    floor.out_of("silo 3", "dough 1", "09:00")
    floor.into("silo 3", "flour B", "10:00")
    floor.out_of("silo 3", "dough 2", "11:00")

    assert floor.contents_of("dough 1") == {"flour A"}
    assert floor.contents_of("dough 2") == {"flour A", "flour B"}
    assert floor.users_of("flour B") == {"dough 2"}


def test_a_topped_up_lot_carries_only_what_was_in_it_when_something_was_taken() -> None:
    floor = Floor()
    floor.into("mix 1", "resin A", "08:00")
    floor.out_of("mix 1", "compound", "08:30")
    floor.into("job 1", "compound", "09:00")
    floor.out_of("job 1", "tyre 1", "09:10")
    floor.into("mix 2", "resin B", "10:00")
    floor.out_of("mix 2", "compound", "10:30")
    floor.into("job 2", "compound", "11:00")
    floor.out_of("job 2", "tyre 2", "11:10")

    assert floor.contents_of("tyre 1") == {"compound", "resin A"}
    assert floor.contents_of("tyre 2") == {"compound", "resin A", "resin B"}
    assert floor.users_of("resin B") == {"compound", "tyre 2"}
    assert floor.users_of("compound", since="10:30") == {"tyre 2"}


def test_everything_that_went_into_a_mixer_is_in_everything_that_came_out() -> None:
    floor = Floor()
    floor.into("mixer", "rubber", "08:00")
    floor.out_of("mixer", "batch 1", "08:20")
    floor.into("mixer", "sulphur, keyed in late", "08:40")

    assert floor.contents_of("batch 1") == {"rubber", "sulphur, keyed in late"}
    assert floor.users_of("sulphur, keyed in late") == {"batch 1"}


def test_what_went_in_at_the_very_moment_a_unit_came_out_is_in_it() -> None:
    floor = Floor()
    floor.line("line")
    floor.into("line", "ink", "09:00")
    floor.out_of("line", "label", "09:00")
    floor.into("packing", "label", "09:00")
    floor.out_of("packing", "carton", "09:00")

    assert floor.contents_of("carton") == {"ink", "label"}
    assert floor.users_of("ink") == {"carton", "label"}


def test_a_change_of_bladder_separates_the_tyres_before_and_after() -> None:
    floor = Floor()
    press, other = ("PRESS-42", "L"), ("PRESS-42", "R")
    floor.mount("curing", "B-316", "06:00", "10:00", place=press)
    floor.mount("curing", "B-317", "10:00", place=press)
    floor.mount("curing", "B-900", "06:00", place=other)
    floor.out_of("curing", "tyre 1", "09:59", place=press)
    floor.out_of("curing", "tyre 2", "10:00", place=press)
    floor.out_of("curing", "tyre 3", "11:00", place=other)

    assert floor.contents_of("tyre 1") == {"B-316"}
    assert floor.contents_of("tyre 2") == {"B-317"}
    assert floor.contents_of("tyre 3") == {"B-900"}
    assert floor.users_of("B-317") == {"tyre 2"}


def test_a_tyre_of_another_press_in_the_same_run_never_met_the_bladder() -> None:
    floor = Floor()
    floor.mount("curing", "B-317", "06:00", place=("PRESS-42", ""))
    floor.out_of("curing", "tyre 1", "09:00", place=("PRESS-42", "L"))
    floor.out_of("curing", "tyre 2", "09:00", place=("PRESS-43", "L"))

    assert floor.users_of("B-317") == {"tyre 1"}
    assert floor.contents_of("tyre 2") == set()


def test_reel_b_after_reel_a() -> None:
    floor = Floor()
    floor.line("placement")
    floor.mount("placement", "reel A", "08:00", "10:05")
    floor.mount("placement", "reel B", "10:05")
    floor.out_of("placement", "board 1", "09:00")
    floor.out_of("placement", "board 2", "11:00")

    assert floor.contents_of("board 1") == {"reel A"}
    assert floor.contents_of("board 2") == {"reel B"}


def test_a_reel_refilled_while_mounted_gives_the_refill_only_to_later_boards() -> None:
    floor = Floor()
    floor.line("placement")
    floor.mount("placement", "reel A", "08:00")
    floor.out_of("placement", "board 1", "09:00")
    floor.into("splice", "capacitors 2", "09:30")
    floor.out_of("splice", "reel A", "09:30")
    floor.out_of("placement", "board 2", "10:00")

    assert floor.contents_of("board 1") == {"reel A"}
    assert floor.contents_of("board 2") == {"capacitors 2", "reel A"}
    assert floor.users_of("capacitors 2") == {"reel A", "board 2"}


def test_what_was_done_to_a_mould_after_it_was_taken_off_is_on_no_part() -> None:
    floor = Floor()
    floor.mount("moulding", "mould", "08:00", "10:00")
    floor.out_of("moulding", "part", "09:00")
    floor.into("cleaning", "acid", "10:00")
    floor.out_of("cleaning", "mould", "10:00")

    assert floor.contents_of("part") == {"mould"}
    assert floor.users_of("acid") == {"mould"}


def test_one_of_two_belts_scanned_does_not_hide_the_other() -> None:
    floor = Floor()
    first, second = slot("belt", "1"), slot("belt", "2")
    floor.into("job", "belt lot X", "08:00", slot=first)
    floor.into("job", "belt lot Y", "08:00", slot=second)
    floor.into("job", "solvent", "08:00")
    floor.into("tyre 1 of its own", "belt lot Z", "08:59", slot=first)
    floor.out_of("tyre 1 of its own", "tyre 1", "09:00")
    floor.out_of("job", "tyre 1", "09:00", replaces=[first], lot="lot 10")
    floor.out_of("job", "tyre 2", "09:10", lot="lot 10")

    assert floor.contents_of("tyre 1") == {"belt lot Y", "belt lot Z", "solvent"}
    assert floor.contents_of("tyre 2") == {"belt lot X", "belt lot Y", "solvent"}
    assert floor.users_of("belt lot X") == {"tyre 2", "lot 10"}
    assert "belt lot Z" not in floor.contents_of("lot 10")


def test_a_serial_leaves_the_run_of_its_lot_at_its_own_time() -> None:
    floor = Floor()
    floor.line("job")
    floor.out_of("job", "tyre 1", "09:00", lot="lot 10")
    floor.into("job", "compound B", "09:30")
    floor.out_of("job", "tyre 2", "10:00", lot="lot 10")

    assert floor.contents_of("tyre 1") == set()
    assert floor.contents_of("lot 10") == {"compound B"}
    assert floor.users_of("compound B") == {"tyre 2", "lot 10"}
    assert floor.users_of("lot 10") == set()


def test_rework_of_an_unnamed_part_of_a_lot_touches_no_single_serial() -> None:
    floor = Floor()
    floor.out_of("job", "tyre 1", "09:00", lot="lot 10")
    floor.into("rework", "lot 10", "12:00")
    floor.into("rework", "patch", "12:00")
    floor.out_of("rework", "lot 10", "12:30")

    assert floor.contents_of("tyre 1") == set()
    assert floor.contents_of("lot 10") == {"patch"}
    assert floor.users_of("patch") == {"lot 10"}


def test_a_unit_that_goes_round_through_rework_ends_and_keeps_its_past() -> None:
    floor = Floor()
    floor.into("build", "belt", "08:00")
    floor.out_of("build", "tyre", "09:00")
    for hour in ("10", "11", "12"):
        floor.into(f"rework at {hour}", "tyre", f"{hour}:00")
        floor.into(f"rework at {hour}", f"patch of {hour}", f"{hour}:10")
        floor.out_of(f"rework at {hour}", "tyre", f"{hour}:30")
    floor.into("fitting", "tyre", "11:45")
    floor.out_of("fitting", "wheel", "11:50")

    assert floor.contents_of("tyre") == {"belt", "patch of 10", "patch of 11", "patch of 12"}
    assert floor.contents_of("wheel") == {"tyre", "belt", "patch of 10", "patch of 11"}
    assert floor.users_of("patch of 12") == {"tyre"}


def test_a_shared_container_does_not_carry_one_content_into_another() -> None:
    floor = Floor()
    # Packing is no link, so all that two tyres of one pallet have in common is what made them.
    floor.into("build 1", "belt A", "08:00")
    floor.out_of("build 1", "tyre 1", "09:00")
    floor.into("build 2", "belt B", "08:00")
    floor.out_of("build 2", "tyre 2", "09:00")
    floor.number("pallet")

    assert floor.users_of("belt A") == {"tyre 1"}
    assert floor.contents_of("pallet") == set()


def test_as_of_sees_neither_later_links_nor_that_a_mount_has_ended() -> None:
    floor = Floor()
    floor.mount("curing", "B-317", "06:00", "10:00", place=("PRESS-42", ""))
    floor.out_of("curing", "tyre 1", "09:00", place=("PRESS-42", ""))
    floor.into("fitting", "tyre 1", "11:00")
    floor.out_of("fitting", "wheel", "11:10")

    assert floor.users_of("B-317", as_of="08:00") == set()
    assert floor.users_of("B-317", as_of="09:30") == {"tyre 1"}
    assert floor.users_of("B-317") == {"tyre 1", "wheel"}
    assert floor.contents_of("wheel", as_of="10:00") == set()


def chain() -> Floor:
    floor = Floor()
    floor.into("mixing", "resin", "08:00")
    floor.out_of("mixing", "compound", "08:30")
    floor.into("job", "compound", "09:00")
    floor.out_of("job", "tyre 1", "09:10")
    floor.out_of("job", "tyre 2", "09:50")
    return floor


def test_depth_arrival_passage_and_the_path_that_shows_it() -> None:
    floor = chain()
    resin, compound, tyre, job = map(floor.number, ("resin", "compound", "tyre 2", "job"))
    ahead = forward(floor.source, {resin})

    assert ahead.objects[resin] == ALWAYS
    assert ahead.objects[tyre] == clock("09:50")
    assert [ahead.object_depth[node] for node in (resin, compound, tyre)] == [0, 2, 4]
    assert ahead.run_depth[job] == 3
    assert ahead.runs[job] == Passage(clock("09:10") or 0, clock("09:50") or 0)
    path = ahead.witness_of_object(tyre)
    assert [link.object for link in path] == [resin, compound, compound, tyre]
    assert all(isinstance(link, Link) for link in path)
    assert len(ahead.witness_of_run(job)) == 3

    back = backward(floor.source, {tyre})
    assert back.objects[tyre] == EVER
    assert back.objects[resin] == clock("08:00")
    assert back.runs[job] == Passage(clock("09:50") or 0, clock("09:50") or 0)
    assert [link.object for link in back.witness_of_object(resin)] == [
        tyre,
        compound,
        compound,
        resin,
    ]


def test_what_went_into_a_run_that_has_given_nothing_yet_is_in_the_answer() -> None:
    floor = Floor()
    floor.into("job", "belt", "08:00")
    floor.into("job", "belt", "08:20")
    floor.mount("job", "mould", "07:00")
    belt, mould, job = map(floor.number, ("belt", "mould", "job"))

    assert forward(floor.source, {belt}).runs == {job: (480 * MINUTE, 500 * MINUTE)}
    # a mould that has met no unit has touched nothing
    assert forward(floor.source, {mould}).runs == {}


def test_a_presence_is_a_link_of_the_path_it_lies_on() -> None:
    floor = Floor()
    floor.mount("curing", "B-317", "06:00")
    floor.out_of("curing", "tyre", "09:00")
    ahead = forward(floor.source, {floor.number("B-317")})

    first, last = ahead.witness_of_object(floor.number("tyre"))
    assert isinstance(first, Presence)
    assert isinstance(last, Link)
    assert ahead.presences == (first,)


def test_a_limit_of_nodes_cuts_the_farthest_and_says_so() -> None:
    floor = chain()
    resin = floor.number("resin")
    cut = forward(floor.source, {resin}, limit=3)

    assert cut.truncated
    assert floor.names_of(cut.objects) == {"resin", "compound"}
    assert not forward(floor.source, {resin}, limit=6).truncated


def test_a_lot_taken_two_thousand_times_is_read_with_one_question_a_level() -> None:
    floor = Floor()
    floor.into("mixing", "resin", "08:00")
    floor.out_of("mixing", "compound", "08:30")
    for number in range(2_000):
        floor.into(f"job {number}", "compound", "09:00")
        floor.out_of(f"job {number}", f"tyre {number}", "09:30")
    source = floor.source
    reach = forward(source, {floor.number("resin")})

    assert len(reach.objects) == 2_002
    assert source.questions == 5
