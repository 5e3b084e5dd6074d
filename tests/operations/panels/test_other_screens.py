"""Stock at a panel: received, moved, packed, shipped, held and taken back; never a guess."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from gozinto.operations import holding, production, shipping
from gozinto.operations.panels import deciding
from gozinto.operations.panels.models import PanelEntry
from gozinto.operations.panels.shapes import SCREENS
from gozinto.plant.models import (
    Material,
    Order,
    OrderLine,
    Partner,
    Reason,
    SupplierPattern,
)
from gozinto.record import clock
from gozinto.record.models import Containment, Event, ObjectState
from tests.operations.panels.floor import JOB, MIXER, PRESS, do, entry, rubber, scan, send
from tests.workshop import CLERK, INSPECTOR, OPERATOR, lot, reported_run

GTIN = "09521234543213"
SSCC = "340123450000000017"
H1 = lot("HB", "H-1", "ELASTO")


def on(screen: str, **context: str) -> dict[str, object]:
    """Somebody of the warehouse on that screen."""
    return {"person": CLERK, "context": {"screen": screen, "job": "", **context}}


def stands(uri: str) -> ObjectState:
    return ObjectState.objects.get(object__uri=uri)


def test_a_place_is_scanned_once_and_everything_after_it_goes_there() -> None:
    rubber()
    place = scan("DOCK", **on("ready"))
    assert (place.verdict, place.act, place.goto) == ("ok", "", "move")
    assert place.sets == {"destination": "DOCK"}
    assert place.sentence == "What you scan next goes to DOCK Dock."
    answer = scan("H-1", **on("move", destination="DOCK"))
    assert answer.sentence == "H-1 is now at Dock."
    assert stands(H1).location.endswith("/loc/DOCK")


def test_nothing_is_moved_before_a_place_was_scanned() -> None:
    rubber()
    answer = scan("H-1", **on("move"))
    assert (answer.code, answer.expected) == ("no_destination", "a place")


def test_a_suppliers_label_receives_the_lot_with_all_that_it_says() -> None:
    Material.objects.filter(code="HB").update(gtin=GTIN)
    Partner.objects.filter(code="RIVAL").update(kind="dealer")  # one supplier is left
    label = f"01{GTIN}17301231310200550010HB-7731"
    elsewhere = scan(label, **on("ready"))
    assert [one.word for one in elsewhere.choices] == [
        "Receive 55 kg of HB-7731 from Elasto Rubber"
    ]
    answer = scan(label, **on("receive"))
    assert (answer.verdict, answer.sentence) == ("ok", "55 kg of HB-7731 received.")
    state = stands(lot("HB", "HB-7731", "ELASTO"))
    assert (state.on_hand, state.location.rsplit("/", 1)[-1]) == (55, "RACK")
    assert state.expires_at is not None
    assert state.expires_at.date().isoformat() == "2030-12-31"


def test_what_the_label_does_not_say_is_asked() -> None:
    SupplierPattern.objects.create(
        partner=Partner.objects.get(code="RIVAL"), material=Material.objects.get(code="OIL"),
        pattern="OIL{lot:digits}",
    )  # fmt: skip
    asked = scan("OIL4711", **on("receive"))
    (choice,) = asked.choices
    assert (choice.word, choice.asks) == ("Receive 4711 from Rival Rubber", "quantity")
    done = do(choice.act, {**choice.told, "quantity": "12.5"}, **on("receive"))
    assert done.sentence == "12.5 kg of 4711 received."


def test_a_supplier_who_is_not_known_by_the_label_is_chosen() -> None:
    Material.objects.filter(code="HB").update(gtin=GTIN)
    asked = scan(f"01{GTIN}10HB-1", **on("receive"))
    assert [one.word for one in asked.choices] == [
        "Receive HB-1 from Elasto Rubber",
        "Receive HB-1 from Rival Rubber",
    ]


def test_an_operator_receives_nothing() -> None:
    Material.objects.filter(code="HB").update(gtin=GTIN)
    Partner.objects.filter(code="RIVAL").update(kind="dealer")
    label = f"01{GTIN}310200550010HB-7731"
    answer = scan(label, context={"screen": "receive", "job": ""})
    assert answer.code == "role_missing"
    assert "Warehouse" in answer.next_step


def tyres(*numbers: str) -> None:
    run = reported_run(job="B-1", step="curing", equipment="PRESS-42", by=OPERATOR)
    production.produce_serials(run=run, material="T205", numbers=list(numbers), by=OPERATOR)


def test_units_go_into_the_container_that_was_scanned_and_leave_for_who_ordered_them() -> None:
    tyres("T-1", "T-2")
    assert scan("T-1", **on("pack")).code == "no_container"
    do("pack", {"uri": "T-1", "container": SSCC}, **on("pack"))
    box = scan(SSCC, **on("pack"))
    assert box.sets["container"].endswith(SSCC)
    answer = scan("T-2", **on("pack", container=box.sets["container"]))
    assert answer.sentence == f"T-2 is in {SSCC}."
    assert Containment.objects.filter(is_in=True).count() == 2
    order = Order.objects.create(
        number="SO-1", kind="sales", state="released", partner=Partner.objects.get(code="NORTH")
    )
    OrderLine.objects.create(
        order=order, line="1", material=Material.objects.get(code="T205"), quantity=2, uom="C62"
    )
    assert scan(SSCC, **on("ship")).code == "no_note"
    assert scan("SO-1", **on("ship")).sets == {"note": "SO-1"}
    left = scan(SSCC, **on("ship", note="SO-1"))
    assert left.sentence == f"{SSCC} leaves for North Tyres on SO-1."
    assert shipping.delivery_note("SO-1").lines[0].quantity == 2


def test_a_container_that_nothing_lies_in_yet_is_begun_by_its_label() -> None:
    tyres("T-3")
    box = scan(f"]C100{SSCC}", **on("pack"))
    assert (box.verdict, box.sets["container"]) == ("ok", f"https://id.gs1.org/00/{SSCC}")
    packed = scan("T-3", **on("pack", container=box.sets["container"]))
    assert packed.sentence == f"T-3 is in {SSCC}."
    assert scan("00340123450000000024", **on("move", destination="RACK")).code == "no_use_here"


def test_a_second_container_is_filled_or_goes_into_the_first_as_the_person_says() -> None:
    tyres("T-1", "T-2")
    other = "340123450000000024"
    for number, box in (("T-1", SSCC), ("T-2", other)):
        do("pack", {"uri": number, "container": box}, **on("pack"))
    first = f"https://id.gs1.org/00/{SSCC}"
    asked = scan(other, **on("pack", container=first))
    assert [one.word for one in asked.choices] == ["Put it into the open one", "Fill this one now"]
    into, fill = asked.choices
    assert do(fill.act, fill.told, **on("pack", container=first)).sets["container"].endswith(other)
    assert do(into.act, into.told, **on("pack", container=first)).verdict == "ok"


def test_a_hold_is_a_scan_and_a_reason_and_anybody_may() -> None:
    rubber()
    Reason.objects.create(code="SMELL", name="It smells", category="hold")
    asked = scan("H-1", context={"screen": "hold", "job": JOB})
    assert [(one.word, one.asks) for one in asked.choices] == [
        ("It smells", ""),
        ("Another reason", "reason"),
    ]
    done = do("hold", asked.choices[0].told)
    assert done.sentence == "H-1 is on hold."
    assert stands(H1).held
    assert do("hold", {"uri": H1, "reason": " "}).code == "reason_needed"


def test_on_the_first_screen_a_lot_is_nothing_but_a_question() -> None:
    rubber()
    asked = scan("H-1", context={"screen": "ready", "job": ""})
    assert [one.goto for one in asked.choices] == ["move", "hold", "measure"]
    assert Event.objects.count() == 1


def test_a_tool_goes_into_the_machine_and_scanned_again_may_come_off() -> None:
    answer = scan("M-88", station=PRESS)
    assert answer.sentence == "M-88 is mounted on PRESS-42."
    again = scan("M-88", station=PRESS)
    assert [one.act for one in again.choices] == ["unmount"]
    off = do("unmount", again.choices[0].told, station=PRESS)
    assert off.sentence == "M-88 is off PRESS-42."


def test_where_a_machine_has_two_places_the_person_says_which() -> None:
    for position, code in (("left", "B-317"), ("right", "B-318")):
        production.mount(
            f"https://id.demo.example/asset/{code}", equipment="PRESS-42", slot="bladder",
            position=position, by=OPERATOR,
        )  # fmt: skip
        production.unmount(
            f"https://id.demo.example/asset/{code}", equipment="PRESS-42", slot="bladder",
            position=position, by=OPERATOR,
        )  # fmt: skip
    asked = scan("B-317", station=PRESS)
    assert [one.word for one in asked.choices] == ["left", "right"]


def test_a_text_that_several_things_go_by_is_asked_about() -> None:
    rubber("RACK")
    asked = scan("RACK", **on("move", destination="DOCK"))
    assert asked.verdict == "choose"
    assert sorted(one.word for one in asked.choices) == ["RACK Bromobutyl", "RACK Rack"]
    meant = next(one for one in asked.choices if "Bromobutyl" in one.word)
    assert do(meant.act, meant.told, **on("move", destination="DOCK")).act == "move"


def test_what_was_done_is_taken_back_by_who_did_it_for_a_while() -> None:
    rubber()
    moved = scan("H-1", **on("move", destination="DOCK"))
    assert do("undo", {"event_id": moved.event_id}).code == "undo_of_another"
    late = clock.now() + timedelta(minutes=MIXER.undo_minutes + 1)
    told = {"event_id": moved.event_id}
    with_late = entry("undo", told, person=CLERK, at=late.isoformat(), live=False)
    assert send(with_late)[0].code == "undo_too_late"
    done = do("undo", told, person=CLERK)
    assert done.sentence == "Taken back: H-1 is now at Dock."
    assert stands(H1).location.endswith("/loc/RACK")
    foreign = holding.hold(H1, reason="smell", by=INSPECTOR)
    assert do("undo", {"event_id": foreign.event_id}, person=CLERK).code == "undo_too_late"


@pytest.mark.parametrize("screen", SCREENS)
def test_a_scan_of_anything_on_any_screen_is_one_event_or_a_question_or_a_sentence(
    screen: str,
) -> None:
    Material.objects.filter(code="HB").update(gtin=GTIN)
    rubber()
    tyres("T-1")
    do("pack", {"uri": "T-1", "container": SSCC}, **on("pack"))
    scan(JOB)
    of_each = (
        *(OPERATOR, JOB, "MO-2", "H-1", "T-1", SSCC, "DOCK", "M-88", "MIX-1", "HB", "ELASTO"),
        *("LC-9999", f"01{GTIN}10NEW-1", "nobody knows this", "]d2", "'; --"),
    )
    for text in of_each:
        before = Event.objects.count()
        answer = scan(text, context={"screen": screen, "job": JOB})
        told = Event.objects.count() - before
        assert told == (1 if answer.event_id else 0), (text, answer)
        assert answer.sentence, (text, answer)
        if answer.verdict == "refused":
            assert answer.next_step, (text, answer)
        if answer.verdict == "choose":
            assert answer.choices, (text, answer)
    assert PanelEntry.objects.filter(verdict="kept").count() == 0


def test_every_kind_of_thing_that_a_scan_may_be_stands_in_the_table() -> None:
    kinds = {
        *("person", "location", "partner", "asset", "equipment", "order", "material", "job"),
        *("lot", "serial", "container", "gauge", "new_lot", "new_number", "new_container"),
    }
    assert set(deciding.TABLE) == kinds
    for by_screen in deciding.TABLE.values():
        assert set(by_screen) <= {*SCREENS, deciding.ANY}
        assert deciding.ANY in by_screen or set(by_screen) == set(SCREENS)


def test_a_quantity_that_is_none_is_refused_in_words() -> None:
    rubber()
    scan(JOB)
    answer = scan("H-1", told={"quantity": "many"})
    assert (answer.code, answer.sentence) == ("bad_quantity", "many is no quantity.")
    assert Decimal(100) == stands(H1).on_hand
