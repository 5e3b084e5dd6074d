"""Equipment and places as the trees they are: what belongs to what, and what stands there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gozinto.edges.office.frame import page
from gozinto.edges.office.setup import addresses, rights, wording
from gozinto.edges.office.setup.cells import Cell, cell
from gozinto.errors import Unknown
from gozinto.plant import listing
from gozinto.plant.kinds import KINDS, Kind, Row, find_kind

MOST = 5_000
"""Rows of one tree."""
_STANDS_AT = {"equipment": ("printers", "equipment")}
"""By kind: what stands at its rows, and the field that says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A row and what belongs to it. `add`: the form for another row below it."""

    code: str
    name: str
    what: str
    address: str
    state: Cell | None
    add: str
    beside: tuple[tuple[str, str], ...]
    below: list[Node] = field(default_factory=list)


@page()
def show(request: HttpRequest, kind: str) -> HttpResponse:
    """All rows of a kind whose rows belong to one another, each below its own."""
    asked = find_kind(kind)
    if not asked.has("parent"):
        raise Unknown(f"{asked.title} are no tree.", code="unknown_choice")
    rows = list(listing.rows(asked, most=MOST + 1))
    roots = grown(asked, rows[:MOST], may_change=rights.may_change(request, asked))
    context = {
        "title": wording.kind_title(asked),
        "help": wording.told(asked.help),
        "roots": roots,
        "total": min(len(rows), MOST),
        "is_cut": len(rows) > MOST,
        "list": addresses.of_list(asked),
        "new": addresses.of_new(asked) if rights.may_change(request, asked) else "",
    }
    return render(request, "office/setup_tree.html", context)


def grown(kind: Kind, rows: Iterable[Row], *, may_change: bool) -> list[Node]:
    """The rows that belong to none of the others, each with those below it."""
    beside = _beside(kind)
    nodes = {
        row["code"]: (row["parent"], _node(kind, row, beside, may_change=may_change))
        for row in rows
    }
    roots: list[Node] = []
    for parent, node in nodes.values():
        above = nodes.get(parent)
        (above[1].below if above else roots).append(node)
    return roots


def _node(
    kind: Kind, row: Row, beside: dict[str, list[tuple[str, str]]], *, may_change: bool
) -> Node:
    what = next((name for name in ("level", "kind") if kind.has(name)), "")
    return Node(
        code=row["code"],
        name=row["name"],
        what=wording.choice_word(what, row[what]) if what else "",
        address=addresses.of_row(kind, row["code"]),
        state=cell(kind, "state", row["state"]) if _is_abnormal(row) else None,
        add=addresses.of_new(kind, {"parent": row["code"]}) if may_change else "",
        beside=tuple(beside.get(row["code"], ())),
    )


def _is_abnormal(row: Row) -> bool:
    return row.get("state", "active") != "active"


def _beside(kind: Kind) -> dict[str, list[tuple[str, str]]]:
    if kind.name not in _STANDS_AT:
        return {}
    name, at = _STANDS_AT[kind.name]
    found: dict[str, list[tuple[str, str]]] = {}
    for row in listing.rows(KINDS[name], most=MOST):
        if row[at]:
            code = row["code"]
            found.setdefault(row[at], []).append((code, addresses.of_row(KINDS[name], code)))
    return found
