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
from gozinto.standards.epcis import jsonld

from .published import files

OPENEPCIS = "openepcis-test-resources/2.0/EPCIS/JSON"
HASHED = "epcis-event-hash-generator/tests"

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


def _bytes(path: Path) -> bytes:
    return path.read_bytes()


@pytest.mark.parametrize(
    "path",
    files(
        f"{OPENEPCIS}/Capture/Documents/*.json",
        f"{OPENEPCIS}/Capture/Events/*.json",
        f"{OPENEPCIS}/Query/*.json",
        f"{HASHED}/examples/*.jsonld",
        f"{HASHED}/expected_equal/*.json",
        without=CONTRADICTORY,
    ),
)
def test_a_valid_document_is_read_and_written_losslessly(path: Path) -> None:
    sent = _meaning(exact_json.parse(_bytes(path)))
    events = jsonld.read_document(_bytes(path))
    written = exact_json.render(jsonld.document(events))
    assert _meaning(exact_json.parse(written)) == sent
    assert jsonld.read_document(written) == events
    for event in events:
        assert jsonld.loads(jsonld.dumps(event)) == event


@pytest.mark.parametrize("path", files(*(f"{OPENEPCIS}/**/{name}" for name in CONTRADICTORY)))
def test_a_contradictory_document_is_refused_for_that_reason_alone(path: Path) -> None:
    with pytest.raises(Malformed) as refused:
        jsonld.read_document(_bytes(path))
    assert {v.code for v in refused.value.violations} == {"unknown_word"}
    assert {v.value for v in refused.value.violations} == CONTRADICTORY[path.name][0]


@pytest.mark.parametrize(
    "path", files(*(f"{OPENEPCIS}/**/{name}" for name in BEYOND_THE_JSON_SCHEMA))
)
def test_the_standards_text_outranks_its_json_schema(path: Path) -> None:
    events = jsonld.read_document(_bytes(path))
    assert any(event.persistent_disposition for event in events)


@pytest.mark.parametrize(
    "path", files(f"{OPENEPCIS}/Capture/Invalid/*.json", f"{OPENEPCIS}/Query/Invalid/*.json")
)
def test_an_invalid_document_is_refused_with_the_faulty_path(path: Path) -> None:
    with pytest.raises(Malformed) as refused:
        jsonld.read_document(_bytes(path))
    assert refused.value.violations
    for violation in refused.value.violations:
        assert violation.code
        assert violation.path.startswith("$.")


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
