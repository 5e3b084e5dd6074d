"""What a kind of case may be taken through: its states, its acts and what each is told. Pure data.

A case stands where its last step brought it. What it may be taken to from there, by whom and with
what told, is read off a table; there is no other place that knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal, TypeGuard

from gozinto.access.roles import Role
from gozinto.errors import Violation

FieldKind = Literal["line", "text", "choice", "choices", "date", "decimal", "flag", "lines"]
"""`line`: some words; `text`: several lines; `lines`: a list of words, such as numbers of things;
`date`: as 2026-02-07; `decimal`: a number as text, so that none is rounded; `flag`: true or
false; `choice` and `choices`: one or some of those that the field names."""

Value = str | bool | list[str]
"""What a field holds, as JSON keeps it."""

_LONGEST: Mapping[str, int] = {"line": 300, "text": 10_000, "lines": 300}
_MOST_LINES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that an act is told."""

    name: str
    kind: FieldKind = "line"
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Something on record that an act is about, by anything that is printed on it: as what, whether
    it must be named, and whether it may be several."""

    role: str
    required: bool = False
    many: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that may be done with a case.

    `since`: the states in which it may be done; `to`: the state that it leads to, "" for the same.
    `about`: the things that it asks for beside its fields.
    `signed`: whoever does it says again who they are, by password or PIN.
    """

    name: str
    since: frozenset[str]
    to: str = ""
    roles: frozenset[Role]
    fields: tuple[Field, ...] = ()
    about: tuple[About, ...] = ()
    signed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A kind of case. `prefix`: what its numbers begin with; the first of `acts` opens it."""

    kind: str
    prefix: str
    states: tuple[str, ...]
    acts: tuple[Act, ...]
    ends: frozenset[str]

    @property
    def opening(self) -> Act:
        """The act by which a case begins."""
        return self.acts[0]

    def find(self, name: str) -> Act | None:
        """The act of this name."""
        return next((act for act in self.acts if act.name == name), None)

    def open_to(self, state: str, roles: Iterable[Role]) -> list[Act]:
        """What may be done in this state by who holds these roles, in the table's order."""
        held = frozenset(roles)
        return [act for act in self.acts if state in act.since and act.roles & held]


def faults(act: Act, told: Mapping[str, object]) -> list[Violation]:
    """All that is wrong with what an act was told; nothing when it may be kept."""
    known = {field.name for field in act.fields}
    found = [
        _wrong(name, "unknown_field", f"{act.name} is told nothing called {name[:80]}.", value)
        for name, value in told.items()
        if name not in known
    ]
    for field in act.fields:
        value = told.get(field.name)
        if value in (None, "", []):
            if field.required:
                found.append(_wrong(field.name, "field_missing", f"{field.name} is missing.", ""))
        elif reason := _unfit(field, value):
            found.append(_wrong(field.name, "bad_field", f"{field.name}: {reason}", value))
    return found


def missing(act: Act, subjects: Mapping[str, Sequence[str]]) -> list[Violation]:
    """What an act is about and was not named."""
    return [
        _wrong(one.role, "field_missing", f"{one.role} is missing.", "")
        for one in act.about
        if one.required and not subjects.get(one.role)
    ]


def kept(act: Act, told: Mapping[str, object]) -> dict[str, Value]:
    """What was told as it is kept: without what is empty, in the order of the fields."""
    values: dict[str, Value] = {}
    for field in act.fields:
        value = told.get(field.name)
        if value in (None, "", []):
            continue
        if isinstance(value, bool):
            values[field.name] = value
        elif isinstance(value, list | tuple):
            values[field.name] = list(dict.fromkeys(str(one).strip() for one in value))
        else:
            values[field.name] = str(value).strip()
    return values


def _wrong(path: str, code: str, message: str, value: object) -> Violation:
    return Violation(
        code=code,
        message=message,
        next_step="Correct it and send it again; nothing was stored.",
        path=path[:80],
        value=str(value)[:200].encode("utf-8", "replace").decode(),
    )


def is_text(value: object) -> TypeGuard[str]:
    """Whether a value is a text that a label, a page and the database can hold."""
    return isinstance(value, str) and not any(
        one == "\0" or "\ud800" <= one <= "\udfff" for one in value
    )


def _unfit(field: Field, value: object) -> str:
    """Why a field cannot hold a value; "" when it can."""
    if field.kind == "flag":
        return "" if isinstance(value, bool) else "true or false is wanted."
    if field.kind in ("lines", "choices"):
        return _unfit_list(field, value)
    if not is_text(value):
        return "a text is wanted."
    if field.kind == "choice":
        return "" if value in field.choices else f"one of {', '.join(field.choices)} is wanted."
    if field.kind == "date":
        return _unreadable(date.fromisoformat, value, "a date as 2026-02-07 is wanted.")
    if field.kind == "decimal":
        finite = "a number is wanted."
        return _unreadable(Decimal, value, finite) or ("" if Decimal(value).is_finite() else finite)
    longest = _LONGEST[field.kind]
    return f"at most {longest:,} characters are kept." if len(value) > longest else ""


def _unfit_list(field: Field, value: object) -> str:
    if not isinstance(value, Sequence) or isinstance(value, str):
        return "a list is wanted."
    if len(value) > _MOST_LINES:
        return f"at most {_MOST_LINES:,} are kept."
    if not all(is_text(one) for one in value):
        return "a list of texts is wanted."
    if field.kind == "choices" and not set(value) <= set(field.choices):
        return f"some of {', '.join(field.choices)} are wanted."
    return "one of them is too long." if any(len(one) > _LONGEST["lines"] for one in value) else ""


def _unreadable(read: Callable[[str], object], value: str, wanted: str) -> str:
    try:
        read(value)
    except (ValueError, InvalidOperation):
        return wanted
    return ""
