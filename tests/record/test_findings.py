"""Findings are listed a page at a time, told in a terminal, and judged again when data changed."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from rich.console import Console
from tests.plants import at, held, lot, received, run, some, transformed

from gozinto import record
from gozinto.cli import findings as command
from gozinto.errors import Malformed
from gozinto.plant.models import InspectionPlan, Material
from gozinto.record import findings, rebuild
from gozinto.record.models import Finding, Involvement
from gozinto.standards.epcis.gozinto import Context, Override
from gozinto.trace import as_json

pytestmark = pytest.mark.django_db

RM = lot("RM", "RM-1")


def use(hours: float, *, lot: str = RM, amount: int = 1, **words: Any) -> str:
    """Use some of a lot; answers the event's id."""
    event = transformed(hours, run_id=run("R"), inputs=[some(lot, amount)], **words)
    return record.capture(event).event_id


@pytest.fixture
def faults() -> list[str]:
    """Three uses of a lot on hold, the last let pass; one of a lot that nobody knows."""
    record.capture(received(some(RM, 100), 0))
    record.capture(held(RM, 1))
    let = Override(code="object_held", reason="Tested.", person="P-9", role="quality")
    return [
        use(2), use(3), use(4, overrides=(let,)), use(5, lot=lot("RM", "RM-9")),
    ]  # fmt: skip


def test_findings_are_listed_the_newest_first_and_a_page_at_a_time(faults: list[str]) -> None:
    seen: list[str] = []
    after = None
    while True:
        page = findings.page(size=3, after=after)
        seen += [one.event_id for one in page.findings]
        after = page.after
        if after is None:
            break
    assert seen == faults[::-1]


def test_they_are_asked_for_by_state_rule_object_run_and_event(faults: list[str]) -> None:
    def listed(**asked: Any) -> list[str]:
        return [one.event_id for one in findings.page(**asked).findings][::-1]

    assert listed(state="open") == [faults[0], faults[1], faults[3]]
    assert listed(state="overridden") == [faults[2]]
    assert listed(rules=["object_held"]) == faults[:3]
    assert listed(objects=[lot("RM", "RM-9")]) == faults[3:]
    assert listed(events=faults[1:2]) == faults[1:2]
    assert listed(runs=[run("R")]) == []
    for wrong in ({"rules": ["no_such_rule"]}, {"state": "shut"}):
        with pytest.raises(Malformed):
            findings.page(**wrong)  # type: ignore[arg-type]


def test_a_finding_says_who_let_it_pass_and_its_json_leaves_out_what_is_absent(
    faults: list[str],
) -> None:
    one = findings.page(events=faults[2:3]).findings[0]
    assert one.overridden is not None
    assert (one.overridden.person, one.overridden.reason) == ("P-9", "Tested.")
    told = as_json(findings.page(events=faults[:1]).findings[0])
    assert json.dumps(told)
    assert (told["rule"], told["object"], told["number"]) == ("object_held", RM, "RM-1")
    assert told["next_step"]
    assert told["data"] == {"number": "RM-1"}
    assert not {"overridden", "run"} & told.keys()


def test_a_terminal_says_what_is_wrong_and_what_to_do(faults: list[str]) -> None:
    out = io.StringIO()
    command.show(findings.page(size=3), Console(file=out, width=400))
    text = out.getvalue()
    assert "never received or produced here" in text
    assert "Overridden by P-9: Tested." in text
    assert "Ask quality to release it" in text
    assert "--limit" in text
    nothing = io.StringIO()
    command.show(findings.page(events=["urn:none"]), Console(file=nothing, width=200))
    assert "Nothing is found" in nothing.getvalue()


def test_what_is_entered_late_about_the_plant_is_judged_when_somebody_asks() -> None:
    record.capture(received(some(RM, 100), 0))
    used = use(2)
    material = Material.objects.create(code="RM", name="Rubber", kind="raw", uom="KGM")
    plan = InspectionPlan.objects.create(code="IN", name="In", kind="input", material=material)
    assert findings.page().findings == ()
    assert findings.recheck() == (0, 1)
    assert [(one.rule, one.event_id) for one in findings.page().findings] == [
        ("not_released", used)
    ]
    assert rebuild.check() == []
    assert findings.recheck(since=at(3)) == (1, 1), "nothing happened since"
    plan.delete()
    assert findings.recheck(since=at(2)) == (1, 0)
    assert rebuild.check() == []


def test_a_check_tells_findings_by_older_master_data_from_a_record_that_is_not_well(
    faults: list[str],
) -> None:
    material = Material.objects.create(code="RM", name="Rubber", kind="raw", uom="KGM")
    InspectionPlan.objects.create(code="IN", name="In", kind="input", material=material)
    (found,) = rebuild.check()
    assert found.by_master_data
    assert (found.projection, found.only_live, found.only_replayed) == ("gozinto_finding", 0, 3)
    assert not Finding.objects.filter(rule="not_released").exists(), "a check changes nothing"
    Involvement.objects.filter(event__event_id=faults[0]).delete()
    assert {one.projection: one.by_master_data for one in rebuild.check()} == {
        "gozinto_involvement": False, "gozinto_finding": False,
    }  # fmt: skip


def test_a_finding_that_stands_keeps_the_day_on_which_it_was_found(faults: list[str]) -> None:
    before = {one.id: one.found_at for one in findings.page().findings}
    seen: list[tuple[int, int]] = []
    findings.recheck(progress=lambda done, of: seen.append((done, of)))
    assert {one.id: one.found_at for one in findings.page().findings} == before
    assert seen == [(6, 6)]


def test_an_override_that_does_not_count_leaves_the_finding_open() -> None:
    record.capture(received(some(RM, 100), 0))
    record.capture(held(RM, 1))
    let = Override(code="object_held", reason="Please.", person="P-1", role="operator")
    use(2, overrides=(let,))
    assert [one.state for one in findings.page().findings] == ["open"]
    assert Context(overrides=(let,)).extensions()
