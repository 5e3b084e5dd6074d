"""What a browser calls itself, in two words that a person recognises."""

from __future__ import annotations

from collections.abc import Iterable

_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""In this order: each calls itself all that stands below it too."""

_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def described(agent: str) -> str:
    """The browser and its system: "Firefox, Windows"; what it says itself where neither is known.

    Anybody can send any text there: it helps to recognise a session, and proves nothing.
    """
    known = [word for word in (_first(_BROWSERS, agent), _first(_SYSTEMS, agent)) if word]
    return ", ".join(known) or agent[:60]


def _first(words: Iterable[tuple[str, str]], agent: str) -> str:
    return next((word for mark, word in words if mark in agent), "")
