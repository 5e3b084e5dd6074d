"""What each kind of case may be taken through is sound: nothing leads nowhere, nothing is stuck."""

from __future__ import annotations

import pytest

from gozinto.access.roles import Role
from gozinto.cases.kinds import MACHINES, Act, Field, Machine
from gozinto.cases.kinds.machines import faults, kept
from gozinto.cases.models import Kind

ALL = pytest.mark.parametrize("machine", MACHINES.values(), ids=list(MACHINES))


def test_every_kind_has_its_table() -> None:
    assert set(MACHINES) == {kind.value for kind in Kind}
    assert len({one.prefix for one in MACHINES.values()}) == len(MACHINES)


@ALL
def test_acts_lead_from_states_to_states(machine: Machine) -> None:
    states = set(machine.states)
    assert machine.ends < states
    assert machine.opening.to == machine.states[0]
    for act in machine.acts[1:]:
        assert act.since
        assert act.since <= states
        assert act.to in states | {""}
    names = [act.name for act in machine.acts]
    assert len(names) == len(set(names))


def reached(machine: Machine, begin: str) -> set[str]:
    """The states that a case may come to from this one."""
    found, left = {begin}, [begin]
    while left:
        state = left.pop()
        more = {act.to for act in machine.acts[1:] if state in act.since and act.to} - found
        found |= more
        left += more
    return found


@ALL
def test_every_state_is_come_to_and_leads_to_an_end(machine: Machine) -> None:
    assert reached(machine, machine.states[0]) == set(machine.states)
    for state in machine.states:
        assert reached(machine, state) & machine.ends


@ALL
def test_nobody_but_reads_takes_a_step(machine: Machine) -> None:
    for act in machine.acts:
        assert act.roles
        assert not act.roles & {Role.AUDITOR, Role.PARTNER, Role.AGENT}


TOLD = Act(
    name="try",
    since=frozenset(),
    roles=frozenset({Role.QUALITY}),
    fields=(
        Field(name="what", required=True),
        Field(name="on", kind="date"),
        Field(name="much", kind="decimal"),
        Field(name="is_so", kind="flag"),
        Field(name="one", kind="choice", choices=("a", "b")),
        Field(name="some", kind="choices", choices=("a", "b")),
        Field(name="of", kind="lines"),
    ),
)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("what", "", "field_missing"),
        ("what", "x" * 301, "bad_field"),
        ("what", "a\0b", "bad_field"),
        ("what", 3, "bad_field"),
        ("on", "7.2.2026", "bad_field"),
        ("much", "a lot", "bad_field"),
        ("much", "NaN", "bad_field"),
        ("is_so", "yes", "bad_field"),
        ("one", "c", "bad_field"),
        ("some", ["a", "c"], "bad_field"),
        ("of", "abc", "bad_field"),
        ("of", [1], "bad_field"),
        ("other", "x", "unknown_field"),
    ],
)
def test_what_does_not_fit_is_named_with_its_value(name: str, value: object, code: str) -> None:
    (wrong,) = faults(TOLD, {"what": "it", name: value})
    assert (wrong.path, wrong.code, wrong.value) == (name, code, str(value)[:200])


def test_all_that_is_wrong_is_said_at_once() -> None:
    wrong = faults(TOLD, {"on": "never", "much": "1,5", "odd": "x"})
    assert {one.path for one in wrong} == {"what", "on", "much", "odd"}


def test_what_is_kept_is_without_what_is_empty_and_says_nothing_twice() -> None:
    told = {"what": " it ", "on": "", "is_so": False, "of": ["1", "2", "1"], "much": "1.50"}
    assert not faults(TOLD, told)
    assert kept(TOLD, told) == {"what": "it", "is_so": False, "of": ["1", "2"], "much": "1.50"}
