"""What a shell and its person see of each error: an exit code (design 1) and words."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

from gozinto import errors
from gozinto.errors import GozintoError, Violation

DONE, FAILED, USAGE, AMBIGUOUS, UNKNOWN, REFUSED = range(6)

EXITS: dict[type[GozintoError], int] = {
    errors.GozintoError: FAILED,
    errors.Malformed: REFUSED,
    errors.TooLarge: REFUSED,
    errors.Refused: REFUSED,
    errors.Conflict: REFUSED,
    errors.Unknown: UNKNOWN,
    errors.Ambiguous: AMBIGUOUS,
    errors.NotSignedIn: FAILED,
    errors.Forbidden: REFUSED,
    errors.NotSupported: REFUSED,
    errors.Unavailable: FAILED,
    errors.StorageFull: FAILED,
}
"""Every class of gozinto.errors; a test fails when one is missing."""


def exit_code(problem: GozintoError) -> int:
    """The exit code of an error."""
    return EXITS[type(problem)]


def show(problem: GozintoError) -> None:
    """Writes an error to standard error: code, message, what is near, and the next step."""
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    console.print(f"[bold red]{problem.code}[/]: {escape(problem.message)}")
    for violation in getattr(problem, "violations", ()):
        console.print(f"  • {_said(violation)}")
    for uri, description in getattr(problem, "candidates", ()):
        console.print(f"  • {escape(uri)}  [dim]{escape(description)}[/]")
    near = getattr(problem, "near", ())
    if near:
        console.print(f"  near: {escape(', '.join(near))}")
    if problem.next_step:
        console.print(f"[green]→[/] {escape(problem.next_step)}")


def _said(violation: Violation) -> str:
    where = f" [dim]at {escape(violation.path)}[/]" if violation.path else ""
    what = f" [dim]({escape(violation.value)})[/]" if violation.value else ""
    then = f" → {escape(violation.next_step)}" if violation.next_step else ""
    return f"[red]{escape(violation.code)}[/]: {escape(violation.message)}{where}{what}{then}"
