"""What is contained is held, each action is its owner's, and what is due waits in the Inbox."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from gozinto.access.roles import Role
from gozinto.cases import doing
from gozinto.cases.corrective import due, lines
from gozinto.errors import Forbidden
from gozinto.operations import receiving
from gozinto.record import clock
from gozinto.record.models import Event, ObjectState
from tests import workshop
from tests.cases.corrective.eightd import brought_to, opened, refused, step, taking
from tests.workshop import CLERK, INSPECTOR, OPERATOR, at, lot

pytestmark = pytest.mark.django_db
OWNER = {"by": OPERATOR, "roles": (Role.OPERATOR,)}


@pytest.fixture(autouse=True)
def _plant(db: None) -> None:
    workshop.furnish()


def planned() -> tuple[object, ...]:
    case = brought_to("explain")
    for text, owner, day in (
        ("Change bladders earlier", OPERATOR, "2026-03-05"), ("Count cycles", CLERK, "2026-03-20"),
    ):  # fmt: skip
        case = step(case, "plan", {"action": text, "owner": owner, "due_on": day})
    return case, *lines.of(case)


def test_what_is_contained_is_held_under_the_number_of_the_case_once() -> None:
    receiving.receive(
        material="HB", supplier="ELASTO", supplier_lot="HB-1", quantity=Decimal(9), by=CLERK,
        at=at(0),
    )  # fmt: skip
    case = opened()
    asked = taking(request=uuid4(), subjects={"contained": ("HB-1",)})
    told = {"containment": "Stop the lot."}
    after = doing.take(case.number, "contain", told=told, taking=asked)
    assert doing.take(case.number, "contain", told=told, taking=asked) == after
    (event,) = after.made["held"]
    stands = ObjectState.objects.get(object__uri=lot("HB", "HB-1", "ELASTO"))
    assert stands.held
    assert after.subjects["contained"] == (lot("HB", "HB-1", "ELASTO"),)
    assert f'"{case.number}"' in Event.objects.get(event_id=event).document


def test_a_cause_names_only_cases_that_there_are() -> None:
    case = brought_to("contain")
    told = {"occurred_because": "Worn.", "cases": [case.number, "CP-2026-9999"]}
    assert refused(case, "explain", told) == ["unknown_case"]


def test_each_action_is_done_by_its_owner_or_by_quality() -> None:
    case, first, second = planned()
    with pytest.raises(Forbidden):
        step(case, "do", {"line": second.number, "done": "Done."}, **OWNER)
    case = step(case, "do", {"line": first.number, "done": "Told the shifts."}, **OWNER)
    case = step(case, "do", {"line": second.number, "done": "Counted."})
    assert [(one.done_by, one.is_open) for one in lines.of(case)] == [
        (OPERATOR, False), (INSPECTOR, False),
    ]  # fmt: skip
    assert refused(case, "do", {"line": first.number, "done": "Again."}) == ["no_such_line"]


def test_it_is_carried_out_when_nothing_is_left_to_do() -> None:
    case, first, second = planned()
    case = step(case, "do", {"line": first.number, "done": "Told."})
    out = {"done": "All of it.", "check_on": "2026-04-01"}
    assert refused(case, "carry_out", out) == ["actions_open"]
    case = step(case, "drop", {"line": second.number, "because": "The press counts."})
    assert step(case, "carry_out", out).state == "done"


def test_what_is_due_is_told_of_in_time_and_what_is_late_as_late() -> None:
    case, first, second = planned()
    with clock.set_to(at(24 * 4)):  # 6 March
        assert [(one.line, one.owner, one.is_past) for one in due.due()] == [
            (first.number, OPERATOR, True)
        ]
        assert (due.late_actions().count(), due.late_checks().count()) == (1, 0)
    with clock.set_to(at(24 * 12)):
        assert [one.line for one in due.due()] == [first.number, second.number]
    for line in (first, second):
        case = step(case, "do", {"line": line.number, "done": "Done."})
    assert due.due() == []
    with clock.set_to(at(24 * 40)):
        assert due.late_actions().count() == 0
    step(case, "carry_out", {"done": "All.", "check_on": "2026-04-01"})
    with clock.set_to(at(24 * 29)):
        (check,) = due.due()
        assert due.late_checks().count() == 0
    with clock.set_to(at(24 * 40)):
        assert due.late_checks().count() == 1
    assert (check.what, check.due_on, check.is_past) == ("check", date(2026, 4, 1), False)
