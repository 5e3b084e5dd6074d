"""EPCIS 2.0 events as JSON-LD, in and out, no digit and no extension lost.

Source: EPCIS 2.0 sections 7.4 and 10. Written events use bare words, times in UTC, and full
names compacted under declared prefixes (`gozinto:` for our own); read events may use any form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import NoReturn

from gozinto.errors import Malformed, Violation
from gozinto.standards import exact_json
from gozinto.standards.epcis import parts, reading
from gozinto.standards.epcis.events import EVENT_TYPES, Event, Json
from gozinto.standards.epcis.fields import FIELDS, REQUIRED, identifier_fault
from gozinto.standards.epcis.namespaces import (
    CONTEXT_URL,
    Compactor,
    is_epcis_context,
    prefixes_of,
)
from gozinto.standards.epcis.reading import Reading
from gozinto.standards.epcis.vocabulary import DEFAULT_PREFIXES

_ENVELOPE = frozenset(("@context", "type"))


def read(obj: Json, *, context: Json = None) -> Event:
    """The event of one JSON object. `context`: the @context of the document around it.

    Raises Malformed with all faults at once, each with code, JSON path and value.
    """
    faults: list[Violation] = []
    event = _read_event(obj, "$", context, faults)
    return _or_raise(event, faults)


def loads(
    source: str | bytes,
    *,
    max_bytes: int = exact_json.MAX_BYTES,
    max_depth: int = exact_json.MAX_DEPTH,
) -> Event:
    """The event of a JSON text. Raises as `read` and `exact_json.parse`."""
    return read(exact_json.parse(source, max_bytes=max_bytes, max_depth=max_depth))


def read_document(
    source: str | bytes,
    *,
    max_bytes: int = exact_json.MAX_BYTES,
    max_depth: int = exact_json.MAX_DEPTH,
) -> list[Event]:
    """The events of an EPCISDocument, an EPCISQueryDocument or a bare event, in their order.

    All or nothing: raises Malformed with every fault of every event, or as `exact_json.parse`.
    """
    found = exact_json.parse(source, max_bytes=max_bytes, max_depth=max_depth)
    if isinstance(found, dict) and found.get("type") in EVENT_TYPES:
        return [read(found)]
    faults: list[Violation] = []
    context, items, path = _open_document(found, faults)
    events = [_read_event(item, f"{path}[{i}]", context, faults) for i, item in enumerate(items)]
    return [_or_raise(event, faults) for event in events] if not faults else _refuse(faults)


def check(event: Event) -> list[Violation]:
    """Every fault of an event that was built here and not read: paths as in its document.

    Raises Malformed for what cannot be written at all (a time without zone, NaN).
    """
    here = Reading(_FullNames())
    _read_members(here, event.type, _tree(event), "$")
    return here.faults


def write(event: Event) -> dict[str, Json]:
    """The event as JSON with its own @context; quantities stay Decimal.

    Raises Malformed for a time without zone or an extension without namespace.
    """
    tree = _tree(event)
    shorten = Compactor(_full_names(tree))
    return {"@context": _context(shorten), **_shortened(tree, shorten)}


def dumps(event: Event) -> str:
    """The event as one line of JSON with sorted members: equal events give equal texts."""
    return exact_json.render(write(event), sort_keys=True)


def document(events: Iterable[Event], *, created: datetime | None = None) -> dict[str, Json]:
    """An EPCISDocument of these events. `created`: now unless given. Raises as `write`."""
    trees = [_tree(event) for event in events]
    shorten = Compactor(name for tree in trees for name in _full_names(tree))
    return {
        "@context": _context(shorten),
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": parts.write_time(created or datetime.now(UTC)),
        "epcisBody": {"eventList": [_shortened(tree, shorten) for tree in trees]},
    }


def fingerprint(event: Event) -> bytes:
    """32 bytes, equal exactly when two events say the same, whenever each was recorded.

    SHA-256 over sorted members with full names, times in UTC and numbers without idle zeros.
    The order of lists counts. This is not the CBV event hash, which leaves the event id out.
    """
    tree = _tree(event)
    tree.pop("recordTime", None)
    text = exact_json.render(tree, sort_keys=True, normalised=True)
    return sha256(text.encode("utf-8", "surrogatepass")).digest()


def _read_event(obj: Json, path: str, context: Json, faults: list[Violation]) -> Event | None:
    """The event, or None when it has faults, which are added to `faults`."""
    if not isinstance(obj, dict):
        faults.append(_violation("wrong_type", path, "An event is an object."))
        return None
    here = Reading(_prefixes(obj, path, context, faults))
    kind = obj.get("type")
    if not isinstance(kind, str) or kind not in EVENT_TYPES:
        here.fault(
            "unknown_type" if "type" in obj else "required",
            f"{path}.type",
            f"The type is one of {', '.join(EVENT_TYPES)}.",
            value=kind,
        )
        faults.extend(here.faults)
        return None
    values = _read_members(here, kind, obj, path)
    faults.extend(here.faults)
    return None if here.faults else EVENT_TYPES[kind](**values)


class _FullNames(dict[str, str]):
    """Prefixes of a tree that has none: every name in it is a full one already."""

    def get(self, prefix: str, default: object = None) -> str:
        return f"{prefix}:"


def _read_members(here: Reading, kind: str, obj: Mapping[str, Json], path: str) -> dict[str, Json]:
    """Every attribute of the event; faults are noted in `here`."""
    fields = FIELDS[kind]
    values: dict[str, Json] = {}
    for name, value in obj.items():
        field = fields.get(name)
        if field is not None:
            values[field.attribute] = field.read(here, value, f"{path}.{name}")
    rest = {name: value for name, value in obj.items() if name not in fields}
    values["extensions"] = reading.extensions(here, rest, path, known=_ENVELOPE)
    for name in REQUIRED[kind]:
        if name not in obj or obj[name] == []:
            here.fault("required", f"{path}.{name}", f"{name} is missing.")
    if missing := identifier_fault(kind, obj):
        here.fault("missing_identifiers", path, missing)
    return values


def _prefixes(
    obj: Mapping[str, Json], path: str, context: Json, faults: list[Violation]
) -> Mapping[str, str]:
    """The prefixes in force inside one event: the standard's, the document's, its own."""
    own = obj.get("@context")
    prefixes: Mapping[str, str] = DEFAULT_PREFIXES
    if not is_epcis_context(context) and not is_epcis_context(own):
        faults.append(
            _violation(
                "missing_context",
                f"{path}.@context",
                "Without the EPCIS context its words have no meaning.",
                next_step=f"Add {CONTEXT_URL} to @context.",
            )
        )
    for place, found in (("$", context), (path, own)):
        try:
            prefixes = prefixes_of(found, inherited=prefixes)
        except ValueError as error:
            faults.append(_violation("bad_context", f"{place}.@context", f"{error}."))
    return prefixes


def _open_document(found: Json, faults: list[Violation]) -> tuple[Json, list[Json], str]:
    """The context, the events' JSON and their path; faults of the envelope are added."""
    envelope = Reading(DEFAULT_PREFIXES)
    document = reading.members(envelope, found, "$")
    if document.get("type") not in ("EPCISDocument", "EPCISQueryDocument"):
        envelope.fault(
            "unknown_type",
            "$.type",
            "The type is EPCISDocument, EPCISQueryDocument or that of an event.",
            value=document.get("type"),
        )
    if not str(document.get("schemaVersion", "")).startswith("2."):
        envelope.fault(
            "unknown_version",
            "$.schemaVersion",
            "EPCIS 2 is read here.",
            value=document.get("schemaVersion"),
        )
    if "creationDate" not in document:
        envelope.fault("required", "$.creationDate", "creationDate is missing.")
    else:
        reading.time(envelope, document["creationDate"], "$.creationDate")
    way = ["epcisBody", "eventList"]
    if document.get("type") == "EPCISQueryDocument":
        way = ["epcisBody", "queryResults", "resultsBody", "eventList"]
    path, items = "$", found
    for step in way:
        items = items.get(step) if isinstance(items, dict) else None
        path = f"{path}.{step}"
    if not isinstance(items, list):
        envelope.fault("required", path, "The list of events is missing.")
        items = []
    context = document.get("@context")
    if not items and not is_epcis_context(context):
        envelope.fault("missing_context", "$.@context", "The EPCIS context is missing.")
    faults.extend(envelope.faults)
    return context, items, path


def _tree(event: Event) -> dict[str, Json]:
    """The event as JSON whose extensions have full names."""
    out: dict[str, Json] = {"type": event.type}
    for name, field in FIELDS[event.type].items():
        value = getattr(event, field.attribute)
        if value is None or value == "" or value == () or value == {}:
            continue
        out[name] = value if field.write is None else field.write(value)
    return out | dict(event.extensions)


def _full_names(value: Json) -> Iterator[str]:
    """Every member that is not the standard's: no name of the standard has a colon."""
    if isinstance(value, dict):
        for name, item in value.items():
            if ":" in name and not name.startswith("@"):
                yield name
            yield from _full_names(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _full_names(item)


def _shortened(value: Json, shorten: Compactor) -> Json:
    if isinstance(value, dict):
        return {shorten(name): _shortened(item, shorten) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_shortened(item, shorten) for item in value]
    return value


def _context(shorten: Compactor) -> Json:
    return [CONTEXT_URL, shorten.declared] if shorten.declared else [CONTEXT_URL]


def _violation(code: str, path: str, message: str, *, next_step: str = "") -> Violation:
    return Violation(code=code, path=path, message=message, next_step=next_step)


def _or_raise(event: Event | None, faults: list[Violation]) -> Event:
    return event if event is not None and not faults else _refuse(faults)


def _refuse(faults: list[Violation]) -> NoReturn:
    first = faults[0]
    more = f" and {len(faults) - 1} more" if len(faults) > 1 else ""
    raise Malformed(f"{first.message} ({first.path}){more}", code=first.code, violations=faults)
