"""What stands around the events of a document: its kind, version, header and master data.

Source: EPCIS 2.0 sections 9 and 10, master data 7.1 and 9.4. Kept as it was sent, so that a
document can be written again; no rule of ours reads it yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from gozinto.standards.epcis import reading as r
from gozinto.standards.epcis.events import Json
from gozinto.standards.epcis.parts import write_time
from gozinto.standards.epcis.reading import Path, Reading

Kind = Literal["document", "query", "event"]
TYPES: Mapping[str, Kind] = {"EPCISDocument": "document", "EPCISQueryDocument": "query"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Described:
    """One thing of a vocabulary: its id, its attributes in order (names may repeat), its parts."""

    id: str
    attributes: tuple[tuple[str, Json], ...] = ()
    children: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class MasterData:
    """One vocabulary of a header: what kind of things it describes, and the things."""

    type: str
    elements: tuple[Described, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Envelope:
    """What stands around the events. `kind` "event": one event alone, with nothing around it."""

    kind: Kind = "document"
    schema_version: str = "2.0"
    created: datetime | None = None
    id: str = ""
    sender: str = ""
    receiver: str = ""
    instance_identifier: str = ""
    query_name: str = ""
    subscription_id: str = ""
    master_data: tuple[MasterData, ...] = ()
    header_extensions: Mapping[str, Json] = field(default_factory=dict)
    extensions: Mapping[str, Json] = field(default_factory=dict)
    namespaces: Mapping[str, str] = field(default_factory=dict, compare=False)


_TEXTS: Mapping[str, str] = {
    "id": "id",
    "sender": "sender",
    "receiver": "receiver",
    "instanceIdentifier": "instance_identifier",
}
_QUERY_TEXTS: Mapping[str, str] = {
    "queryName": "query_name",
    "subscriptionID": "subscription_id",
}
_READ = frozenset(
    (
        *("@context", "type", "schemaVersion", "creationDate", "epcisHeader", "epcisBody"),
        *_TEXTS,
    )
)


def read(
    here: Reading,
    found: Mapping[str, Json],
    *,
    results: Mapping[str, Json],
    versions: tuple[str, ...],
    namespaces: Mapping[str, str],
) -> Envelope:
    """The envelope of a document's members without its events. Faults are noted in `here`.

    `results`: what stands beside a query's events; `versions`: what the version may begin with.
    """
    kind = found.get("type")
    if str(kind) not in TYPES:
        here.fault(
            "required" if kind is None else "unknown_type",
            ("$", "type"),
            "The type is EPCISDocument, EPCISQueryDocument or that of an event.",
            value=kind,
        )
    version = found.get("schemaVersion")
    if not str(version or "").startswith(versions):
        here.fault(
            "unknown_version",
            ("$", "schemaVersion"),
            f"EPCIS {' and '.join(v.rstrip('.') for v in versions)} is read here.",
            value=version,
        )
    created = None
    if "creationDate" in found:
        created = r.time(here, found["creationDate"], ("$", "creationDate"))
    else:
        here.fault("required", ("$", "creationDate"), "creationDate is missing.")
    header = r.members(here, found.get("epcisHeader", {}), ("$", "epcisHeader"))
    return Envelope(
        kind=TYPES.get(str(kind), "document"),
        schema_version=str(version or ""),
        created=created,
        master_data=_read_master_data(
            here, header.get("epcisMasterData"), (("$", "epcisHeader"), "epcisMasterData")
        ),
        header_extensions=r.extensions(
            here, header, ("$", "epcisHeader"), known={"epcisMasterData"}
        ),
        extensions=r.extensions(here, found, "$", known=_READ),
        namespaces=namespaces,
        **_read_texts(here, found, _TEXTS),
        **_read_texts(here, results, _QUERY_TEXTS),
    )


def write(envelope: Envelope, created: datetime) -> dict[str, Json]:
    """The envelope as JSON members with full names, without its events."""
    kinds = {kind: name for name, kind in TYPES.items()}
    out: dict[str, Json] = {
        "type": kinds.get(envelope.kind, "EPCISDocument"),
        "schemaVersion": "2.0",
        "creationDate": write_time(created),
    }
    for name, attribute in _TEXTS.items():
        if value := getattr(envelope, attribute):
            out[name] = value
    header = dict(envelope.header_extensions)
    if envelope.master_data:
        header["epcisMasterData"] = {
            "vocabularyList": [_write_vocabulary(one) for one in envelope.master_data]
        }
    if header:
        out["epcisHeader"] = header
    return out | dict(envelope.extensions)


def write_results(envelope: Envelope) -> dict[str, Json]:
    """What stands beside the events of a query's results."""
    return {
        name: value
        for name, attribute in _QUERY_TEXTS.items()
        if (value := getattr(envelope, attribute))
    }


def _read_texts(
    here: Reading, found: Mapping[str, Json], names: Mapping[str, str]
) -> dict[str, Json]:
    return {
        attribute: r.text(here, found[name], ("$", name))
        for name, attribute in names.items()
        if name in found
    }


def _read_master_data(here: Reading, value: Json, path: Path) -> tuple[MasterData, ...]:
    if value is None:
        return ()
    found = r.members(here, value, path)
    read = r.many(_read_vocabulary)
    return read(here, found.get("vocabularyList", []), (path, "vocabularyList"))


def _read_vocabulary(here: Reading, value: Json, path: Path) -> MasterData:
    found = r.members(here, value, path)
    read = r.many(_read_described)
    return MasterData(
        type=r.uri(here, found.get("type"), (path, "type")),
        elements=read(
            here, found.get("vocabularyElementList", []), (path, "vocabularyElementList")
        ),
    )


def _read_described(here: Reading, value: Json, path: Path) -> Described:
    found = r.members(here, value, path)
    children = r.many(r.uri)
    attributes = r.many(_read_attribute)
    return Described(
        id=r.uri(here, found.get("id"), (path, "id")),
        attributes=attributes(here, found.get("attributes", []), (path, "attributes")),
        children=children(here, found.get("children", []), (path, "children")),
    )


def _read_attribute(here: Reading, value: Json, path: Path) -> tuple[str, Json]:
    found = r.members(here, value, path)
    name = r.uri(here, found.get("id"), (path, "id"))
    return name, r.plain(here, found.get("attribute"), (path, "attribute"))


def _write_vocabulary(found: MasterData) -> Json:
    elements = []
    for one in found.elements:
        element: dict[str, Json] = {"id": one.id}
        if one.attributes:
            element["attributes"] = [{"id": key, "attribute": a} for key, a in one.attributes]
        if one.children:
            element["children"] = list(one.children)
        elements.append(element)
    return {"type": found.type, "vocabularyElementList": elements}
