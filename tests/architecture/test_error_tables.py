"""Every error has its place in every edge's table: no caller meets one that nobody translated."""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module

import pytest

from gozinto import errors

from .source import SOURCE

TABLES = {
    "cli": ("gozinto.cli.exits", "EXITS"),
    "edges/api": ("gozinto.edges.api.problems", "TABLE"),
    "edges/epcis": ("gozinto.edges.epcis.problems", "TABLE"),
    "edges/office": ("gozinto.edges.office.frame", "TABLE"),
    "edges/panel": ("gozinto.edges.panel.refusals", "TABLE"),
}
"""An edge, the module of its table, and what the table is called there."""


def every_error() -> set[type[errors.GozintoError]]:
    """All classes of gozinto.errors, the general one too."""
    return {
        found
        for found in vars(errors).values()
        if isinstance(found, type) and issubclass(found, errors.GozintoError)
    }


def untranslated(table: Collection[type]) -> list[str]:
    return sorted(error.__name__ for error in every_error() if error not in table)


@pytest.mark.parametrize("edge", TABLES)
def test_an_edge_translates_every_error(edge: str) -> None:
    module, name = TABLES[edge]
    assert untranslated(getattr(import_module(module), name)) == []


DEVICES = {"edges/printing"}
"""Nobody calls in from there: what goes wrong at a printer is told where the job is."""


def test_every_edge_has_a_table() -> None:
    rooms = {f"edges/{p.parent.name}" for p in SOURCE.glob("edges/*/__init__.py")}
    assert (rooms - DEVICES) | {"cli"} == set(TABLES)
    assert rooms >= DEVICES


def test_a_missing_error_is_found() -> None:
    assert untranslated(every_error() - {errors.Conflict}) == ["Conflict"]


def test_every_error_has_a_code_of_its_own_and_a_next_step() -> None:
    found = sorted(every_error() - {errors.GozintoError}, key=lambda e: e.__name__)
    assert len({error.code for error in found}) == len(found)
    assert all(error.next_step for error in found)
