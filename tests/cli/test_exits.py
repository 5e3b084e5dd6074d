"""Every error has an exit code, and its words reach a person."""

from __future__ import annotations

import inspect

import pytest

from gozinto import errors
from gozinto.cli import app, exits
from gozinto.errors import GozintoError, Violation


def every_error() -> list[type[GozintoError]]:
    """The classes of gozinto.errors that a caller may meet."""
    return [
        found
        for _, found in inspect.getmembers(errors, inspect.isclass)
        if issubclass(found, GozintoError)
    ]


def test_every_class_of_errors_has_an_exit_code() -> None:
    assert set(exits.EXITS) == set(every_error())


def test_an_error_class_that_nobody_listed_is_noticed() -> None:
    class ForgottenError(GozintoError):
        """Not in the table."""

    assert set(exits.EXITS) != {*every_error(), ForgottenError}
    with pytest.raises(KeyError):
        exits.exit_code(ForgottenError("x"))


@pytest.mark.parametrize(
    ("problem", "code", "words"),
    [
        (errors.Unknown("No such lot.", near=["A-1", "A-2"]), 4, ["unknown_id", "A-1, A-2"]),
        (
            errors.Ambiguous("Two are called so.", candidates=[("https://x/1", "a lot")]),
            3,
            ["https://x/1", "a lot", "Choose one"],
        ),
        (
            errors.Refused(
                [Violation(code="held", message="It is held.", path="/epcList/0", value="[x]")]
            ),
            5,
            ["held", "It is held.", "/epcList/0", "[x]"],
        ),
        (errors.Unavailable("No database."), 1, ["No database.", "gozinto doctor"]),
    ],
)
def test_an_error_is_shown_with_what_helps(
    problem: GozintoError, code: int, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    exits.show(problem)
    said = capsys.readouterr()
    assert exits.exit_code(problem) == code
    assert not said.out
    for word in words:
        assert word in said.err


def test_wrong_usage_is_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.run(["token", "create"]) == exits.USAGE
    assert app.run(["nothing-like-this"]) == exits.USAGE
    assert "Traceback" not in capsys.readouterr().err


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.run(["--version"]) == exits.DONE
    assert capsys.readouterr().out.startswith("gozinto ")


@pytest.mark.django_db
def test_a_token_stands_alone_on_the_last_line(capsys: pytest.CaptureFixture[str]) -> None:
    from gozinto.access import tokens

    assert app.run(["token", "create", "--role", "auditor"]) == exits.DONE
    token = tokens.find(capsys.readouterr().out.splitlines()[-1])
    assert token is not None
    assert token.role == "auditor"


@pytest.mark.django_db
def test_rebuild_check_says_equal(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.run(["rebuild", "--check"]) == exits.DONE
    assert "Equal" in capsys.readouterr().out
