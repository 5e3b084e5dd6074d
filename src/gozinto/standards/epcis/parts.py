"""The compound parts of an event (places, quantities, sensors …) from JSON and to JSON.

Readers take the members of the standard's JSON, whichever syntax they came in; writers leave
full names as they are, for each syntax to shorten in its own way.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from gozinto.errors import Malformed
from gozinto.standards.epcis import reading as r
from gozinto.standards.epcis import vocabulary as v
from gozinto.standards.epcis.events import (
    ErrorDeclaration,
    Json,
    PersistentDisposition,
    Place,
    QuantityElement,
    SensorElement,
    TypedReference,
)
from gozinto.standards.epcis.reading import Path, Reader, Reading
from gozinto.standards.quantities import is_unit

_UNIT_CODE_LENGTHS = (2, 3)
_QUANTITY_MEMBERS = frozenset(("epcClass", "quantity", "uom"))
_PERSISTENT_MEMBERS = frozenset(("set", "unset"))
_read_disposition = r.word(v.DISPOSITION)
_read_reason = r.word(v.ERROR_REASON)


def read_quantity(reading: Reading, value: Json, path: Path) -> QuantityElement:
    """One element of a quantity list. EPCIS 2.0 section 7.3.3.3."""
    found = r.members(reading, value, path)
    if not found.keys() <= _QUANTITY_MEMBERS:
        _refuse_others(reading, found, path, known=_QUANTITY_MEMBERS)
    uom = ""
    if "uom" in found:
        uom = _read_unit(reading, found["uom"], (path, "uom"))
        if uom and "quantity" not in found:
            reading.fault(
                "unit_without_quantity",
                (path, "uom"),
                "A unit without a quantity measures nothing.",
                value=uom,
                next_step="Give the quantity, or leave out both where it is not known.",
            )
    amount = None
    if "quantity" in found:
        amount = r.amount(reading, found["quantity"], (path, "quantity"))
    return QuantityElement(
        epc_class=_required(reading, found, "epcClass", path, r.uri), quantity=amount, uom=uom
    )


def _read_unit(reading: Reading, value: Json, path: Path) -> str:
    code = r.text(reading, value, path)
    if not is_unit(code):
        reading.fault(
            "unknown_unit",
            path,
            f"{code[:20]!r} is not a unit code of UN/ECE Recommendation 20.",
            value=code,
            next_step="Use one such as KGM, MTR or LTR; leave it out to count pieces.",
        )
    return code


def write_quantity(element: QuantityElement) -> Json:
    """The JSON of one quantity."""
    return _present(epcClass=element.epc_class, quantity=element.quantity, uom=element.uom)


def reference(name: str, vocabulary: v.Vocabulary, *, typed: bool) -> Reader[TypedReference]:
    """A reader of a business transaction, source or destination; `typed`: the type must be."""
    read_type = r.word(vocabulary)
    known = frozenset(("type", name))

    def read(reading: Reading, value: Json, path: Path) -> TypedReference:
        found = r.members(reading, value, path)
        if not found.keys() <= known:
            _refuse_others(reading, found, path, known=known)
        kind = ""
        if typed or "type" in found:
            kind = _required(reading, found, "type", path, read_type)
        return TypedReference(type=kind, value=_required(reading, found, name, path, r.uri))

    return read


def write_reference(name: str, element: TypedReference) -> Json:
    """The JSON of one business transaction, source or destination."""
    return _present(type=element.type, **{name: element.value})


def read_place(reading: Reading, value: Json, path: Path) -> Place:
    """A read point or business location."""
    found = r.members(reading, value, path)
    return Place(
        id=_required(reading, found, "id", path, r.uri),
        extensions=r.extensions(reading, found, path, known={"id"}),
    )


def write_place(place: Place) -> Json:
    """The JSON of a read point or business location."""
    return {"id": place.id, **place.extensions}


def read_persistent(reading: Reading, value: Json, path: Path) -> PersistentDisposition:
    """Dispositions set and unset, at least one of either. EPCIS 2.0 section 7.4.1.3."""
    found = r.members(reading, value, path)
    _refuse_others(reading, found, path, known=_PERSISTENT_MEMBERS)
    words = {
        name: r.many(_read_disposition)(reading, found.get(name, []), (path, name))
        for name in ("set", "unset")
    }
    if not words["set"] and not words["unset"]:
        reading.fault("empty", path, "Neither set nor unset names a disposition.")
    return PersistentDisposition(set=words["set"], unset=words["unset"])


def write_persistent(found: PersistentDisposition) -> Json:
    """The JSON of persistent dispositions."""
    return _present(set=list(found.set), unset=list(found.unset))


def read_error_declaration(reading: Reading, value: Json, path: Path) -> ErrorDeclaration | None:
    """What declares an event wrong. EPCIS 2.0 section 7.4.1.2."""
    found = r.members(reading, value, path)
    at = _required(reading, found, "declarationTime", path, r.time)
    reason = ""
    if "reason" in found:
        reason = _read_reason(reading, found["reason"], (path, "reason"))
    corrective = r.many(r.event_id)(
        reading, found.get("correctiveEventIDs", []), (path, "correctiveEventIDs")
    )
    known = {"declarationTime", "reason", "correctiveEventIDs"}
    rest = r.extensions(reading, found, path, known=known)
    if at is None:
        return None
    return ErrorDeclaration(
        declaration_time=at, reason=reason, corrective_event_ids=corrective, extensions=rest
    )


def write_error_declaration(declaration: ErrorDeclaration) -> Json:
    """The JSON of an error declaration."""
    return {
        **_present(
            declarationTime=write_time(declaration.declaration_time),
            reason=declaration.reason,
            correctiveEventIDs=list(declaration.corrective_event_ids),
        ),
        **declaration.extensions,
    }


def read_certification(reading: Reading, value: Json, path: Path) -> tuple[str, ...]:
    """One URI of a certificate, or a list of them."""
    if isinstance(value, list | tuple):
        return r.many(r.uri)(reading, value, path)
    return (r.uri(reading, value, path),)


def write_certification(found: tuple[str, ...]) -> Json:
    """One certificate as a text, several as a list."""
    return found[0] if len(found) == 1 else list(found)


def read_ilmd(reading: Reading, value: Json, path: Path) -> dict[str, Json]:
    """Instance and lot master data: every member has a namespace. EPCIS 2.0 section 7.3.6."""
    return r.extensions(reading, r.members(reading, value, path), path)


def read_sensor(reading: Reading, value: Json, path: Path) -> SensorElement:
    """One sensor element; its reports are checked member by member. EPCIS 2.0 section 7.3.7."""
    found = r.members(reading, value, path)
    metadata: Mapping[str, Json] = {}
    if "sensorMetadata" in found:
        metadata = _read_sensor_members(
            reading, found["sensorMetadata"], (path, "sensorMetadata"), v.SENSOR_METADATA_FIELDS
        )
    inside = (path, "sensorReport")
    reports = found.get("sensorReport", [])
    if not reports:
        reading.fault("required", inside, "A sensor element has at least one report.")
    elif not isinstance(reports, list | tuple):
        reading.fault("wrong_type", inside, "A list is expected here.", value=reports)
        reports = []
    return SensorElement(
        sensor_metadata=metadata,
        sensor_report=tuple(
            _read_sensor_members(reading, item, (inside, i), v.SENSOR_REPORT_FIELDS)
            for i, item in enumerate(reports)
        ),
        extensions=r.extensions(reading, found, path, known={"sensorMetadata", "sensorReport"}),
    )


def write_sensor(element: SensorElement) -> Json:
    """The JSON of one sensor element."""
    return {
        **_present(
            sensorMetadata=dict(element.sensor_metadata),
            sensorReport=[dict(report) for report in element.sensor_report],
        ),
        **element.extensions,
    }


def write_time(at: datetime) -> str:
    """A point in time in UTC, `2026-03-04T09:00:00Z`. Raises Malformed where it has no zone."""
    if at.tzinfo is None:
        raise Malformed(f"{at} has no zone.", code="missing_zone", value=str(at))
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _read_sensor_unit(reading: Reading, value: Json, path: Path) -> str:
    """Any code of the right form: a report is passed on as it is, whatever it was measured in."""
    code = r.text(reading, value, path)
    if code and not (len(code) in _UNIT_CODE_LENGTHS and code.isascii() and code.isalnum()):
        reading.fault("unknown_unit", path, "A unit code has two or three characters.", value=code)
    return code


def _read_sensor_time(reading: Reading, value: Json, path: Path) -> Json:
    # In UTC as all times are written: the same instant is the same reading.
    at = r.time(reading, value, path)
    return value if at is None else write_time(at)


def _read_flag(reading: Reading, value: Json, path: Path) -> Json:
    if not isinstance(value, bool):
        reading.fault("wrong_type", path, "true or false is expected here.", value=value)
    return value


def _read_hex(reading: Reading, value: Json, path: Path) -> str:
    found = r.text(reading, value, path)
    if found and not all(c in "0123456789abcdefABCDEF" for c in found):
        reading.fault("wrong_type", path, "Hexadecimal digits are expected here.", value=found)
    return found


_SENSOR_TIMES = ("time", "startTime", "endTime")
_SENSOR_URIS = (
    *("deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "bizRules"),
    *("microorganism", "chemicalSubstance", "coordinateReferenceSystem", "uriValue"),
)
_SENSOR_NUMBERS = (
    *("value", "minValue", "maxValue", "meanValue", "sDev"),
    *("percRank", "percValue"),
)
_SENSOR_READERS: Mapping[str, Reader[Json]] = {
    **dict.fromkeys(_SENSOR_TIMES, _read_sensor_time),
    **dict.fromkeys(_SENSOR_URIS, r.uri),
    **dict.fromkeys(_SENSOR_NUMBERS, r.number),
    "type": r.word(v.MEASUREMENT_TYPE),
    "component": r.word(v.COMPONENT),
    "exception": r.word(v.SENSOR_ALERT),
    "uom": _read_sensor_unit,
    "stringValue": r.plain,
    "booleanValue": _read_flag,
    "hexBinaryValue": _read_hex,
}


def _read_sensor_members(
    reading: Reading, value: Json, path: Path, known: frozenset[str]
) -> dict[str, Json]:
    found = r.members(reading, value, path)
    out = {
        name: _SENSOR_READERS[name](reading, item, (path, name))
        for name, item in found.items()
        if name in known
    }
    return out | r.extensions(reading, found, path, known=known)


def _required(
    reading: Reading, found: Mapping[str, Json], name: str, path: Path, read: Reader[r.T]
) -> r.T:
    if name not in found:
        reading.fault("required", (path, name), f"{name} is missing.")
        # A placeholder, read from a text that no reader faults twice.
        return read(Reading(reading.prefixes), None, path)
    return read(reading, found[name], (path, name))


def _refuse_others(
    reading: Reading, found: Mapping[str, Json], path: Path, *, known: frozenset[str]
) -> None:
    for name in found:
        if name not in known:
            reading.fault(
                "unknown_field", (path, name), f"{name[:80]!r} does not belong here.", value=name
            )


def _present(**pairs: Json) -> dict[str, Json]:
    return {
        name: value
        for name, value in pairs.items()
        if value is not None and value != "" and value != [] and value != {}
    }
