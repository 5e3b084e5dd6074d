"""A scan at a machine is one event or one refusal that says what to do."""

from __future__ import annotations

from datetime import datetime

from gozinto import trace
from gozinto.access.roles import Role
from gozinto.operations import holding, production
from gozinto.operations.panels.shapes import Entry, Who
from gozinto.plant import objects
from gozinto.plant.numbering import issuing
from gozinto.record import rebuild
from gozinto.record.models import Event, ObjectState, OverrideRow
from gozinto.trace.lookups import runs as lookups
from tests.operations.panels.floor import (
    CURING,
    JOB,
    PRESS,
    do,
    entry,
    rubber,
    scan,
    send,
)
from tests.workshop import DOMAIN, INSPECTOR, OPERATOR, lot, reported_run, unit


def on_hand(uri: str) -> int:
    return int(ObjectState.objects.get(object__uri=uri).on_hand)


def test_the_papers_of_a_planned_job_begin_it_and_scanned_again_open_it() -> None:
    begun = scan(JOB, context={"screen": "ready", "job": ""})
    assert (begun.verdict, begun.act, begun.goto) == ("ok", "start", "job")
    assert begun.sentence == f"Job {JOB} is running."
    assert begun.sets["job"] == JOB
    again = scan(JOB, context={"screen": "ready", "job": ""})
    assert (again.verdict, again.act, again.goto) == ("ok", "", "job")
    assert Event.objects.count() == 1


def test_the_order_itself_begins_its_only_step_at_this_machine() -> None:
    assert scan("MO-1", context={"screen": "ready", "job": ""}).sets["job"] == JOB


def test_a_lot_goes_into_the_slot_of_its_material_with_what_the_job_needs() -> None:
    scan(JOB)
    rubber()
    answer = scan("H-1")
    assert (answer.verdict, answer.act) == ("ok", "consume")
    assert answer.sentence == "60 kg of H-1 went in."
    (went,) = lookups.passed(f"https://{DOMAIN}/run/MO-1%2F10")
    assert (went.slot, went.quantity) == (("mixing", "rubber", ""), 60)
    assert on_hand(lot("HB", "H-1", "ELASTO")) == 40
    assert rebuild.check() == []


def test_a_full_slot_asks_how_much_more() -> None:
    scan(JOB)
    rubber()
    scan("H-1")
    answer = scan("H-1")
    assert answer.verdict == "choose"
    assert [(one.word, one.asks) for one in answer.choices] == [
        ("All of it: 40 kg", ""),
        ("Another quantity", "quantity"),
    ]
    chosen = answer.choices[0]
    assert do(chosen.act, chosen.told).sentence == "40 kg of H-1 went in."


def test_what_is_on_hold_is_refused_with_who_may_let_it_pass() -> None:
    scan(JOB)
    rubber()
    holding.hold(lot("HB", "H-1", "ELASTO"), reason="smell", by=INSPECTOR)
    before = Event.objects.count()
    answer = scan("H-1")
    assert (answer.verdict, answer.code) == ("refused", "object_held")
    assert answer.sentence == "H-1 is on hold."
    assert answer.next_step == "Ask quality to release it, or use another lot."
    assert answer.who_may == "Quality manager, with a reason. It shows in every trace."
    assert answer.may_override == ("object_held",)
    assert answer.expected == "Process oil; Bromobutyl"
    assert Event.objects.count() == before


def test_a_refusal_names_the_lot_to_take_instead_and_where_it_lies() -> None:
    scan(JOB)
    rubber()
    rubber("H-2")
    holding.hold(lot("HB", "H-1", "ELASTO"), reason="smell", by=INSPECTOR)
    assert scan("H-1").expected == "Process oil; Bromobutyl: H-2, Rack"


def test_who_may_lets_the_rule_pass_with_a_reason_and_others_may_not() -> None:
    scan(JOB)
    rubber()
    holding.hold(lot("HB", "H-1", "ELASTO"), reason="smell", by=INSPECTOR)
    told = {"text": "H-1", "override": [{"code": "object_held", "reason": "the label smelt"}]}
    (operator,) = send(entry("scan", told))
    assert (operator.verdict, operator.code) == ("refused", "override_not_allowed")

    def quality(sent: Entry, at: datetime) -> Who:
        return Who(roles=frozenset({Role.QUALITY}))

    (by_herself,) = send(entry("scan", {"text": "H-1"}), who=quality)
    assert (by_herself.verdict, by_herself.code) == ("refused", "role_missing")
    (answer,) = send(entry("scan", told), who=quality)
    assert (answer.verdict, answer.act) == ("ok", "consume")
    row = OverrideRow.objects.get(event__event_id=answer.event_id)
    assert (row.code, row.reason, row.role) == ("object_held", "the label smelt", "quality")


def green(number: str) -> None:
    run = reported_run(job="B-1", step="building", equipment="BM-1", by=OPERATOR)
    production.produce_serials(run=run, material="GT", numbers=[number], by=OPERATOR)


def test_what_the_bill_does_not_have_is_refused_by_name() -> None:
    scan(JOB)
    green("G-1")
    answer = scan("G-1")
    assert (answer.verdict, answer.code) == ("refused", "not_in_bill")
    assert answer.sentence == "Green tyre does not go into Liner compound here."
    assert answer.expected == "Process oil; Bromobutyl"


def test_a_number_that_nobody_knows_is_refused_with_near_ones() -> None:
    scan(JOB)
    rubber("H-123")
    answer = scan("H-124")
    assert (answer.verdict, answer.code, answer.scanned) == ("refused", "nothing_known", "H-124")
    assert "H-123" in answer.next_step


def test_a_lot_without_a_job_is_refused_and_not_guessed() -> None:
    rubber()
    answer = scan("H-1", context={"screen": "job", "job": ""})
    assert (answer.verdict, answer.code) == ("refused", "no_job_open")


def test_a_green_tyre_at_the_press_comes_out_as_a_tyre_of_its_own() -> None:
    scan(CURING, station=PRESS)
    green("G-1")
    answer = scan("G-1", station=PRESS, context={"job": CURING})
    assert (answer.verdict, answer.act) == ("ok", "produce")
    assert answer.sentence == "1 pcs made: T-000001."
    found = trace.backward([objects.resolve("T-000001")])
    assert unit("GT", "G-1") in [node.uri for node in found.nodes]


def test_a_lot_number_that_was_printed_ahead_asks_how_much_was_made() -> None:
    scan(JOB)
    (ahead,) = issuing.issue(format="LC", by=OPERATOR)
    answer = scan(ahead)
    (asked,) = answer.choices
    assert (answer.verdict, asked.act, asked.asks) == ("choose", "produce", "quantity")
    assert do(asked.act, {**asked.told, "quantity": "40"}).sentence == f"40 kg made: {ahead}."


def test_a_label_whose_unit_was_taken_back_makes_it_when_it_is_scanned_again() -> None:
    scan(CURING, station=PRESS)
    at_press = {"job": CURING}
    made = do("produce", {"numbers": ["T-000001"]}, station=PRESS, context=at_press)
    there = scan("T-000001", station=PRESS, context=at_press)
    assert there.act == "", "its label is right"
    do("undo", {"event_id": made.event_id}, station=PRESS, context=at_press)
    again = scan("T-000001", station=PRESS, context=at_press)
    assert (again.act, again.sentence) == ("produce", "1 pcs made: T-000001.")


def test_the_same_entry_again_is_answered_the_same_and_done_once() -> None:
    scan(JOB)
    rubber()
    sent = entry("scan", {"text": "H-1"})
    first, second = send(sent), send(sent | {"live": False})
    assert first == second
    assert on_hand(lot("HB", "H-1", "ELASTO")) == 40


def test_a_refused_entry_sent_again_stays_refused_whatever_happened_since() -> None:
    scan(JOB)
    sent = entry("scan", {"text": "H-1"})
    (first,) = send(sent)
    rubber()
    assert first.verdict == "refused"
    assert send(sent) == [first]


def test_the_same_id_with_other_content_is_kept_and_done_never() -> None:
    scan(JOB)
    rubber()
    sent = entry("scan", {"text": "H-1"})
    send(sent)
    (other,) = send(sent | {"told": {"text": "H-1", "quantity": "1"}})
    assert (other.verdict, other.code) == ("kept", "entry_conflict")
    assert on_hand(lot("HB", "H-1", "ELASTO")) == 40
