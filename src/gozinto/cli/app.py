"""Gathers the commands, runs one of them, and turns what went wrong into words and a code."""

from __future__ import annotations

import importlib
import pkgutil
import sys
import tempfile
import traceback
from collections.abc import Sequence
from importlib.metadata import version
from types import TracebackType
from typing import Annotated

import psycopg
import typer
from django.db import OperationalError

from gozinto import cli
from gozinto.cli.exits import FAILED, exit_code, show
from gozinto.errors import GozintoError, Unavailable


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"gozinto {version('gozinto')}")
        raise typer.Exit


def built() -> typer.Typer:
    """The application with every command of this package: each file that has a `register`."""
    app = typer.Typer(
        name="gozinto",
        help="Lot and serial traceability: what went into it, and where did it go?",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )

    @app.callback()
    def everywhere(
        _version_asked: Annotated[
            bool, typer.Option("--version", callback=_version, is_eager=True, help="The version.")
        ] = False,
    ) -> None:
        """Lot and serial traceability: what went into it, and where did it go?"""

    for module in pkgutil.iter_modules(cli.__path__):
        command = importlib.import_module(f"{cli.__name__}.{module.name}")
        if hasattr(command, "register"):
            command.register(app)
    return app


def run(arguments: Sequence[str]) -> int:
    """Runs one command line; answers its exit code (design 1). Never a stack trace."""
    try:
        code = typer.main.get_command(built()).main(
            args=list(arguments), prog_name="gozinto", standalone_mode=True
        )
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else FAILED
    except GozintoError as problem:
        show(problem)
        return exit_code(problem)
    except (OperationalError, psycopg.OperationalError) as problem:
        lost = Unavailable(f"The database went away: {str(problem).strip().splitlines()[0]}")
        show(lost)
        return exit_code(lost)
    return code or 0


def _unforeseen(
    kind: type[BaseException], problem: BaseException, at: TracebackType | None
) -> None:
    with tempfile.NamedTemporaryFile(
        "w", prefix="gozinto-crash-", suffix=".txt", delete=False
    ) as file:
        traceback.print_exception(kind, problem, at, file=file)
    show(
        GozintoError(
            f"Something unforeseen happened: {kind.__name__}: {str(problem)[:200]}",
            code="unforeseen",
            next_step=f"Please report it with the file {file.name}.",
        )
    )


def main() -> None:
    """The entry point of the `gozinto` command."""
    sys.excepthook = _unforeseen
    sys.exit(run(sys.argv[1:]))
