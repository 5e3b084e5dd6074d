"""Every error has an exit code, and its words reach a person."""

from __future__ import annotations

import inspect

import pytest

from gozinto import errors, record
from gozinto.cli import app, exits
from gozinto.errors import GozintoError, Violation
from gozinto.plant.models import InspectionPlan, Material
from gozinto.record.models import ObjectState
from tests.plants import lot, received, run, some, transformed

HB = lot("HB", "HB-1")


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


def test_what_somebody_sent_neither_styles_nor_commands_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    exits.show(errors.Unknown("No [red]lot[/] goes by \x1b[2J:x:.", near=["[b]HB-1"]))
    said = capsys.readouterr().err
    assert "No [red]lot[/] goes by \\x1b[2J:x:." in said
    assert "near: [b]HB-1" in said


@pytest.mark.django_db
def test_a_number_with_brackets_is_shown_as_it_is_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    record.capture(received(some(lot("HB", "[red]HB-1"), 5), 0))
    assert app.run(["trace", "[red]HB-1"]) == exits.DONE
    assert capsys.readouterr().out.count("[red]HB-1") >= 2


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


@pytest.mark.django_db
def test_findings_that_wait_for_newer_master_data_fail_no_check(
    capsys: pytest.CaptureFixture[str],
) -> None:
    record.capture(received(some(HB, 5), 0))
    record.capture(transformed(1, run_id=run("R"), inputs=[some(HB, 1)]))
    material = Material.objects.create(code="HB", name="Rubber", kind="raw", uom="KGM")
    InspectionPlan.objects.create(code="IN", name="In", kind="input", material=material)
    assert app.run(["rebuild", "--check"]) == exits.DONE
    told = capsys.readouterr().out
    assert "by it 0 go and 1 come" in told
    assert "gozinto findings recheck" in told
    ObjectState.objects.update(on_hand=7)
    assert app.run(["rebuild", "--check"]) == exits.FAILED
    assert "gozinto_objectstate" in capsys.readouterr().out
