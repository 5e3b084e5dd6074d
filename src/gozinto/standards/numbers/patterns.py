"""Reads a designer's pattern. All that is wrong with it is told at once, each with its position.

    pattern  := ( text | "{{" | "}}" | "{" field "}" )*
    field    := "date:" parts | "seq" options | "shift" options | "line" options
              | "material" options | "check:" algorithm
    of a partner: "lot" | "item" | "serial" | "any" (each with options)
              | "date:" parts | "expiry:" parts | "check:" algorithm

Options follow colons in any order: a width (`3`; `3+` widens when it is full), an alphabet
(`base36`) and reset words (`day`, `line`) for the sequence; a width and `digits`, `letters` or
`text` for a code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from gozinto.errors import Refused, Violation
from gozinto.standards.numbers import soundness
from gozinto.standards.numbers.alphabets import ALPHABETS, LARGEST, Alphabet
from gozinto.standards.numbers.check_characters import CHECKS
from gozinto.standards.numbers.dates import DIRECTIVES
from gozinto.standards.numbers.faults import fault
from gozinto.standards.numbers.shapes import (
    CHARACTERS,
    LONGEST_NUMBER,
    Checked,
    Coded,
    Counted,
    Dated,
    Fixed,
    Part,
    Pattern,
)

LONGEST_PATTERN = 200

RESETS = ("never", "day", "week", "month", "year", "shift", "line", "material")

_TOKENS = re.compile(
    r"(?P<escaped>\{\{|\}\})|\{(?P<field>[^{}]*)\}|(?P<stray>[{}])|(?P<text>[^{}]+)"
)
_DATE_TOKENS = re.compile(r"%(?P<letter>.?)|(?P<text>[^%]+)", re.DOTALL)
_WIDTH = re.compile(r"(?P<least>[0-9]{1,4})(?P<widens>\+?)")


@dataclass(slots=True)
class _Draft:
    """A pattern being read: its parts so far, what its sequence begins anew with, its faults."""

    parts: list[Part] = field(default_factory=list)
    resets: list[str] = field(default_factory=list)
    faults: list[Violation] = field(default_factory=list)


_Reader = Callable[[_Draft, str, str, int], None]


def read(text: str) -> Pattern:
    """A pattern for numbers of our own. Raises Refused with all that is wrong with it."""
    return _sound(*_own(text))


def faults(text: str) -> list[Violation]:
    """All that is wrong with a pattern for numbers of our own."""
    return list(_own(text)[1])


def read_partners(text: str) -> Pattern:
    """A pattern that says what stands where in a partner's number. Raises Refused likewise."""
    return _sound(*_partners(text))


def partners_faults(text: str) -> list[Violation]:
    """All that is wrong with a pattern for a partner's numbers."""
    return list(_partners(text)[1])


_Read = tuple[Pattern, tuple[Violation, ...]]


def _sound(pattern: Pattern, found: tuple[Violation, ...]) -> Pattern:
    if found:
        raise Refused(found)
    return pattern


@lru_cache(maxsize=1024)
def _own(text: str) -> _Read:
    draft = _draft(text, _OWN)
    resets = soundness.resets(draft.parts, draft.resets)
    parts = soundness.separated(draft.parts)
    if not draft.faults:
        draft.faults += soundness.own_faults(parts, resets)
    pattern = Pattern(text=text, parts=parts, resets=resets)
    return pattern, tuple(draft.faults)


@lru_cache(maxsize=1024)
def _partners(text: str) -> _Read:
    draft = _draft(text, _PARTNERS)
    if not draft.faults:
        draft.faults += soundness.partners_faults(draft.parts)
    return Pattern(text=text, parts=tuple(draft.parts)), tuple(draft.faults)


def _draft(text: str, readers: Mapping[str, _Reader]) -> _Draft:
    draft = _Draft()
    if not text.strip() or text != text.strip():
        draft.faults.append(
            fault("pattern_empty", "A pattern begins and ends with something printed.", value=text)
        )
        return draft
    if len(text) > LONGEST_PATTERN:
        said = f"A pattern has at most {LONGEST_PATTERN} characters, this one {len(text)}."
        draft.faults.append(fault("pattern_too_long", said))
        return draft
    for token in _TOKENS.finditer(text):
        _take(draft, token, readers)
    draft.parts[:] = _joined(draft.parts)
    return draft


def _take(draft: _Draft, token: re.Match[str], readers: Mapping[str, _Reader]) -> None:
    position = token.start() + 1
    if token["stray"]:
        draft.faults.append(
            fault(
                "pattern_unclosed",
                f"The brace {token['stray']} has no partner.",
                position=position,
                value=token["stray"],
                next_step="Write {{ or }} for a brace that is printed.",
            )
        )
    elif token["field"] is None:
        draft.parts.append(Fixed(position=position, text=token["text"] or token[0][0]))
    else:
        name, _, options = token["field"].partition(":")
        if name not in readers:
            draft.faults.append(
                fault(
                    "unknown_pattern_field",
                    f"There is no field {name!r}.",
                    position=position,
                    value=token[0],
                    next_step=f"Use one of {', '.join(readers)}.",
                )
            )
            return
        readers[name](draft, name, options, position)


def _joined(parts: list[Part]) -> Iterator[Part]:
    """The parts with neighbouring texts made one."""
    held: Fixed | None = None
    for part in parts:
        if isinstance(part, Fixed):
            held = Fixed(position=held.position, text=held.text + part.text) if held else part
            continue
        if held:
            yield held
        held = None
        yield part
    if held:
        yield held


def _read_date(draft: _Draft, name: str, options: str, position: int) -> None:
    known = ", ".join(f"%{letter}" for letter in DIRECTIVES)
    found = list(_DATE_TOKENS.finditer(options))
    if not any(token["letter"] not in (None, "%") for token in found):
        draft.faults.append(
            fault(
                "pattern_option",
                f"{{{name}}} does not say which parts of the date to print.",
                position=position,
                value=f"{{{name}:{options}}}",
                next_step=f"Name them: {{{name}:%Y%m%d}}; there are {known}.",
            )
        )
    for token in found:
        at = position + len(name) + 2 + token.start()
        letter = token["letter"]
        if letter is None or letter == "%":
            draft.parts.append(Fixed(position=at, text=token["text"] or "%"))
        elif letter in DIRECTIVES:
            draft.parts.append(Dated(position=at, name=name, directive=DIRECTIVES[letter]))
        else:
            draft.faults.append(
                fault(
                    "pattern_option",
                    f"A date has no part {token[0]!r}.",
                    position=at,
                    value=token[0],
                    next_step=f"Use one of {known}.",
                )
            )


def _read_sequence(draft: _Draft, name: str, options: str, position: int) -> None:
    widths: list[tuple[int, bool]] = []
    alphabets: list[Alphabet] = []
    for option in _options(options):
        width = _WIDTH.fullmatch(option)
        if width:
            widths.append((int(width["least"]), bool(width["widens"])))
        elif option in ALPHABETS:
            alphabets.append(ALPHABETS[option])
        elif option in RESETS:
            draft.resets.append(option)
        else:
            known = ", ".join(("a width", *ALPHABETS, *RESETS))
            draft.faults.append(_no_option(option, position, known=known))
    if len(widths) > 1 or len(alphabets) > 1:
        draft.faults.append(_no_option(options, position, known="one width and one alphabet"))
        return
    ((least, widens),) = widths or [(1, True)]
    (alphabet,) = alphabets or [ALPHABETS["base10"]]
    # Wider than a column of the database counts: the first places would never change.
    widest = len(alphabet.written(LARGEST, width=1))
    if not 1 <= least <= widest:
        said = f"A sequence in {alphabet.name} has 1 to {widest} characters, not {least}."
        draft.faults.append(fault("pattern_width", said, position=position, value=options))
        return
    _once(draft, Counted(position=position, least=least, widens=widens, alphabet=alphabet), name)


def _read_code(draft: _Draft, name: str, options: str, position: int) -> None:
    widths: list[int] = []
    characters: list[str] = []
    for option in _options(options):
        if re.fullmatch(r"[0-9]{1,4}", option):
            widths.append(int(option))
        elif option in CHARACTERS:
            characters.append(CHARACTERS[option])
        else:
            known = ", ".join(("a width", *CHARACTERS))
            draft.faults.append(_no_option(option, position, known=known))
    if len(widths) > 1 or len(characters) > 1:
        known = "one width and one kind of characters"
        draft.faults.append(_no_option(options, position, known=known))
        return
    if widths and not 1 <= widths[0] <= LONGEST_NUMBER:
        said = f"{{{name}}} has 1 to {LONGEST_NUMBER} characters, not {widths[0]}."
        draft.faults.append(fault("pattern_width", said, position=position, value=options))
        return
    part = Coded(
        position=position,
        name=name,
        width=widths[0] if widths else 0,
        characters=characters[0] if characters else CHARACTERS["text"],
    )
    _once(draft, part, name)


def _read_check(draft: _Draft, name: str, options: str, position: int) -> None:
    if options not in CHECKS:
        draft.faults.append(_no_option(options, position, known=", ".join(CHECKS)))
        return
    _once(draft, Checked(position=position, check=CHECKS[options]), name)


def _once(draft: _Draft, part: Coded | Counted | Checked, name: str) -> None:
    """Adds the part, which a pattern has only once: else two places would have to agree."""
    twice = any(
        type(other) is type(part) and getattr(other, "name", "") == getattr(part, "name", "")
        for other in draft.parts
    )
    if twice and name != "any":
        said = f"{{{name}}} stands in the pattern twice."
        draft.faults.append(fault("pattern_field_twice", said, position=part.position))
    draft.parts.append(part)


def _options(options: str) -> list[str]:
    return options.split(":") if options else []


def _no_option(option: str, position: int, *, known: str) -> Violation:
    return fault(
        "pattern_option",
        f"{option!r} is not understood here.",
        position=position,
        value=option,
        next_step=f"Use {known}.",
    )


_OWN: Mapping[str, _Reader] = {
    "date": _read_date,
    "seq": _read_sequence,
    "shift": _read_code,
    "line": _read_code,
    "material": _read_code,
    "check": _read_check,
}
_PARTNERS: Mapping[str, _Reader] = {
    **dict.fromkeys(("lot", "item", "serial", "any"), _read_code),
    **dict.fromkeys(("date", "expiry"), _read_date),
    "check": _read_check,
}
