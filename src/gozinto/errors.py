"""Every error a caller may meet: a stable code, the data, and the next step for a person.

Edges translate these classes to what their caller sees (a status, an instruction,
an exit code); the tables there are exhaustive over this module.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Violation:
    """One thing wrong with what was sent: where, what was there, and what to do about it."""

    code: str
    message: str
    next_step: str = ""
    path: str = ""
    value: str = ""
    data: dict[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The violation as plain JSON, absent facts left out."""
        pairs = {
            "code": self.code,
            "message": self.message,
            "next_step": self.next_step,
            "path": self.path,
            "value": self.value,
        }
        return {k: v for k, v in pairs.items() if v} | ({"data": self.data} if self.data else {})


class GozintoError(Exception):
    """Anything a caller may meet. `code` is stable; `next_step` is for a person."""

    code = "error"
    next_step = ""

    def __init__(self, message: str, *, code: str = "", next_step: str = "", **data: Any) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.next_step = next_step or type(self).next_step
        self.data = data


class Malformed(GozintoError):
    """What was sent cannot be read at all (not JSON, too deep, too large, no time zone)."""

    code = "malformed"
    next_step = "Correct the document and send it again; nothing of it was stored."

    def __init__(self, message: str, *, violations: Sequence[Violation] = (), **rest: Any) -> None:
        super().__init__(message, **rest)
        self.violations = tuple(violations)


class TooLarge(GozintoError):
    """A limit on bytes, depth or number of events was passed."""

    code = "too_large"
    next_step = "Send it in smaller parts."


class Refused(GozintoError):
    """The request was understood, and rules forbid it. All violations at once."""

    code = "refused"
    next_step = "Correct what is listed and try again; nothing was stored."

    def __init__(self, violations: Sequence[Violation]) -> None:
        self.violations = tuple(violations)
        super().__init__("; ".join(v.message for v in self.violations))


class InTheWay(Refused):
    """What was asked cannot be while other things are as they are; each of them is listed."""

    code = "in_the_way"
    next_step = "Change what is listed first; nothing was stored."


class Outdated(GozintoError):
    """What was to be changed is not what the caller read any more."""

    code = "outdated"
    next_step = "Read it again, and send your change with the tag that it has now."


class Conflict(GozintoError):
    """The same identity with other content: an event id or a key that was used before."""

    code = "conflict"
    next_step = "Use a new id, or send exactly what was sent before."


class Unknown(GozintoError):
    """Nothing goes by this name. `near` lists names that look like it."""

    code = "unknown_id"
    next_step = "Check the number, or choose one of the near ones."

    def __init__(self, message: str, *, near: Sequence[str] = (), **rest: Any) -> None:
        super().__init__(message, **rest)
        self.near = tuple(near)


class Ambiguous(GozintoError):
    """Several things go by this name. `candidates` lists their URIs with a description each."""

    code = "ambiguous_id"
    next_step = "Choose one of the candidates by its full URI."

    def __init__(
        self, message: str, *, candidates: Sequence[tuple[str, str]] = (), **rest: Any
    ) -> None:
        super().__init__(message, **rest)
        self.candidates = tuple(candidates)


class NotSignedIn(GozintoError):
    """No valid session or token came with the request."""

    code = "not_signed_in"
    next_step = "Sign in, or send a valid token."


class Forbidden(GozintoError):
    """The account is known, and its roles do not allow this."""

    code = "forbidden"
    next_step = "Ask an administrator for the role named."


class TooManyRequests(GozintoError):
    """An account or token asks more often than it may; `retry_after_s` says how long to wait."""

    code = "too_many_requests"
    next_step = "Wait as long as Retry-After says; send several requests as one batch."


class NotSupported(GozintoError):
    """A question this version does not answer yet."""

    code = "not_supported"
    next_step = "Ask without it, or upgrade."


class Unavailable(GozintoError):
    """The database is away, the disk is nearly full, or a start was refused for safety."""

    code = "unavailable"
    next_step = "Run `gozinto doctor`; it says what is wrong and what to do."


class StorageFull(Unavailable):
    """Less than 5 % of the disk is free: writing stops before the database must."""

    code = "storage_full"
    next_step = "Free disk space, then try again; nothing was lost."
