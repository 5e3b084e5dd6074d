"""What a panel sends and what it is answered, as plain facts; how one is read from JSON."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeGuard

from gozinto.access import stations as enrolled
from gozinto.access.roles import Role
from gozinto.errors import Malformed
from gozinto.operations.arguments import MOST_CHARACTERS
from gozinto.standards.epcis.events import Json
from gozinto.standards.epcis.times import is_showable

Screen = Literal[
    "ready", "job", "measure", "produce", "receive", "move", "pack", "ship", "hold", "station"
]
SCREENS: tuple[Screen, ...] = (
    *("ready", "job", "measure", "produce", "receive"),
    *("move", "pack", "ship", "hold", "station"),
)
Verdict = Literal["ok", "refused", "choose", "kept"]
MOST_SEQ = 2**62
_NO_LETTER = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """Where a panel stands: its code; the machine, place and printer it serves ("" for none).

    `language` is that of its sentences; `undo_minutes`, how long a person may take back.
    """

    code: str
    equipment: str = ""
    location: str = ""
    printer: str = ""
    language: str = "en"
    undo_minutes: int = 10

    @classmethod
    def of(cls, told: enrolled.Station) -> Station:
        """The station as it is enrolled."""
        return cls(
            code=told.code,
            equipment=told.equipment,
            location=told.location,
            printer=told.printer,
            language=told.language,
            undo_minutes=told.undo_minutes,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """What a person may do at a station, and whether a PIN showed that it was that person."""

    roles: frozenset[Role]
    is_proven: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the panel showed as something was scanned: its screen, the job that was open, and
    what stays set there: where things go, into which container, on which delivery note.
    """

    screen: Screen = "ready"
    job: str = ""
    destination: str = ""
    container: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One scan or tap: by whom, when by the panel's clock, in which context.

    `live`: the panel waits for the answer; otherwise it has happened. `seq` counts at the station.
    """

    id: str
    seq: int
    at: datetime
    person: str
    proof: str
    live: bool
    act: str
    told: Mapping[str, Json]
    context: Context

    @property
    def event_id(self) -> str:
        """The id of the event that it becomes."""
        return f"urn:uuid:{self.id}"


Asked = Callable[[Entry, datetime], Who | None]
"""Who the person of an entry is at the station, at that time by our clock; None for nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of several things that a scan may mean: what its button says, and what it does.

    `asks`: what the person still has to say ("quantity" or "reason"), which is added to `told`.
    `goto`: the screen on which it is done, where that is another one.
    """

    word: str
    act: str
    told: Mapping[str, Json] = field(default_factory=dict)
    asks: Literal["", "quantity", "reason"] = ""
    goto: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of an entry, as its panel shows it; sentences in the station's language.

    `who_may`: who may let the rule pass ("": nobody), `may_override`: the codes of the rules.
    `sets`: what the screen is to keep: job, destination, container, note, of, gauge, person, made.
    `kind` and `words`: the sentence of what was done, so that it can be told in another language.
    """

    id: str
    verdict: Verdict
    act: str = ""
    event_id: str = ""
    sentence: str = ""
    scanned: str = ""
    expected: str = ""
    next_step: str = ""
    who_may: str = ""
    may_override: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    findings: tuple[str, ...] = ()
    code: str = ""
    goto: str = ""
    labels: int = 0
    sets: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


def read(told: Json) -> Entry:
    """An entry from JSON. Raises Malformed (bad_entry) naming what is wrong with it."""
    if not isinstance(told, Mapping):
        raise _bad("entry", told)
    context = told.get("context", {})
    if not isinstance(context, Mapping):
        raise _bad("context", context)
    return Entry(
        id=_id(told.get("id")),
        seq=_seq(told.get("seq")),
        at=_at(told.get("at")),
        person=text(told, "person"),
        proof=_one_of(told, "proof", ("pin", "badge")),
        live=_flag(told, "live"),
        act=text(told, "act"),
        told=_object(told.get("told", {})),
        context=Context(
            screen=_screen(context.get("screen", "ready")),
            **{name: text(context, name) for name in ("job", "destination", "container", "note")},
        ),
    )


def text(told: Mapping[str, Json], name: str) -> str:
    """A text that was sent under this name; "" where none was. Raises Malformed."""
    value = told.get(name, "")
    if not is_text(value):
        raise _bad(name, value)
    return value


def is_text(value: Json) -> TypeGuard[str]:
    """Whether it is a text that can be kept, and none that is longer than any label."""
    if not isinstance(value, str) or len(value) > MOST_CHARACTERS:
        return False
    return _NO_LETTER.search(value) is None


def moment(told: Mapping[str, Json], name: str) -> datetime | None:
    """A time that was sent under this name; None where none was. Raises Malformed."""
    return _at(told[name]) if told.get(name) else None


def texts(told: Mapping[str, Json], name: str) -> Sequence[str]:
    """Texts that were sent under this name; none where none were. Raises Malformed."""
    value = told.get(name, [])
    if not isinstance(value, list):
        raise _bad(name, value)
    return [text({name: one}, name) for one in value]


def _bad(name: str, value: Json) -> Malformed:
    return Malformed(
        f"The panel's entry cannot be read: {name}.",
        code="bad_entry",
        next_step="Nothing is lost: it waits in the Inbox, and somebody settles it there.",
        field=name,
        value=repr(value)[:80],
    )


def _id(value: Json) -> str:
    try:
        return str(uuid.UUID(value))
    except (ValueError, TypeError, AttributeError) as error:
        raise _bad("id", value) from error


def _seq(value: Json) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_SEQ:
        raise _bad("seq", value)
    return value


def _at(value: Json) -> datetime:
    try:
        found = datetime.fromisoformat(value)
    except (ValueError, TypeError) as error:
        raise _bad("at", value) from error
    if found.tzinfo is None or not is_showable(found):
        raise _bad("at", value)
    return found


def _one_of(told: Mapping[str, Json], name: str, allowed: Sequence[str]) -> str:
    value = told.get(name)
    if value not in allowed:
        raise _bad(name, value)
    return str(value)


def _screen(value: Json) -> Screen:
    for one in SCREENS:
        if one == value:
            return one
    raise _bad("screen", value)


def _flag(told: Mapping[str, Json], name: str) -> bool:
    value = told.get(name)
    if not isinstance(value, bool):
        raise _bad(name, value)
    return value


def _object(value: Json) -> Mapping[str, Json]:
    if not isinstance(value, Mapping):
        raise _bad("told", value)
    return value
