"""Reads the parts of an event from JSON and collects every fault on the way.

A reader takes (reading, value, path) and returns what it read. When it finds a fault it notes
it in the reading and returns a placeholder: an event with any fault is never built. Paths are
pairs (path around, step) that become text only for a fault: most events have none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, TypeAlias, TypeVar

from gozinto.errors import Violation
from gozinto.standards.epcis.events import Json
from gozinto.standards.epcis.namespaces import expand, is_divisible
from gozinto.standards.epcis.times import is_showable
from gozinto.standards.epcis.vocabulary import Vocabulary
from gozinto.standards.quantities import LARGEST_EXPONENT

T = TypeVar("T")
Path: TypeAlias = "str | tuple[Path, str | int]"
"""Where a value stands: a root such as "$", or what it stands in and its name or number there."""
Reader = Callable[["Reading", Json, Path], T]

MAX_TEXT = 100_000
"""Characters in one text of an extension."""
MAX_URI = 2000
"""Characters in one URI: longer ones cannot be indexed, and no real identifier is."""
MAX_FAULTS = 1000
"""Faults told of one event; how many more there are is told with the last."""

# RFC 3986 section 3, with an authority required where the scheme is http.
_URI = re.compile(
    r"(?:https?://[^/?#@\s]+|(?!https?:)[A-Za-z][A-Za-z0-9+.-]*:)"
    r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*",
)
# What nearly every identifier looks like, decided in one match. No group is possessive: Python
# before 3.11.5 goes wrong there (its issue 106052), and Debian 12 has 3.11.2.
_USUAL_URI = re.compile(
    r"(?:https?://[A-Za-z0-9.-]+(?=[/?#]|\Z)|urn:[A-Za-z0-9])"
    r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]*+"
    r"(?:%(?!00)[0-9A-Fa-f]{2}[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]*+)*"
)
_EMPTY_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_UUID = re.compile(r"[0-9A-Fa-f]{8}(-?[0-9A-Fa-f]{4}){3}-?[0-9A-Fa-f]{12}")
# XML Schema part 2, dateTimeStamp: a time without a zone is nobody's time.
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_OFFSET = re.compile(r"[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00)", re.ASCII)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def json_path(path: Path) -> str:
    """A path as JSONPath, `$.epcList[0]`."""
    steps: list[str] = []
    while not isinstance(path, str):
        path, step = path
        steps.append(f"[{step}]" if isinstance(step, int) else f".{step}")
    return path + "".join(reversed(steps))


class Reading:
    """What is being read: the prefixes in force, and the faults found so far.

    `names`: the prefixes of members' names, where they differ from those of values (XML has
    its names in full). `locate`: how a path is told to who sent the document.
    """

    __slots__ = ("_found", "_more", "locate", "names", "prefixes")

    def __init__(
        self,
        prefixes: Mapping[str, str],
        *,
        names: Mapping[str, str] | None = None,
        locate: Callable[[Path], str] = json_path,
    ) -> None:
        self.prefixes = prefixes
        self.names = prefixes if names is None else names
        self.locate = locate
        self._found: list[Violation] = []
        self._more = 0

    @property
    def faults(self) -> list[Violation]:
        """Every fault so far; where there are very many, how many more is the last."""
        if not self._more:
            return self._found
        more = Violation(
            code="more_faults",
            message=f"There are {self._more:,} more faults.",
            next_step="Correct those listed and send it again.",
        )
        return [*self._found, more]

    def fault(
        self, code: str, path: Path, message: str, *, value: Json = None, next_step: str = ""
    ) -> None:
        """Note one fault. The value is quoted as it was sent, at most 200 characters of it."""
        if len(self._found) >= MAX_FAULTS - 1:
            self._more += 1
            return
        shown = "" if value is None else str(value)[:200]
        shown = _UNSTORABLE.sub("\ufffd", shown)
        self._found.append(
            Violation(
                code=code,
                message=message,
                next_step=next_step,
                path=_UNSTORABLE.sub("\ufffd", self.locate(path)),
                value=shown,
            )
        )


def text(reading: Reading, value: Json, path: Path) -> str:
    """A text that is not empty and that can be stored."""
    if not isinstance(value, str):
        reading.fault("wrong_type", path, "A text is expected here.", value=value)
        return ""
    if not value.strip():
        reading.fault("empty", path, "This is empty; leave it out instead.", value=value)
        return ""
    return _storable(reading, value, path)


def uri(reading: Reading, value: Json, path: Path) -> str:
    """An absolute URI; a compact one of a declared prefix is written out."""
    if type(value) is str and len(value) <= MAX_URI and _USUAL_URI.fullmatch(value):
        return value
    found = text(reading, value, path)
    if not found:
        return ""
    full = expand(found, reading.prefixes) or found
    if len(full) > MAX_URI:
        reading.fault("bad_uri", path, f"A URI has at most {MAX_URI} characters.", value=full)
    elif "%00" in full:
        # What stands in a URI is also kept as it is printed, and no database text holds a NUL.
        reading.fault("bad_uri", path, "A URI cannot hold a NUL (%00).", value=value)
    elif not _URI.fullmatch(full) or _EMPTY_URI.fullmatch(full):
        reading.fault(
            "bad_uri",
            path,
            "A full URI is expected here, not a bare number or word.",
            value=value,
            next_step="Write a Digital Link, or a URL of the company's own domain, "
            "with other characters percent-encoded.",
        )
    return full


def event_id(reading: Reading, value: Json, path: Path) -> str:
    """A URI that names an event. EPCIS 2.0 section 7.4.1."""
    if isinstance(value, str) and _UUID.fullmatch(value):
        reading.fault(
            "bare_uuid",
            path,
            "An event id is a URI, not a bare UUID.",
            value=value,
            next_step=f"Write urn:uuid:{value.lower()}.",
        )
        return value
    found = uri(reading, value, path)
    if found.startswith("urn:uuid:") and not _UUID.fullmatch(found, 9):
        reading.fault("bad_uri", path, "This is not a UUID.", value=value)
    return found


def word(vocabulary: Vocabulary) -> Reader[str]:
    """A reader of one vocabulary: its bare words, their full URIs, or anybody else's full URI."""

    def read(reading: Reading, value: Json, path: Path) -> str:
        if isinstance(value, str) and value in vocabulary.words:
            return value
        if isinstance(value, str) and value.strip() and ":" not in value:
            near = get_close_matches(value, vocabulary.words, n=3)
            reading.fault(
                "unknown_word",
                path,
                f"{value[:80]!r} is not a {vocabulary.name} of the standard.",
                value=value,
                next_step=f"Use {' or '.join(near) or 'a word of the standard'}; "
                "write a company's own word as a full URI.",
            )
            return ""
        return vocabulary.bare(uri(reading, value, path))

    return read


def time(reading: Reading, value: Json, path: Path) -> datetime | None:
    """A point in time with its zone. Digits past the microsecond are cut off."""
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        _not_a_time(reading, value, path)
        return None
    if match[2] is None:
        reading.fault(
            "missing_zone",
            path,
            "This time has no zone, so it cannot be placed.",
            value=value,
            next_step="Add Z or an offset such as +01:00.",
        )
        return None
    try:
        found = datetime.fromisoformat(match[0])
    except ValueError:
        _not_a_time(reading, value, path)
        return None
    if not is_showable(found):
        _not_a_time(reading, value, path)
        return None
    return found


def offset(reading: Reading, value: Json, path: Path) -> str:
    """An offset from UTC, `+01:00`. EPCIS 2.0 section 7.4.1, eventTimeZoneOffset."""
    if isinstance(value, str) and _OFFSET.fullmatch(value):
        return value
    reading.fault("bad_offset", path, "An offset is written like +01:00 or -06:00.", value=value)
    return "+00:00"


def number(reading: Reading, value: Json, path: Path) -> int | Decimal:
    """A JSON number, exact. A float (from a caller who parsed it so) becomes its shortest form."""
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        reading.fault("wrong_type", path, "A number is expected here.", value=value)
        return 0
    exact = Decimal(value)
    if not exact.is_finite() or abs(exact.adjusted()) > LARGEST_EXPONENT:
        reading.fault("not_a_number", path, "This number is out of range.")
        return 0
    return value


def amount(reading: Reading, value: Json, path: Path) -> Decimal:
    """A quantity: a number of zero or more."""
    found = Decimal(number(reading, value, path))
    if found < 0:
        reading.fault(
            "negative_quantity",
            path,
            "A quantity is never negative.",
            value=value,
            next_step="Report what was taken away as an event of its own.",
        )
    return found


def many(reader: Reader[T]) -> Reader[tuple[T, ...]]:
    """A reader of a list of what `reader` reads."""

    def read(reading: Reading, value: Json, path: Path) -> tuple[T, ...]:
        if not isinstance(value, list | tuple):
            reading.fault("wrong_type", path, "A list is expected here.", value=value)
            return ()
        return tuple(reader(reading, item, (path, i)) for i, item in enumerate(value))

    return read


def members(reading: Reading, value: Json, path: Path) -> Mapping[str, Json]:
    """A JSON object; anything else is a fault and reads as an empty one."""
    if isinstance(value, dict):
        return value
    reading.fault("wrong_type", path, "An object is expected here.", value=value)
    return {}


def plain(reading: Reading, value: Json, path: Path) -> Json:
    """Any JSON inside an extension: kept as it is, prefixed names written out in full."""
    if isinstance(value, str):
        return _storable(reading, value, path)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float | Decimal):
        return number(reading, value, path)
    if isinstance(value, list | tuple):
        return [plain(reading, item, (path, i)) for i, item in enumerate(value)]
    if not isinstance(value, dict):
        reading.fault("wrong_type", path, "Plain JSON is expected here.", value=value)
        return None
    out: dict[str, Json] = {}
    for name, item in value.items():
        inside = (path, name)
        full = name
        if name == "@context":
            reading.fault("bad_context", inside, "A context stands in the document or the event.")
        elif ":" in name and not name.startswith("@"):
            full = extension_name(reading, name, inside) or name
        out[_storable(reading, full, inside)] = plain(reading, item, inside)
    return out


def extension_name(reading: Reading, name: str, path: Path) -> str:
    """The full name of a member that is not the standard's. "" with a fault where it has none."""
    full = expand(name, reading.names)
    if full is not None and not is_divisible(full):
        reading.fault(
            "unknown_prefix",
            path,
            f"{name[:80]!r} has a prefix and no name.",
            value=name,
            next_step="Give it a name after the colon.",
        )
        return ""
    if full is not None:
        return _storable(reading, full, path)
    if ":" in name:
        reading.fault(
            "unknown_prefix",
            path,
            f"The prefix of {name[:80]!r} is not declared in @context.",
            value=name,
            next_step="Declare it, or write the full name.",
        )
    else:
        reading.fault(
            "unknown_field",
            path,
            f"{name[:80]!r} does not belong here.",
            value=name,
            next_step="Remove it, or give it a prefix declared in @context.",
        )
    return ""


def extensions(
    reading: Reading, found: Mapping[str, Json], path: Path, *, known: Any = frozenset()
) -> dict[str, Json]:
    """Every member of an object that is not in `known`, by full name."""
    out: dict[str, Json] = {}
    for name, value in found.items():
        if name in known:
            continue
        inside = (path, name)
        full = extension_name(reading, name, inside)
        if full and full in out:
            reading.fault("duplicate_key", inside, f"{full!r} is given twice.", value=name)
        out[full] = plain(reading, value, inside)
    return out


def _not_a_time(reading: Reading, value: Json, path: Path) -> None:
    reading.fault(
        "bad_time",
        path,
        "A time is written like 2026-03-04T10:00:00.000+01:00.",
        value=value,
    )


def _storable(reading: Reading, value: str, path: Path) -> str:
    if len(value) > MAX_TEXT:
        reading.fault("too_long", path, f"A text has at most {MAX_TEXT:,} characters.")
    if _UNSTORABLE.search(value):
        reading.fault(
            "bad_text", path, "This text holds a NUL or half of a character pair.", value=value
        )
    return value
