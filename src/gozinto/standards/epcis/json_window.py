"""A JSON text read piece by piece: values come out whole, the text never is in memory.

The values are parsed by the standard library's scanner, in C, straight from the window; a value
that is cut off by its end is read again when there is more.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from gozinto.errors import Malformed, TooLarge
from gozinto.standards import exact_json
from gozinto.standards.epcis.limits import Limits, Source, part_too_large

CHUNK = 1 << 17

_SPACE = re.compile(r"[ \t\n\r]*+")
_LONGEST_TOKEN = 16
"""A word, a number's end or an escape that is cut off fails this near to the window's end."""


class Repeated(dict[str, Any]):
    """An object some of whose members stand twice; which of them is meant nobody knows."""

    again: tuple[str, ...] = ()


class Window:
    """What of a JSON text is in memory, and the place reached in it."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self._decoder = codecs.getincrementaldecoder("utf-8")("strict")
        self._scan = json.JSONDecoder(
            parse_float=Decimal, parse_constant=float, object_pairs_hook=self._object
        ).raw_decode
        self._text = ""
        self._at = 0
        self._done = False
        self._bytes = self._lines = self._columns = 0
        self.has_repeated = False
        self._fill()
        if self._text.startswith("\ufeff"):
            self._at = 1

    def peek(self) -> str:
        """The next character that is not white space, "" at the end."""
        while True:
            match = _SPACE.match(self._text, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if self._done:
                return ""
            self._fill()

    def expect(self, characters: str) -> str:
        """Takes the next character, which must be one of these. Raises Malformed."""
        found = self.peek()
        if not found or found not in characters:
            raise self._malformed(f"Expecting {' or '.join(map(repr, characters))}", self._at)
        self._at += 1
        return found

    def names(self) -> Iterator[str]:
        """The member names of the object that begins here; each one's value must be taken."""
        self.expect("{")
        if self.peek() == "}":
            self.expect("}")
            return
        while True:
            if self.peek() != '"':
                raise self._malformed("Expecting a member name", self._at)
            name = self.value()
            self.expect(":")
            yield name
            if self.expect(",}") == "}":
                return

    def items(self) -> Iterator[Any]:
        """The values of the list that begins here."""
        self.expect("[")
        if self.peek() == "]":
            self.expect("]")
            return
        while True:
            yield self.value()
            if self.expect(",]") == "]":
                return

    def value(self) -> Any:
        """The next value whole. Raises Malformed, or TooLarge for its bytes or its depth."""
        self.peek()
        while True:
            start = self._at
            try:
                found, end = self._scan(self._text, start)
            except json.JSONDecodeError as error:
                if self._done or not self._is_cut_off(error):
                    raise self._malformed(error.msg, error.pos) from error
                self._fill()
                continue
            except RecursionError as error:
                raise self._too_deep() from error
            except (ValueError, ArithmeticError) as error:
                raise Malformed(
                    "A number in the document is too long to be an amount.", code="not_a_number"
                ) from error
            if end == len(self._text) and not self._done:
                self._fill()  # a number may go on
                continue
            if end - start > self._limits.part_bytes:
                raise part_too_large(self._limits)
            text = self._text[start:end]
            if exact_json.is_deeper(text, limit=self._limits.depth):
                raise self._too_deep()
            self._at = end
            return found

    def end(self) -> None:
        """The document ends here. Raises Malformed where more follows."""
        if self.peek():
            raise self._malformed("Extra data", self._at)

    def _fill(self) -> None:
        left = self._text[self._at :]
        if len(left) > self._limits.part_bytes:
            raise part_too_large(self._limits)
        passed = self._text[: self._at]
        if lines := passed.count("\n"):
            self._lines += lines
            self._columns = len(passed) - passed.rfind("\n") - 1
        else:
            self._columns += len(passed)
        # As much again as is left, so that a long value is not read again too often.
        data = self._source.take(max(CHUNK, len(left)))
        # No JSON begins with a NUL or with two characters of which one is.
        if not self._bytes and (data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:2]):
            raise Malformed("The document is UTF-16; JSON travels as UTF-8.", code="bad_encoding")
        try:
            self._text = left + self._decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            raise Malformed(
                f"The document is not UTF-8 near byte {self._bytes + error.start}.",
                code="bad_encoding",
            ) from error
        self._at = 0
        self._bytes += len(data)
        self._done = not data

    def _is_cut_off(self, error: json.JSONDecodeError) -> bool:
        return (
            error.msg.startswith("Unterminated string")
            or error.pos >= len(self._text) - _LONGEST_TOKEN
        )

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        self.has_repeated = True
        repeated = Repeated(found)
        names = [name for name, _ in pairs]
        repeated.again = tuple(name for name in found if names.count(name) > 1)
        return repeated

    def _malformed(self, message: str, at: int) -> Malformed:
        lines = self._text.count("\n", 0, at)
        column = at - self._text.rfind("\n", 0, at) if lines else self._columns + at + 1
        rest = self._text[at : at + 40].lstrip()
        why = "JSON has no comments" if rest.startswith(("//", "/*", "#")) else message
        return Malformed(
            f"This is not JSON: {why} at line {self._lines + lines + 1}, column {column}.",
            code="not_json",
            line=self._lines + lines + 1,
            column=column,
        )

    def _too_deep(self) -> TooLarge:
        return TooLarge(
            f"The document is nested deeper than {self._limits.depth} levels.",
            code="too_deep",
            next_step="Send flat data: EPCIS needs fewer than ten levels.",
            limit=self._limits.depth,
        )
