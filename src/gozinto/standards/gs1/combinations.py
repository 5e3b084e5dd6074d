"""What is wrong with elements that stand together, though each of them is right alone.

Source: GS1 General Specifications section 4.13. They hold for all the symbols of one item
together: so one symbol that lacks something is no fault of a scan, but it is one of a label.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from gozinto.errors import Violation
from gozinto.standards.gs1.dictionary import IDENTIFIERS, is_like
from gozinto.standards.gs1.element_strings import Element

_WITH_SERIAL: Mapping[str, int] = {"253": 13, "255": 13, "8003": 14}
"""Keys that are those of one thing alone where something follows their fixed digits."""


def repeated(elements: Sequence[Element]) -> Iterator[Violation]:
    """Identifiers that stand there twice with different values: which one is meant?"""
    first: dict[str, str] = {}
    told: set[str] = set()
    for code, value in elements:
        if first.setdefault(code, value) != value and code not in told:
            told.add(code)
            yield _violation(
                "repeated_identifier",
                f"({code}) stands there twice, as {first[code]!r} and as {value!r}.",
                code,
                value,
            )


def contradicting(elements: Sequence[Element]) -> Iterator[Violation]:
    """Identifiers that must not stand together."""
    present = dict(elements)
    for code, value in present.items():
        excludes = IDENTIFIERS[code].excludes if code in IDENTIFIERS else ()
        for other in present:
            if other != code and any(is_like(other, pattern) for pattern in excludes):
                yield _violation(
                    "contradicting_identifiers",
                    f"({code}) and ({other}) must not stand together.",
                    code,
                    value,
                )


def lacking(elements: Sequence[Element]) -> Iterator[Violation]:
    """Identifiers that say nothing without others that are not there."""
    present = dict(elements)
    for code, value in present.items():
        for group in IDENTIFIERS[code].needs if code in IDENTIFIERS else ():
            if not any(_has_all(present, alternative) for alternative in group):
                wanted = " or ".join("".join(f"({c})" for c in one) for one in group)
                yield _violation(
                    "lacking_identifier", f"({code}) needs {wanted} beside it.", code, value
                )


def unserialised(elements: Sequence[Element]) -> Iterator[Violation]:
    """A digital signature of a key that is not that of one thing alone."""
    present = dict(elements)
    if "8030" not in present:
        return
    for code, fixed in _WITH_SERIAL.items():
        if len(present.get(code, "")) == fixed:
            yield _violation(
                "lacking_serial",
                f"({code}) needs a serial behind its {fixed} digits to be signed.",
                code,
                present[code],
            )


RULES: Mapping[str, Callable[[Sequence[Element]], Iterator[Violation]]] = {
    "repeated": repeated,
    "contradicting": contradicting,
    "lacking": lacking,
    "unserialised": unserialised,
}


def faults(elements: Sequence[Element]) -> list[Violation]:
    """All that is wrong with these elements together; nothing for a label that may be printed."""
    return [violation for rule in RULES.values() for violation in rule(elements)]


def _has_all(present: Mapping[str, str], patterns: Sequence[str]) -> bool:
    return all(any(is_like(code, pattern) for code in present) for pattern in patterns)


def _violation(code: str, message: str, path: str, value: str) -> Violation:
    return Violation(
        code=code,
        message=message,
        next_step="Correct the data of the label, and print a new one.",
        path=path,
        value=value,
    )
