"""What became of bytes that were to go to a printer: delivered, or one of these."""

from __future__ import annotations


class Undelivered(Exception):
    """A label did not get through. `code` is stable; `next_step` is for a person."""

    def __init__(self, message: str, *, code: str, next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.next_step = next_step


class NothingSent(Undelivered):
    """Not one byte of the label left: it may be sent again without a second label."""


class Unfit(NothingSent):
    """Nothing was printed, and no further try would make that better."""


class Lost(Undelivered):
    """Some of it left, and nobody can say what became of it: sent again it may be a second one."""
