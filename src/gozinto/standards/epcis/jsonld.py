"""One EPCIS 2.0 event as JSON-LD, in and out, no digit and no extension lost.

Source: EPCIS 2.0 sections 7.4 and 10. Written events use bare words, times in UTC, and full
names compacted under declared prefixes (`gozinto:` for our own); read events may use any form.
Documents of many events, in JSON or XML, are read and written by `documents`.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import NoReturn

from gozinto.errors import Malformed, Violation
from gozinto.standards import exact_json
from gozinto.standards.epcis import tree
from gozinto.standards.epcis.events import Event, Json
from gozinto.standards.epcis.namespaces import CONTEXT_URL, OUTSIDE, Compactor, Scope
from gozinto.standards.epcis.reading import Path, Reading


def read(obj: Json, *, context: Json = None) -> Event:
    """The event of one JSON object. `context`: the @context of the document around it.

    Raises Malformed with all faults at once, each with code, JSON path and value.
    """
    here = Reading(OUTSIDE.prefixes)
    scope = inner_scope(here, context, scope=OUTSIDE, path="$")
    event = None if here.faults else read_in(here, obj, scope=scope, path="$")
    return event if event is not None else refuse(here.faults)


def read_in(here: Reading, obj: Json, *, scope: Scope, path: Path) -> Event | None:
    """The event of one JSON object in a scope, or None: its faults are then noted in `here`."""
    if not isinstance(obj, dict):
        here.fault("wrong_type", path, "An event is an object.", value=obj)
        return None
    if "@context" in obj:
        scope = inner_scope(here, obj["@context"], scope=scope, path=path)
    if not scope.is_epcis:
        here.fault(
            "missing_context",
            (path, "@context"),
            "Without the EPCIS context its words have no meaning.",
            next_step=f"Add {CONTEXT_URL} to @context.",
        )
    here.prefixes = here.names = scope.prefixes
    return tree.read(here, obj, path=path, namespaces=scope.declared)


def inner_scope(here: Reading, context: Json, *, scope: Scope, path: Path) -> Scope:
    """The scope under a @context; what cannot be a context is a fault and changes nothing."""
    try:
        return scope.inside(context)
    except ValueError as error:
        here.fault("bad_context", (path, "@context"), f"{error}.")
        return scope


def loads(
    source: str | bytes,
    *,
    max_bytes: int = exact_json.MAX_BYTES,
    max_depth: int = exact_json.MAX_DEPTH,
) -> Event:
    """The event of a JSON text. Raises as `read` and `exact_json.parse`."""
    return read(exact_json.parse(source, max_bytes=max_bytes, max_depth=max_depth))


def check(event: Event) -> list[Violation]:
    """Every fault of an event that was built here and not read: paths as in its document.

    Raises Malformed for what cannot be written at all (a time without zone, NaN).
    """
    here = Reading(tree.FullNames())
    tree.members(here, tree.of(event), kind=event.type, path="$")
    return here.faults


def write(event: Event) -> dict[str, Json]:
    """The event as JSON with its own @context; quantities stay Decimal.

    Raises Malformed for a time without zone or an extension without namespace.
    """
    return _written(tree.of(event), event)


def _written(found: dict[str, Json], event: Event) -> dict[str, Json]:
    names: set[str] = set()
    schemes: set[str] = set()
    tree.names_in(found, names=names, schemes=schemes)
    context: Json = [CONTEXT_URL]
    if names:
        shorten = Compactor(sorted(names), preferred=event.namespaces, avoided=schemes)
        if shorten.declared:
            context = [CONTEXT_URL, shorten.declared]
        found = shortened(found, shorten)
    return {"@context": context, **found}


def dumps(event: Event) -> str:
    """The event as one line of JSON with sorted members.

    Events that are equal, prefixes too, give equal texts.
    """
    return exact_json.render(write(event), sort_keys=True)


def stored(event: Event) -> tuple[str, bytes]:
    """The text of `dumps`, and a fingerprint: 32 bytes, equal exactly when two events say the same.

    Whenever each was recorded: SHA-256 over sorted members with full names, times in UTC and
    numbers without idle zeros. The order of lists counts. This is not the CBV event hash, which
    leaves the event id out.
    """
    found = tree.of(event)
    text = exact_json.render(_written(found, event), sort_keys=True)
    found.pop("recordTime", None)
    told = exact_json.render(found, sort_keys=True, normalised=True)
    return text, sha256(told.encode("utf-8", "surrogatepass")).digest()


def refuse(faults: Sequence[Violation]) -> NoReturn:
    """Raises Malformed with all these faults, the first of them in its message."""
    first = faults[0]
    more = f" and {len(faults) - 1} more" if len(faults) > 1 else ""
    raise Malformed(f"{first.message} ({first.path}){more}", code=first.code, violations=faults)


def shortened(value: Json, shorten: Compactor) -> Json:
    """A tree whose members' names are shortened, at every level."""
    if isinstance(value, dict):
        return {shorten(name): shortened(item, shorten) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [shortened(item, shorten) for item in value]
    return value
