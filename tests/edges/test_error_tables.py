"""Each edge says of every error what its caller sees; a forgotten one fails here."""

from __future__ import annotations

import inspect
from collections.abc import Collection

import pytest

from gozinto import errors
from gozinto.edges.api import problems
from gozinto.edges.epcis import problems as exceptions
from gozinto.edges.office import frame
from gozinto.edges.panel import refusals


def missing(table: Collection[type[errors.GozintoError]]) -> set[str]:
    """The errors that a table forgot."""
    every = {
        found
        for _name, found in inspect.getmembers(errors, inspect.isclass)
        if issubclass(found, errors.GozintoError)
    }
    return {found.__name__ for found in every - set(table)}


@pytest.mark.parametrize(
    "table",
    [problems.TABLE, exceptions.TABLE, frame.TABLE, refusals.TABLE],
    ids=["api", "epcis", "office", "panel"],
)
def test_the_table_names_every_error(
    table: dict[type[errors.GozintoError], object],
) -> None:
    assert len(table) > 10
    assert missing(table) == set()


def test_a_forgotten_error_is_found() -> None:
    assert missing(set(problems.TABLE) - {errors.Conflict}) == {"Conflict"}


def test_the_edges_agree_on_the_status() -> None:
    assert {error: row.status for error, row in problems.TABLE.items()} == {
        error: row.status for error, row in frame.TABLE.items()
    }
    assert {error: row.status for error, row in problems.TABLE.items()} == refusals.TABLE


@pytest.mark.parametrize("table", [problems.TABLE, exceptions.TABLE], ids=["api", "epcis"])
def test_no_mistake_of_a_caller_is_a_fault_of_ours(
    table: dict[type[errors.GozintoError], problems.Seen | exceptions.Seen],
) -> None:
    ours = {errors.GozintoError, errors.Unavailable, errors.StorageFull}
    for error, row in table.items():
        assert (row.status >= 500) == (error in ours), error


def test_a_problem_document_carries_everything_a_caller_can_act_on() -> None:
    fault = errors.Violation(code="x", message="wrong", path="a.b")
    shown = problems.document(errors.Malformed("no", violations=[fault]))
    assert shown["violations"] == [{"code": "x", "message": "wrong", "path": "a.b"}]
    assert problems.document(errors.Unknown("no", near=["a"]))["near"] == ["a"]
    shown = problems.document(errors.Ambiguous("two", candidates=[("u", "a lot")]))
    assert shown["candidates"] == [{"uri": "u", "description": "a lot"}]
    assert shown["next_step"]
    assert shown["code"] == "ambiguous_id"
    assert problems.document(errors.Conflict("no", key="k"))["data"] == {"key": "k"}


def test_an_error_defined_later_is_shown_as_the_nearest_above_it() -> None:
    class Stranger(errors.Refused):
        """Not in any table."""

    assert problems.seen(Stranger([])).status == 422
    assert frame.seen(Stranger([])).status == 422
