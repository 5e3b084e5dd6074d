"""Bytes to text without guessing: UTF-8 or UTF-16, or what somebody said; never mojibake."""

from __future__ import annotations

import codecs
import io

from gozinto.errors import Malformed

_MARKS = (
    (codecs.BOM_UTF32_LE, ""),  # before UTF-16's, which it begins with
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LIKELY = "windows-1254"
"""What Turkish programs write; but for six letters it is also what western ones write."""
_AROUND = 24


def opened(stream: io.RawIOBase, encoding: str = "") -> io.TextIOWrapper:
    """The text of a stream: by its byte order mark, else as `encoding`, else as UTF-8.

    Raises Malformed for an encoding that nobody knows; the stream is closed then.
    """
    buffered = io.BufferedReader(stream)
    try:
        found = _of(buffered.peek(4)[:4], encoding)
    except BaseException:
        buffered.close()
        raise
    return io.TextIOWrapper(buffered, encoding=found, errors="strict", newline="")


def _of(head: bytes, told: str) -> str:
    for mark, name in _MARKS:
        if head.startswith(mark):
            if not name:
                raise _unreadable("The file is UTF-32.")
            return name
    if len(head) == 4 and head[1::2] == b"\0\0" and head[0]:
        return "utf-16-le"
    if len(head) == 4 and head[::2] == b"\0\0" and head[1]:
        return "utf-16-be"
    if not told:
        return "utf-8"
    try:
        return codecs.lookup(told).name
    except LookupError:
        raise Malformed(
            f"There is no encoding {told!r}.",
            code="unknown_encoding",
            next_step="Use utf-8, utf-16, windows-1254, windows-1252 or iso-8859-9.",
        ) from None


def undecodable(problem: UnicodeDecodeError, *, row: int) -> Malformed:
    """What is said of bytes that are not in the encoding: where, and what they look like."""
    around = problem.object[max(0, problem.start - _AROUND) : problem.start + _AROUND]
    guess = around.decode(_LIKELY, "replace").splitlines()
    looks = max(guess, key=len).strip() if guess else ""
    return _unreadable(
        f"After row {row} comes text that is not {problem.encoding.upper()}; as {_LIKELY} it "
        f"would read “{looks}”.",
        row=row,
    )


def _unreadable(message: str, *, row: int = 0) -> Malformed:
    return Malformed(
        message,
        code="bad_encoding",
        next_step="Save it as “CSV UTF-8”, or say what it is: --encoding windows-1254.",
        row=row,
    )
