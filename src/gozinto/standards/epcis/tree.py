"""An event as a tree of plain JSON with full names: the middle that every syntax passes through.

JSON is this tree with names shortened; XML is turned into it and out of it. So there is one
table of fields (`fields`), one set of readers, and one place where a fault is found.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gozinto.standards.epcis import reading as r
from gozinto.standards.epcis.events import EVENT_TYPES, Event, Json
from gozinto.standards.epcis.fields import FIELDS, REQUIRED, identifier_fault
from gozinto.standards.epcis.reading import Path, Reading

_ENVELOPE = frozenset(("@context", "type"))


def of(event: Event) -> dict[str, Json]:
    """The event as JSON whose extensions have full names. Raises Malformed, as `parts` does."""
    out: dict[str, Json] = {"type": event.type}
    for name, field in FIELDS[event.type].items():
        value = getattr(event, field.attribute)
        if value is None or value == "" or value == () or value == {}:
            continue
        out[name] = value if field.write is None else field.write(value)
    return out | dict(event.extensions)


def read(
    here: Reading, tree: Mapping[str, Json], *, path: Path, namespaces: Mapping[str, str]
) -> Event | None:
    """The event of a tree, or None when there are faults, which are noted in `here`."""
    kind = tree.get("type")
    if not isinstance(kind, str) or kind not in EVENT_TYPES:
        here.fault(
            "unknown_type" if "type" in tree else "required",
            (path, "type"),
            f"The type is one of {', '.join(EVENT_TYPES)}.",
            value=kind,
        )
        return None
    values = members(here, tree, kind=kind, path=path)
    return None if here.faults else EVENT_TYPES[kind](**values, namespaces=namespaces)


def members(here: Reading, tree: Mapping[str, Json], *, kind: str, path: Path) -> dict[str, Any]:
    """Every attribute of an event of this type; faults are noted in `here`."""
    fields = FIELDS[kind]
    values: dict[str, Any] = {}
    rest: dict[str, Json] = {}
    for name, value in tree.items():
        field = fields.get(name)
        if field is not None:
            values[field.attribute] = field.read(here, value, (path, name))
        elif name not in _ENVELOPE:
            rest[name] = value
    if rest:
        values["extensions"] = r.extensions(here, rest, path)
    for name in REQUIRED[kind]:
        if name not in tree or tree[name] == []:
            here.fault("required", (path, name), f"{name} is missing.")
    if missing := identifier_fault(kind, tree):
        here.fault("missing_identifiers", path, missing)
    return values


class FullNames(dict[str, str]):
    """The prefixes of a tree that has none: every name in it is a full one already."""

    def get(self, prefix: str, default: object = None) -> str:
        """A prefix that stands for itself."""
        return f"{prefix}:"


def names_in(value: Json, *, names: set[str], schemes: set[str]) -> None:
    """Adds every full name, and what any text begins with before its first colon.

    No name of the standard has a colon, so what has one is an extension's.
    """
    if isinstance(value, str):
        scheme, colon, _ = value.partition(":")
        if colon:
            schemes.add(scheme)
    elif isinstance(value, dict):
        for name, item in value.items():
            if ":" in name and not name.startswith("@"):
                names.add(name)
            names_in(item, names=names, schemes=schemes)
    elif isinstance(value, list | tuple):
        for item in value:
            names_in(item, names=names, schemes=schemes)
