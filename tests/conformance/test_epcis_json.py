"""Published EPCIS 2.0 JSON: every valid document is read and written losslessly, no invalid one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gozinto.errors import Malformed
from gozinto.standards import exact_json
from gozinto.standards.epcis import documents, jsonld

from ..standards.epcis.written import written
from .published import HASHED, OPENEPCIS, files

JSON = f"{OPENEPCIS}/2.0/EPCIS/JSON"

CONTRADICTORY: Mapping[str, tuple[set[str], str]] = {
    "SensorData_with_combined_events.json": (
        {"Molar_concentration", "EffectiveDoseRate"},
        "not measurement types of CBV 2.0; its schema refuses them too",
    ),
    "TransactionEvent_with_userExtensions.json": (
        {"EffectiveDoseRate"},
        "not a measurement type of CBV 2.0; its schema refuses it too",
    ),
}
"""Published as valid, yet against the standard: refused, and for this reason alone."""

BEYOND_THE_JSON_SCHEMA: Mapping[str, str] = {
    "AggregationEvent_with_persistentDisposition.json": (
        "the standard's text and its XML schema let every event type carry one; "
        "the JSON schema names it for object and transformation events"
    ),
}
"""Refused by the official JSON schema, yet within the standard: read."""


@pytest.mark.parametrize(
    "path",
    files(
        f"{JSON}/Capture/Documents/*.json",
        f"{JSON}/Capture/Events/*.json",
        f"{JSON}/Query/*.json",
        f"{HASHED}/examples/*.jsonld",
        f"{HASHED}/expected_equal/*.json",
        without=CONTRADICTORY,
    ),
)
def test_a_valid_document_is_read_and_written_losslessly(path: Path) -> None:
    sent = _meaning(exact_json.parse(path.read_bytes()))
    events = documents.read_all(path.read_bytes())
    again = written(events, "json")
    assert _meaning(exact_json.parse(again)) == sent
    assert documents.read_all(again) == events
    assert documents.read_all(written(events, "xml")) == events
    for event in events:
        assert jsonld.loads(jsonld.dumps(event)) == event


@pytest.mark.parametrize("path", files(*(f"{JSON}/**/{name}" for name in CONTRADICTORY)))
def test_a_contradictory_document_is_refused_for_that_reason_alone(path: Path) -> None:
    with pytest.raises(Malformed) as refused:
        documents.read_all(path.read_bytes())
    assert {v.code for v in refused.value.violations} == {"unknown_word"}
    assert {v.value for v in refused.value.violations} == CONTRADICTORY[path.name][0]


@pytest.mark.parametrize("path", files(*(f"{JSON}/**/{name}" for name in BEYOND_THE_JSON_SCHEMA)))
def test_the_standards_text_outranks_its_json_schema(path: Path) -> None:
    events = documents.read_all(path.read_bytes())
    assert any(event.persistent_disposition for event in events)


INVALID: Mapping[str, tuple[str, ...]] = {
    "Combination_of_events_with_missing_mandatory_fields": (
        *("[0].action", "[1].eventTimeZoneOffset", "[1].action"),
    ),
    "Combination_of_multiple_invalid_fields": (
        *("[0].bizStep", "[1].disposition", "[2].sourceList[0].type", "[3].ilmd.materialType"),
    ),
    "Combination_of_non_standard_bizStep_and_disposition": ("[0].bizStep", "[1].disposition"),
    "EPCISDocument_without_context": ("[0].@context",),
    "ObjectEvent_with_ilmd_field_without_namespace": ("[0].ilmd.materialType",),
    "ObjectEvent_with_invalid_action": ("[0].action",),
    "ObjectEvent_with_invalid_certificationInfo": ("[0].certificationInfo[0]",),
    "ObjectEvent_with_invalid_eventTime_format": ("[0].eventTime",),
    "ObjectEvent_with_non_standard_bizStep": ("[0].bizStep",),
    "ObjectEvent_with_non_standard_bizStep_in_second_event": ("[1].bizStep",),
    "ObjectEvent_with_non_standard_disposition": ("[0].disposition",),
    "ObjectEvent_with_quantity_as_text": ("[0].quantityList[0].quantity",),
    "ObjectEvent_with_unknown_field_in_quantityList": ("[0].quantityList[0].weight",),
    "ObjectEvent_without_action_and_eventTime": ("[0].action", "[0].eventTime"),
    "ObjectEvent_without_identifier_list": ("[0]",),
    "QueryDocument_with_invalid_action": ("[0].action",),
    "QueryDocument_with_invalid_eventType": ("[0].type",),
}
"""What is wrong with each published invalid document, from its name: places in its event list."""


@pytest.mark.parametrize(
    "path", files(f"{JSON}/Capture/Invalid/*.json", f"{JSON}/Query/Invalid/*.json")
)
def test_an_invalid_document_is_refused_with_the_faulty_path(path: Path) -> None:
    told = list(documents.read(path.read_bytes()))
    places = {v.path.partition("eventList")[2] for one in told for v in one.faults}
    assert places >= set(INVALID[path.stem])
    assert all(v.code and v.message for one in told for v in one.faults)
    assert [one.event is None for one in told] == [bool(one.faults) for one in told]


# An expander of its own, so that the codec is not compared with itself.

_STANDARD = re.compile(
    r"(?:https://ref\.gs1\.org/cbv/(?:BizStep|Disp|BTT|SDT|ER|Comp)-"
    r"|urn:epcglobal:cbv:(?:bizstep|disp|btt|sdt|er):|https://gs1\.org/voc/)(\w+)"
)
_PREFIXES = {
    "cbv": "https://ref.gs1.org/cbv/",
    "gs1": "https://gs1.org/voc/",
    "cbvmda": "urn:epcglobal:cbv:mda:",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
}


def _meaning(found: Any) -> list[Any]:
    """The events of a document with names in full, times as instants, words bare."""
    prefixes = _PREFIXES | _declared(found)
    if "epcisBody" not in found:
        return [_full(found, prefixes)]
    body = found["epcisBody"]
    body = body.get("queryResults", {}).get("resultsBody", body)
    return [_full(event, prefixes | _declared(event)) for event in body["eventList"]]


def _declared(found: Mapping[str, Any]) -> dict[str, str]:
    parts = found.get("@context", [])
    return {k: v for part in parts if isinstance(part, dict) for k, v in part.items()}


def _full(value: Any, prefixes: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {
            _name(key, prefixes): _full([item] if key == "certificationInfo" else item, prefixes)
            for key, item in value.items()
            if key != "@context" and item != []
        }
    if isinstance(value, list):
        return [_full(item, prefixes) for item in value]
    if isinstance(value, str):
        return _value(value, prefixes)
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _name(name: str, prefixes: Mapping[str, str]) -> str:
    prefix, colon, local = name.partition(":")
    return prefixes[prefix] + local if colon and prefix in prefixes else name


def _value(value: str, prefixes: Mapping[str, str]) -> Any:
    if re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)", value):
        return datetime.fromisoformat(value)
    full = _name(value, prefixes)
    match = _STANDARD.fullmatch(full)
    return match[1] if match else full
