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
    errors.InTheWay: REFUSED,
    errors.Outdated: REFUSED,
    errors.Conflict: REFUSED,
    errors.Unknown: UNKNOWN,
    errors.Ambiguous: AMBIGUOUS,
    errors.NotSignedIn: FAILED,
    errors.Forbidden: REFUSED,
    errors.TooManyRequests: REFUSED,
    errors.NotSupported: REFUSED,
    errors.Unavailable: FAILED,
    errors.StorageFull: FAILED,
}
"""Every class of gozinto.errors; a test fails when one is missing."""


def exit_code(problem: GozintoError) -> int:
    """The exit code of an error."""
    return EXITS[type(problem)]


def plain(text: str) -> str:
    """Text of somebody else's, for a terminal: it styles nothing, and commands nothing."""
    return escape("".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text))


def show(problem: GozintoError) -> None:
    """Writes an error to standard error: code, message, what is near, and the next step."""
    console = Console(stderr=True, soft_wrap=True, highlight=False, emoji=False)
    console.print(f"[bold red]{problem.code}[/]: {plain(problem.message)}")
    for violation in getattr(problem, "violations", ()):
        console.print(f"  • {_said(violation)}")
    for uri, description in getattr(problem, "candidates", ()):
        console.print(f"  • {plain(uri)}  [dim]{plain(description)}[/]")
    near = getattr(problem, "near", ())
    if near:
        console.print(f"  near: {plain(', '.join(near))}")
    if problem.next_step:
        console.print(f"[green]→[/] {plain(problem.next_step)}")


def _said(violation: Violation) -> str:
    where = f" [dim]at {plain(violation.path)}[/]" if violation.path else ""
    what = f" [dim]({plain(violation.value)})[/]" if violation.value else ""
    then = f" → {plain(violation.next_step)}" if violation.next_step else ""
    return f"[red]{plain(violation.code)}[/]: {plain(violation.message)}{where}{what}{then}"
