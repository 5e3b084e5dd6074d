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
from gozinto.cli.language import of_terminal, spoken
from gozinto.errors import Malformed
from gozinto.plant.models import BillLine, InspectionPlan, Material
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


def test_those_of_one_rule_about_one_object_are_one_group(faults: list[str]) -> None:
    use(6)
    first, second = findings.groups(each=3).groups
    assert (first.count, first.open, first.first, first.last) == (4, 3, at(2), at(6))
    assert [one.at for one in first.newest] == [at(6), at(4), at(3)]
    assert {one.rule for one in first.newest} == {"object_held"}
    assert (second.count, second.newest[0].event_id) == (1, faults[3])
    assert not first.is_signal


def test_groups_are_asked_for_like_findings(faults: list[str]) -> None:
    def counts(**asked: Any) -> list[int]:
        return [group.count for group in findings.groups(**asked).groups]

    assert counts() == [1, 3], "the newest first"
    assert counts(rules=["object_held"], state="open") == [2]
    assert counts(objects=[lot("RM", "RM-9")]) == [1]
    assert counts(size=1) == [1]
    assert findings.groups(size=1).is_more
    assert not findings.groups(size=2).is_more
    with pytest.raises(Malformed):
        findings.groups(rules=["no_such_rule"])


def test_what_is_about_no_object_is_grouped_by_its_run() -> None:
    Material.objects.create(code="RM", name="Rubber", kind="raw", uom="KGM", tolerance_percent=0)
    made = Material.objects.create(
        code="FG", name="Goods", kind="finished", uom="KGM", tolerance_percent=0
    )
    BillLine.objects.create(
        material=made, component=Material.objects.get(code="RM"), quantity=1, uom="KGM"
    )
    record.capture(received(some(RM, 100), 0))
    for name, times in (("R1", 2), ("R2", 1)):
        for hours in range(times):
            record.capture(
                transformed(
                    hours + 1,
                    run_id=run(name),
                    inputs=[some(RM, 1)],
                    outputs=[some(lot("FG", f"{name}-{hours}"), 5)],
                )
            )
    told = findings.groups(each=9).groups
    assert sorted((group.newest[0].run, group.count) for group in told) == [
        (run("R1"), 2),
        (run("R2"), 1),
    ]
    assert all(len(group.newest) == group.count for group in told)


def test_what_may_be_chance_comes_after_what_is_wrong(faults: list[str]) -> None:
    newest = Finding.objects.order_by("-event__event_time").first()
    assert newest is not None
    Finding.objects.filter(id=newest.id).update(
        rule="process_out_of_control",
        data={
            "case": "1",
            "characteristic": "hardness",
            "equipment": "MIX-1",
            "western_electric": "1",
        },
    )
    wrong, signal = findings.groups().groups
    assert (wrong.is_signal, signal.is_signal) == (False, True)
    shown = told(signal, wrong)
    assert shown.index("hardness at MIX-1: one value beyond three sigma.") > shown.index(
        "RM-1 is on hold."
    )


def told(*groups: findings.Group, is_more: bool = False) -> str:
    """What a terminal shows of these."""
    out = io.StringIO()
    command.show(groups, Console(file=out, width=400), is_more=is_more)
    return out.getvalue()


def test_a_terminal_says_what_is_wrong_how_often_and_what_to_do(faults: list[str]) -> None:
    text = told(*findings.groups().groups, is_more=True)
    assert "RM-9 was never received or produced here." in text
    assert text.count("RM-1 is on hold.") == 1
    assert (
        "RM-1 is on hold. (3 times, first 2026-03-02 08:00, last 2026-03-02 10:00 · 2 open)" in text
    )
    assert "Ask quality to release it" in text
    assert "--limit" in text
    assert "Nothing is found" in told()


def test_a_terminal_shows_each_by_itself_to_who_asks_for_that(faults: list[str]) -> None:
    out = io.StringIO()
    command.show_each(findings.page().findings, Console(file=out, width=400))
    assert out.getvalue().count("RM-1 is on hold.") == 3
    assert "RM-1 is on hold. Overridden by P-9: Tested." in out.getvalue()
    assert "times" not in out.getvalue()


def test_a_person_reads_findings_in_her_language_and_a_program_in_english(
    faults: list[str],
) -> None:
    one = findings.page(events=faults[:1]).findings[0]
    with spoken({"LANG": "de_DE.UTF-8"}):
        shown = told(*findings.groups().groups)
        assert as_json(findings.page(events=faults[:1]).findings[0]) == as_json(one)
    assert "RM-1 ist gesperrt." in shown
    assert "3 Mal, zuerst 2026-03-02 08:00" in shown
    assert "Bitten Sie die Qualität um die Freigabe" in shown
    assert one.message == "RM-1 is on hold."


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "de_AT.UTF-8"}, "de"),
        ({"LC_ALL": "tr_TR", "LANG": "de_DE"}, "tr"),
        ({"LC_ALL": "", "LC_MESSAGES": "tr", "LANG": "C"}, "tr"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "fr_FR"}, "en"),
        ({}, "en"),
    ],
)
def test_a_terminal_has_a_language(environment: dict[str, str], language: str) -> None:
    assert of_terminal(environment) == language


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
