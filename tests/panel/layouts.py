"""Scanners and computers of three countries: what is sent for a text, and what a page gets."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Page

Country = Literal["us", "tr", "de"]
GS = "\x1d"
ALT, CONTROL, SHIFT = 1, 2, 8
BETWEEN_KEYS_S = 0.004
FALTERS_S = 0.1
"""Half of what the page waits for the next key of a scan."""

_US: Mapping[str, str] = {
    **{letter: f"Key{letter.upper()}" for letter in "abcdefghijklmnopqrstuvwxyz"},
    **{letter: f"Shift+Key{letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
    **{digit: f"Digit{digit}" for digit in "0123456789"},
    **dict(zip(")!@#$%^&*(", (f"Shift+Digit{digit}" for digit in range(10)), strict=True)),
    "-": "Minus", "_": "Shift+Minus", "=": "Equal", "+": "Shift+Equal",
    "[": "BracketLeft", "]": "BracketRight", ";": "Semicolon", ":": "Shift+Semicolon",
    "'": "Quote", '"': "Shift+Quote", ",": "Comma", "<": "Shift+Comma", ".": "Period",
    ">": "Shift+Period", "/": "Slash", "?": "Shift+Slash", " ": "Space",
    GS: "Control+BracketRight",
}  # fmt: skip
_ALT_GR = {"@": "AltGr+KeyQ", "[": "AltGr+Digit8", "]": "AltGr+Digit9", "$": "AltGr+Digit4"}
_HELD = {
    "Shift": ("ShiftLeft", SHIFT),
    "Control": ("ControlLeft", CONTROL),
    "AltGr": ("AltRight", ALT | CONTROL),
}
_ELSEWHERE: Mapping[Country, Mapping[str, str]] = {
    "us": {},
    "tr": {
        "i": "Quote", ",": "Backslash", ";": "Shift+Backslash", ".": "Slash", ":": "Shift+Slash",
        '"': "Backquote", "*": "Minus", "?": "Shift+Minus", "-": "Equal", "_": "Shift+Equal",
        "'": "Shift+Digit2", "+": "Shift+Digit4", "%": "Shift+Digit5", "&": "Shift+Digit6",
        "/": "Shift+Digit7", "(": "Shift+Digit8", ")": "Shift+Digit9", "=": "Shift+Digit0",
        "<": "IntlBackslash", ">": "Shift+IntlBackslash", "!": "Shift+Digit1", **_ALT_GR,
        "#": "AltGr+Digit3",
    },
    "de": {
        "y": "KeyZ", "z": "KeyY", "Y": "Shift+KeyZ", "Z": "Shift+KeyY", "-": "Slash",
        "_": "Shift+Slash", ":": "Shift+Period", ";": "Shift+Comma", "+": "BracketRight",
        "*": "Shift+BracketRight", "'": "Shift+Backslash",
        '"': "Shift+Digit2", "&": "Shift+Digit6", "/": "Shift+Digit7", "(": "Shift+Digit8",
        ")": "Shift+Digit9", "=": "Shift+Digit0", "?": "Shift+Minus", "<": "IntlBackslash",
        ">": "Shift+IntlBackslash", **_ALT_GR, "#": "Backslash", "$": "Shift+Digit4",
    },
}  # fmt: skip
"""Where a Turkish Q and a German keyboard write a sign elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanner:
    """How it is set, which country's computer it is plugged into, how it sends GS, how it ends."""

    set_to: Country = "us"
    computer: Country = "us"
    separator: Literal["ctrl", "alt"] = "ctrl"
    end: str = "Enter"

    def play(self, page: Page, text: str) -> bool:
        """One code as keys of the browser itself, with the times of a scanner.

        False where this machine was so busy between two keys that the page took them for two codes.
        """
        keys = page.context.new_cdp_session(page)
        at, slowest_s, last = time.time(), 0.0, time.monotonic()
        for kind, code, held, key in self._events(text):
            told = {"type": kind, "code": code, "key": key, "modifiers": held, "timestamp": at}
            keys.send("Input.dispatchKeyEvent", told)
            at += BETWEEN_KEYS_S / 2
            slowest_s, last = max(slowest_s, time.monotonic() - last), time.monotonic()
        keys.detach()
        return slowest_s < FALTERS_S

    def _events(self, text: str) -> Iterator[tuple[str, str, int, str]]:
        for sign in text:
            if sign == GS and self.separator == "alt":
                yield from _alt_029()
            else:
                yield from self._chord((_ELSEWHERE[self.set_to].get(sign) or _US[sign]).split("+"))
        if self.end:
            yield from self._chord([self.end])

    def _chord(self, chord: list[str]) -> Iterator[tuple[str, str, int, str]]:
        *held, code = chord
        modifiers = sum(_HELD[one][1] for one in held)
        key = code if code == self.end else self._seen(chord)
        for one in held:
            yield "rawKeyDown", _HELD[one][0], modifiers, one
        yield "rawKeyDown", code, modifiers, key
        yield "keyUp", code, modifiers, key
        for one in held:
            yield "keyUp", _HELD[one][0], 0, one

    def _seen(self, chord: list[str]) -> str:
        """What the computer makes of the place: the wrong sign, where it is another country's."""
        place = "+".join(chord)
        for written in (_ELSEWHERE[self.computer], _US):
            for sign, where in written.items():
                if where == place:
                    return sign
        return chord[-1][-1]


def _alt_029() -> Iterator[tuple[str, str, int, str]]:
    yield "rawKeyDown", "AltLeft", ALT, "Alt"
    for digit in "029":
        yield "rawKeyDown", f"Numpad{digit}", ALT, digit
        yield "keyUp", f"Numpad{digit}", ALT, digit
    yield "keyUp", "AltLeft", 0, "Alt"
