"""Each thing that can be wrong with master data is found where it stands, and nothing else is."""

from __future__ import annotations

import pytest

from gozinto.errors import Refused
from gozinto.plant import changing
from gozinto.plant.changing.checks import CHECKS

from .label_faults import FAULTS as OF_LABELS
from .works import SMALL, Rows, everything, faults, one, send

pytestmark = pytest.mark.django_db


def material(code: str, **values: str) -> tuple[str, dict[str, str]]:
    return "materials", {"code": code, "name": code, "kind": "raw", "uom": "KGM"} | values


def line(of: str, component: str, **values: str) -> tuple[str, dict[str, str]]:
    row = {"material": of, "slot": "s", "component": component, "quantity": "1", "uom": "KGM"}
    return "bill-lines", row | values


def equipment(code: str, level: str, parent: str = "") -> tuple[str, dict[str, str]]:
    return "equipment", {"code": code, "name": code, "level": level, "parent": parent}


def turn(code: str, starts: str, ends: str, day: str = "1") -> tuple[str, dict[str, str]]:
    row = {"calendar": "3S", "day": day, "code": code, "starts": starts, "ends": ends}
    return "calendar-shifts", row


def shift(code: str, starts: str, ends: str, calendar: str = "") -> tuple[str, dict[str, str]]:
    row = {"calendar": calendar, "code": code, "date": "2026-03-01"}
    return "shifts", row | {"starts_at": f"2026-03-{starts}Z", "ends_at": f"2026-03-{ends}Z"}


def characteristic(**values: str) -> tuple[str, dict[str, str]]:
    row = {"plan": "IP-1", "code": "c", "name": "c", "kind": "number"}
    return "characteristics", row | values


def plan(**values: str) -> tuple[str, dict[str, str]]:
    return "inspection-plans", {"code": "IP-9", "name": "p", "kind": "final"} | values


def numbered(pattern: str) -> tuple[str, dict[str, str]]:
    row = {"code": "F", "name": "F", "subject": "lot", "pattern": pattern}
    return "numbering-formats", row


FAULTS: list[tuple[Rows, list[tuple[int, str, str]]]] = [
    ([("nothings", {"code": "X"})], [(2, "", "unknown_kind")]),
    ([material("X", colour="red")], [(2, "colour", "unknown_column")]),
    ([material("X"), material("X")], [(3, "code", "duplicate_row")]),
    ([("materials", {"name": "X"})], [(2, "code", "missing_value")]),
    ([("materials", {"code": "X"})], [(2, "kind", "missing_value"), (2, "name", "missing_value")]),
    ([("materials", {"code": "TYRE", "name": ""})], [(2, "name", "missing_value")]),
    (
        [material("X", uom="KILO", gtin="1", kind="?")],
        [(2, "gtin", "bad_gtin"), (2, "kind", "unknown_choice"), (2, "uom", "unknown_unit")],
    ),
    (
        [material("X", gtin="4006381333931"), material("Y", gtin="04006381333931")],
        [(3, "gtin", "value_taken")],
    ),
    (
        [material("X", effective_from="2026-02-01", effective_to="2026-01-31")],
        [(2, "effective_to", "ends_before_it_begins")],
    ),
    (
        [("qualifications", {"person": "P-1", "skill": "PRESS", "obtained_on": "2026-02-01",
                             "expires_on": "2026-01-01"})],
        [(2, "expires_on", "ends_before_it_begins")],
    ),
    ([line("TYRE", "NOBODY")], [(2, "component", "unknown_reference")]),
    ([line("TYRE", "RUBBER", revision="Z")], [(2, "revision", "unknown_reference")]),
    ([line("TYRE", "TYRE")], [(2, "component", "cycle")]),
    ([line("RUBBER", "TYRE")], [(2, "component", "cycle")]),
    (
        [material("X"), material("Y"), line("X", "Y"), line("Y", "X"), line("TYRE", "X")],
        [(4, "component", "cycle"), (5, "component", "cycle")],
    ),
    ([line("TYRE", "RUBBER", uom="MTR")], [(2, "uom", "incomparable_units")]),
    ([("materials", {"code": "RUBBER", "uom": "MTR"})], [(0, "uom", "incomparable_units")]),
    ([line("TYRE", "RUBBER", step="mixing", revision="A")], [(2, "step", "step_not_in_routing")]),
    ([plan(kind="in_process", material="TYRE", step="mixing")],
     [(2, "step", "step_not_in_routing")]),
    ([plan(kind="in_process")], [(2, "step", "missing_value")]),
    (
        [("unit-conversions", {"material": "TYRE", "from_uom": "KGM", "to_uom": "TNE",
                               "factor": "0.001"})],
        [(2, "to_uom", "conversion_inside_dimension")],
    ),
    (
        [("unit-conversions", {"material": "TYRE", "from_uom": "GRM", "to_uom": "H87",
                               "factor": "0.0001"})],
        [(2, "to_uom", "conversion_twice")],
    ),
    (
        [("routing-steps", {"material": "TYRE", "revision": "A", "sequence": "10", "step": "x"})],
        [(2, "sequence", "sequence_twice")],
    ),
    (
        [("routing-steps", {"material": "TYRE", "revision": "A", "sequence": "20", "step": "x",
                            "work_center": "SITE"})],
        [(2, "work_center", "not_a_work_center")],
    ),
    ([equipment("A", "area", "A")], [(2, "parent", "cycle")]),
    (
        [equipment("SITE", "site", "PR-1")],
        [(2, "parent", "cycle")],
    ),
    ([equipment("A", "area", "CURE")], [(2, "parent", "level_not_below")]),
    ([equipment("CURE", "work_unit", "SITE")], [(0, "parent", "level_not_below")]),
    (
        [("locations", {"code": "L1", "name": "L1", "parent": "L2"}),
         ("locations", {"code": "L2", "name": "L2", "parent": "L1"})],
        [(2, "parent", "cycle"), (3, "parent", "cycle")],
    ),
    ([turn("M", "05:00", "14:00")], [(2, "starts", "overlapping_shifts")]),
    ([turn("M", "21:00", "22:30")], [(2, "starts", "overlapping_shifts")]),
    ([turn("M", "06:00", "14:00", day="2")], [(2, "day", "day_outside_cycle")]),
    ([turn("M", "06:00", "22:00")], []),
    (
        [shift("A", "01T06:00", "01T14:00"), shift("B", "01T13:59", "01T22:00")],
        [(3, "starts_at", "overlapping_shifts")],
    ),
    (
        [shift("A", "01T06:00", "01T14:00"), shift("B", "01T06:00", "01T14:00", calendar="3S")],
        [],
    ),
    ([shift("A", "01T06:00", "01T06:00")], [(2, "ends_at", "ends_before_it_begins")]),
    (
        [("crews", {"code": "B", "name": "B"}),
         ("crew-members", {"crew": "B", "person": "P-1", "from_on": "2026-06-01"})],
        [(3, "from_on", "overlapping_crews")],
    ),
    ([characteristic(lower="2", upper="1")], [(2, "upper", "limits_out_of_order")]),
    ([characteristic(lower="1", target="9", upper="3")], [(2, "upper", "limits_out_of_order")]),
    (
        [characteristic(kind="pass_fail", lower="1", uom="KGM")],
        [(2, "lower", "not_for_this_kind"), (2, "uom", "not_for_this_kind")],
    ),
    ([characteristic(choices="a;b")], [(2, "choices", "not_for_this_kind")]),
    ([characteristic(kind="choice", choices="a;a")], [(2, "choices", "bad_choices")]),
    ([characteristic(kind="choice")], [(2, "choices", "bad_choices")]),
    ([characteristic(uom="MTR", gauge="G-1")], [(2, "gauge", "gauge_measures_other")]),
    ([plan(sampling="count")], [(2, "sample_size", "sampling_incomplete")]),
    ([plan(sampling="percent")], [(2, "sample_percent", "sampling_incomplete")]),
    ([plan(sample_size="5")], [(2, "sample_size", "not_for_this_kind")]),
    (
        [plan(sampling="single_plan", sample_size="5", acceptance_number="5")],
        [(2, "acceptance_number", "accepts_everything")],
    ),
    (
        [("numbering-formats", {"code": "F", "name": "F", "pattern": "{seq:10}",
                                "subject": "serial"}),
         material("X", lot_format="F")],
        [(3, "lot_format", "format_of_other_subject")],
    ),
    ([numbered("LOT")], [(2, "pattern", "pattern_without_sequence")]),
    ([numbered("A{seq:3")], [(2, "pattern", "pattern_unclosed")]),
    ([numbered("{date:%d%m}-{seq:3:day}")], [(2, "pattern", "pattern_collides")]),
    (
        [("supplier-patterns", {"partner": "ACME", "pattern": "L"})],
        [(2, "pattern", "pattern_empty")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "expected"), FAULTS, ids=range(len(FAULTS)))
def test_a_planted_fault_is_found_and_nothing_else(
    rows: Rows, expected: list[tuple[int, str, str]]
) -> None:
    send(SMALL)
    before = everything()
    assert faults(rows) == expected
    if expected:
        assert everything() == before


def test_all_faults_of_all_rows_are_told_at_once() -> None:
    send(SMALL)
    rows: Rows = []
    wanted: list[tuple[int, str, str]] = []
    for number, (planted, expected) in enumerate(
        [
            ([material("X1", uom="KILO")], "unknown_unit"),
            ([line("RUBBER", "TYRE")], "cycle"),
            ([turn("M", "05:00", "14:00")], "overlapping_shifts"),
            ([equipment("A1", "area", "PR-1")], "level_not_below"),
            ([line("TYRE", "NOBODY")], "unknown_reference"),
            ([characteristic(lower="2", upper="1")], "limits_out_of_order"),
        ],
        2,
    ):
        rows += planted
        wanted.append((number, "", expected))
    found = faults(rows)
    assert [(row, code) for row, _, code in found] == [(row, code) for row, _, code in wanted]


def test_a_row_that_names_a_faulty_one_is_not_blamed_for_it() -> None:
    send(SMALL)
    rows = [material("X", uom="KILO"), line("TYRE", "X"), line("X", "RUBBER")]
    assert faults(rows) == [(2, "uom", "unknown_unit")]


@pytest.mark.parametrize(
    ("kind", "key", "allowed", "refused"),
    [
        ("materials", {"code": "RUBBER"}, ["blocked", "active", "retired"], "active"),
        ("material-revisions", {"material": "TYRE", "revision": "A"}, ["released"], "draft"),
        ("approvals", {"partner": "ACME", "material": "RUBBER"}, ["approved", "suspended"],
         "proposed"),
        ("assets", {"code": "G-1"}, ["in_repair", "in_service", "retired"], "in_service"),
        ("people", {"code": "P-1"}, ["left", "active"], "retired"),
    ],
)  # fmt: skip
def test_states_follow_each_other_as_declared(
    kind: str, key: dict[str, str], allowed: list[str], refused: str
) -> None:
    send(SMALL)
    for state in allowed:
        assert one(kind, key | {"state": state}).updated == 1
    (fault,) = faults([(kind, key | {"state": refused})])
    assert fault[2] in ("state_not_allowed", "unknown_choice")


def test_a_conversion_makes_another_dimension_of_a_bill_sound() -> None:
    send(SMALL)
    roll = line("TYRE", "RUBBER", uom="MTR", slot="roll")
    meters = {"material": "RUBBER", "from_uom": "MTR", "to_uom": "KGM", "factor": "1.5"}
    assert faults([roll])
    send([roll, ("unit-conversions", meters)])
    with pytest.raises(Refused, match="MTR measures length"):
        changing.remove("unit-conversions", "RUBBER|MTR|KGM", by="ada", why="")


def test_every_check_is_broken_by_some_fault_above() -> None:
    kinds = {kind for rows, expected in (*FAULTS, *OF_LABELS) if expected for kind, _ in rows}
    for check in CHECKS:
        assert kinds & set(check.watches), check
