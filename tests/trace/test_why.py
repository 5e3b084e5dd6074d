"""Why something is in an answer, or is not, in words a quality manager can repeat."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation
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
from gozinto.errors import Malformed
from gozinto.plant import objects
from gozinto.plant.models import Material
from gozinto.standards.epcis.events import Event
from gozinto.standards.epcis.gozinto import Certainty, Context, Slot

pytestmark = pytest.mark.django_db

HB, OTHER_HB, MIX = lot("HB", "HB-1"), lot("HB", "HB-2"), lot("MIX", "M-1")
BELT = Slot(step="build", name="belt")


def tell(*events: Event) -> None:
    record.capture(received(some(HB, 500), 0))
    record.capture(received(some(OTHER_HB, 500), 0))
    for event in events:
        record.capture(event)


def why(origin: str, of: str, *, forward: bool = True, **options: Any) -> trace.Why:
    """Both directions have to give the same verdict."""
    found = trace.why(
        [objects.resolve(origin)], of=objects.resolve(of), direction="forward", **options
    )
    back = trace.why(
        [objects.resolve(of)], of=objects.resolve(origin), direction="backward", **options
    )
    assert found.included == back.included
    assert found.message == back.message
    return found if forward else back


def reasons(answer: trace.Why) -> list[str]:
    return [one.reason for one in answer.separations]


def mixed(what: str, hours: float, number: str, *, batch: str = "") -> Event:
    return transformed(
        hours,
        run_id=run(f"MIX-{batch or number}"),
        inputs=[some(what, 5)],
        outputs=[some(lot("MIX", number), 5)],
        step="mixing",
        equipment="MX-1",
    )


def fed(what: str, hours: float, **words: Any) -> Event:
    return transformed(
        hours, run_id=run("J"), inputs=[some(what, 1)], flow="continuous", step="line", **words
    )


def made(number: str, hours: float, **words: Any) -> Event:
    return transformed(
        hours,
        run_id=run("J"),
        units_out=[unit("T", number)],
        flow="continuous",
        step="line",
        **words,
    )


def test_what_is_in_it_is_shown_one_way_link_by_link() -> None:
    tell(mixed(HB, 1, "M-1"), fed(MIX, 2), made("1", 3))
    answer = why("HB-1", "1")
    assert answer.included
    assert answer.message == "HB-1 is in 1, as it was recorded."
    assert [(step.from_number, step.to_number) for step in answer.path] == [
        ("HB-1", "mixing (MX-1, MIX-M-1)"),
        ("mixing (MX-1, MIX-M-1)", "M-1"),
        ("M-1", "line (J)"),
        ("line (J)", "1"),
    ]
    assert answer.path[0].message == (
        "HB-1 went into mixing (MX-1, MIX-M-1), 2026-03-02 07:00:00 UTC (scanned)."
    )
    assert answer.path[-1].message == "1 came out of line (J), 2026-03-02 09:00:00 UTC (scanned)."
    assert all(step.event_id and step.earliest == step.latest for step in answer.path)
    assert [one.included for one in answer.widths] == [True, True, True]
    assert not answer.separations


def test_the_way_reads_from_the_material_to_the_unit_in_both_directions() -> None:
    tell(mixed(HB, 1, "M-1"), fed(MIX, 2), made("1", 3))
    back = why("HB-1", "1", forward=False)
    assert [step.message for step in back.path] == [s.message for s in why("HB-1", "1").path]


def test_what_went_in_too_late_says_by_how_much_and_after_what() -> None:
    tell(made("1", 2), fed(HB, 2.5), made("2", 3))
    answer = why("HB-1", "1")
    assert answer.message == "By the record HB-1 is not in 1."
    assert reasons(answer) == ["order"]
    (fact,) = answer.separations
    assert fact.by_s == 1800
    assert fact.message == (
        "1 came out of line (J), 2026-03-02 08:00:00 UTC (scanned)."
        " That was 30 min 0 s before this:"
        " HB-1 went into line (J), 2026-03-02 08:30:00 UTC (scanned)."
    )
    back = why("HB-1", "1", forward=False)
    assert back.separations[0].message == fact.message
    assert [one.included for one in answer.widths] == [False, False, False]


def test_what_was_taken_from_a_lot_before_something_entered_it_does_not_carry_it() -> None:
    tell(mixed(OTHER_HB, 1, "M-1"), fed(MIX, 2), made("1", 3), mixed(HB, 4, "M-1", batch="2"))
    answer = why("HB-1", "1")
    assert reasons(answer)[0] == "order"
    assert answer.separations[0].by_s == 2 * 3600
    assert answer.separations[0].message.startswith(
        "M-1 went into line (J), 2026-03-02 08:00:00 UTC (scanned). That was 2 h 0 min before this:"
    )


def test_a_unit_that_has_another_lot_instead_says_which() -> None:
    Material.objects.create(code="HB", name="Bromobutyl", kind="raw", uom="KGM")
    tell(mixed(HB, 1, "M-1"), mixed(OTHER_HB, 1, "M-2"), fed(lot("MIX", "M-2"), 2), made("1", 3))
    for forward in (True, False):
        answer = why("HB-1", "1", forward=forward)
        assert reasons(answer) == ["other_lot", "unconnected"]
        assert [one.message for one in answer.separations] == [
            "Of Bromobutyl, 1 has HB-2 instead.",
            "Nothing on record connects HB-1 with 1.",
        ]


def test_a_unit_that_fills_the_slot_itself_says_with_what() -> None:
    own, jobs = lot("BELT", "B-1"), lot("BELT", "B-2")
    tell(
        transformed(1, run_id=run("J"), inputs=[some(jobs, 9)], slots={jobs: BELT}),
        transformed(
            2,
            inputs=[some(own, 1)],
            units_out=[unit("T", "1")],
            slots={own: BELT},
            job=run("J"),
        ),
    )
    answer = why("B-2", "1")
    assert reasons(answer)[0] == "slot"
    assert answer.separations[0].message == (
        "1 has its own belt, B-1; so B-2, which its job took as belt, is not in it."
    )


def test_a_mould_of_the_other_cavity() -> None:
    press = {"equipment": "P-1", "slot": "mould"}
    tell(
        mounted(asset("M-1"), 0, position="L", **press),
        made("1", 2, equipment="P-1", position="R"),
        made("2", 3, equipment="P-1", position="L"),
    )
    answer = why("M-1", "1")
    assert reasons(answer) == ["place"]
    assert answer.separations[0].message == (
        "M-1 was mounted in L; 1 came out of R of line (P-1, J)."
    )
    assert why("M-1", "2").included


def test_a_bladder_that_was_taken_off_before() -> None:
    press = {"equipment": "P-1", "slot": "bladder"}
    tell(
        mounted(asset("B-1"), 0, **press),
        made("1", 1, equipment="P-1"),
        mounted(asset("B-1"), 2, on=False, **press),
        made("2", 2.25, equipment="P-1"),
    )
    (fact,) = why("B-1", "2").separations
    assert (fact.reason, fact.by_s is not None and round(fact.by_s)) == ("order", 900)
    assert "It was not there by 15 min 0 s when this happened: 2 came out" in fact.message


def test_what_was_reckoned_is_not_proven_and_recorded_adds_it_because_of_that() -> None:
    tell(told(fed(HB, 1), "inferred"), made("1", 2))
    answer = why("HB-1", "1", width="proven")
    assert answer.message == "It is not proven that HB-1 is in 1."
    assert reasons(answer) == ["certainty"]
    reckoned = "That HB-1 took part in line (J) was reckoned, and not scanned."
    assert answer.separations[0].message == reckoned
    assert [one.message for one in answer.widths] == [
        None,
        f"Recorded adds it: {reckoned}",
        f"Possible adds it: {reckoned}",
    ]
    assert why("HB-1", "1").widths[0].message == f"Proven leaves it out: {reckoned}"


def test_what_nobody_knows_is_possible_because_nobody_knows() -> None:
    tell(told(fed(HB, 1), "unknown"), made("1", 2))
    answer = why("HB-1", "1")
    unknown = "Whether HB-1 took part in line (J) is not known."
    assert [one.message for one in answer.separations] == [unknown]
    assert answer.widths[2].message == f"Possible adds it: {unknown}"
    assert why("HB-1", "1", width="possible").message == "HB-1 may be in 1."


def told(event: Event, certainty: Certainty) -> Event:
    words = replace(Context.of(event), certainty=certainty)
    return replace(event, extensions=words.extensions())


def test_a_reel_changed_at_a_time_nobody_saw() -> None:
    line = {"equipment": "SMT", "slot": "feeder"}
    a, b = lot("REEL", "A"), lot("REEL", "B")
    tell(
        mounted(a, 0, **line),
        mounted(b, 2, earliest=at(1), latest=at(3), **line),
        made("1", 1.5, equipment="SMT"),
        made("2", 5, equipment="SMT"),
    )
    open_times = "from 2026-03-02 07:00:00 UTC to 2026-03-02 09:00:00 UTC"
    left_out = why("B", "1")
    assert left_out.widths[2].message == (
        f"Possible adds it: When B took part in line (SMT, J) is only known to be {open_times}."
    )
    unsure = why("A", "1", width="proven")
    assert reasons(unsure)[0] == "order"
    assert "It is not certain that it was there when this happened" in unsure.separations[0].message
    assert why("A", "1").path[0].message == (
        "A was mounted at line (SMT, J) as feeder from 2026-03-02 06:00:00 UTC until 2026-03-02"
        f" 08:00:00 UTC [some time {open_times}] (declared)."
    )


def test_what_came_later_than_the_moment_asked_for() -> None:
    tell(mixed(HB, 1, "M-1"), fed(MIX, 2), made("1", 3))
    answer = why("HB-1", "1", as_of=at(2.5))
    assert reasons(answer) == ["as_of"]
    assert answer.separations[0].message == (
        "1 came out of line (J), 2026-03-02 09:00:00 UTC (scanned)."
        " That was after the moment asked for, 2026-03-02 08:30:00 UTC."
    )


def test_what_was_not_yet_on_record_at_the_moment_asked_for() -> None:
    tell(mixed(HB, 1, "M-1"), fed(MIX, 2), made("1", 3))
    answer = why("HB-1", "1", known_at=at(2.5))
    assert reasons(answer) == ["known_at"]
    assert "It was recorded at " in answer.separations[0].message
    assert "what was known at 2026-03-02 08:30:00 UTC was asked for" in (
        answer.separations[0].message
    )


def test_a_lot_is_shown_as_a_lot_and_its_units_belong_to_it() -> None:
    tyres = lot("T", "L-1")
    tell(fed(HB, 1), made_of("1", tyres, 2))
    answer = why("HB-1", "L-1")
    assert answer.path[-1].to_number == "L-1"
    assert answer.path[-1].message.startswith("L-1 came out of line (J)")
    own = trace.why([objects.resolve("L-1")], of=objects.resolve("1"), direction="forward")
    assert (own.included, own.message) == (True, "1 belongs to L-1, which was asked about.")


def made_of(number: str, of: str, hours: float) -> Event:
    one = unit("T", number)
    return transformed(
        hours,
        run_id=run("J"),
        units_out=[one],
        flow="continuous",
        step="line",
        lots={one: of},
    )


def test_a_pallet_stands_for_what_is_on_it() -> None:
    tell(fed(HB, 1), made("1", 2), packed(pallet(1), [unit("T", "1")], 3))
    answer = trace.why(
        [objects.resolve("HB-1")], of=objects.resolve(pallet(1)), direction="forward"
    )
    assert answer.included
    assert answer.path[-1].to_number == "1"


def test_the_origin_is_what_was_asked_about() -> None:
    tell(fed(HB, 1), made("1", 2))
    answer = trace.why([objects.resolve("1")], of=objects.resolve("1"))
    assert (answer.included, answer.path) == (True, ())
    assert answer.message == "1 is what was asked about."


def test_its_sentences_are_in_the_language_that_is_active() -> None:
    tell(fed(HB, 1), made("1", 2))
    said = {}
    for language in ("en", "tr", "de"):
        with translation.override(language):
            said[language] = why("HB-1", "1").path[0].message
    assert len(set(said.values())) == 3


def test_a_width_that_is_none() -> None:
    tell(fed(HB, 1), made("1", 2))
    with pytest.raises(Malformed) as caught:
        trace.why([objects.resolve("1")], of=objects.resolve("HB-1"), width="certain")
    assert caught.value.code == "unknown_width"
