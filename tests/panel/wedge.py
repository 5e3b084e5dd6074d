"""A scanner that plays a keyboard: each key has its place, and what is held with it."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.sync_api import Page

SHIFT, CONTROL = "Shift", "Control"
_SIGNS: Mapping[str, tuple[str, bool]] = {
    "-": ("Minus", False),
    "_": ("Minus", True),
    ".": ("Period", False),
    "/": ("Slash", False),
    ":": ("Semicolon", True),
    " ": ("Space", False),
    "(": ("Digit9", True),
    ")": ("Digit0", True),
    "]": ("BracketRight", False),
}
"""Where the signs of labels lie on a US keyboard."""


def key_of(sign: str) -> tuple[str, str]:
    """The key that writes a sign, and what is held with it; GS is Ctrl+]."""
    if sign == "\x1d":
        return "BracketRight", CONTROL
    if sign.isdigit():
        return f"Digit{sign}", ""
    if sign.isalpha() and sign.isascii():
        return f"Key{sign.upper()}", SHIFT if sign.isupper() else ""
    code, is_shifted = _SIGNS[sign]
    return code, SHIFT if is_shifted else ""


_PLAY = """strokes => {
  for (const [code, held, key] of strokes) {
    const told = {
      code, key, shiftKey: held === "Shift", ctrlKey: held === "Control",
      bubbles: true, cancelable: true,
    };
    for (const kind of ["keydown", "keyup"]) {
      (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent(kind, told));
    }
  }
}"""
"""All keys in one go: a busy machine that drives a browser key by key is slower than a scanner."""


def scan(page: Page, text: str, *, end: str = "Enter") -> None:
    """Play one code."""
    strokes = [(*key_of(sign), sign) for sign in text]
    if end:
        strokes.append((end, "", end))
    page.evaluate(_PLAY, strokes)
