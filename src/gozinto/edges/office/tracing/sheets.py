"""An answer as the sheets of a workbook; columns are the members that the API has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from django.utils.translation import gettext as _

from gozinto import trace
from gozinto.standards.tables.workbook_writing import Column, Table
from gozinto.trace.answer import (
    CustomerFact,
    EquipmentFact,
    FindingFact,
    Gap,
    InspectionFact,
    Node,
    PersonFact,
    ShiftFact,
    ShipmentFact,
    Supplier,
    Trace,
    TraceLink,
)


def of(answer: Trace, *, question: Iterable[tuple[str, str]]) -> Iterator[Table]:
    """What was asked, then objects and runs, links, each kind of fact, gaps and findings."""
    told = trace.as_json(answer)
    facts: Mapping[str, Any] = told["facts"]
    yield Table(
        name=_("Question"),
        columns=[Column(header=_("Question"), width=24), Column(header=_("Answer"), width=48)],
        rows=list(question),
    )
    listed: Sequence[tuple[str, type, Sequence[Mapping[str, Any]]]] = (
        (_("Objects and runs"), Node, told["nodes"]),
        (_("Links"), TraceLink, told["links"]),
        (_("Suppliers"), Supplier, facts["suppliers"]),
        (_("Machines"), EquipmentFact, facts["equipment"]),
        (_("People"), PersonFact, facts["people"]),
        (_("Shifts"), ShiftFact, facts["shifts"]),
        (_("Inspections"), InspectionFact, facts["inspections"]),
        (_("Shipments"), ShipmentFact, facts["shipments"]),
        (_("Customers"), CustomerFact, facts["customers"]),
        (_("Gaps"), Gap, told["gaps"]),
        (_("Findings"), FindingFact, told.get("findings", ())),
    )
    for name, shape, rows in listed:
        yield _table(name, shape, rows)


def _table(name: str, shape: type, rows: Sequence[Mapping[str, Any]]) -> Table:
    members = [f.name.rstrip("_") for f in fields(shape) if not f.metadata.get("is_for_pages")]
    return Table(
        name=name,
        columns=[Column(header=member) for member in members],
        rows=([_cell(row.get(member)) for member in members] for row in rows),
    )


def _cell(value: Any) -> str:
    """A value as text: a list in one cell, a row of a list by its members."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return " ".join(f"{name}={_cell(one)}" for name, one in value.items())
    if isinstance(value, list):
        text = "; ".join(map(_cell, value))
        return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return str(value)


_LONGEST = 32_000
"""Characters of a list in one cell; Excel holds 32,767. All of them are in the API's answer."""
