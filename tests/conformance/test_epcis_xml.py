"""Published EPCIS XML, 2.0 and 1.2: read, written losslessly, and the same as its JSON twin."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from gozinto.errors import Malformed
from gozinto.standards.epcis import documents

from ..standards.epcis.written import written
from .published import HASHED, OPENEPCIS, files
from .test_epcis_json import CONTRADICTORY as JSON_CONTRADICTORY

XML = f"{OPENEPCIS}/2.0/EPCIS/XML"
OLD = f"{OPENEPCIS}/1.2/EPCIS/XML"

_NO_SECONDS = "a time without seconds is no dateTime of XML Schema"
CONTRADICTORY: Mapping[str, tuple[set[str], str]] = {
    "2.0/EPCIS/XML/Capture/Documents/JumbledFieldsOrder.xml": (
        {"wrong_order"},
        "the schema makes an event a sequence; it refuses this document too",
    ),
    "2.0/EPCIS/XML/Query/JumbledFieldsOrder.xml": (
        {"wrong_order"},
        "the schema makes an event a sequence; it refuses this document too",
    ),
    "2.0/EPCIS/XML/Query/Combination_of_different_event.xml": (
        {"required"},
        "creationDate is required; it says createdAt",
    ),
    "2.0/EPCIS/XML/Query/ObjectEventWithAllPossibleFields.xml": ({"bad_time"}, _NO_SECONDS),
    "2.0/EPCIS/XML/Query/TransformationEvent_with_error_declaration.xml": (
        {"bad_time"},
        _NO_SECONDS,
    ),
    "1.2/EPCIS/XML/Capture/Documents/TransactionEvent_all_possible_fields.xml": (
        {"bad_time"},
        _NO_SECONDS,
    ),
    "1.2/EPCIS/XML/Capture/Documents/ObjectEvent_all_possible_fields.xml": (
        {"bad_uri"},
        "a certificate is named by a URI, not by a sentence",
    ),
    "tests/examples/SensorDataExamples.xml": (
        {"wrong_order"},
        "the schema has the sensor elements before the master data of the instance",
    ),
    "tests/examples/epcisXmlQueryDocHavingEventWithIgnoreFields.xml": (
        {"unknown_field"},
        "its results stand in no body, where no reader of EPCIS looks for them",
    ),
}
"""Published as valid, yet against the standard: refused, and for this reason alone."""

BEYOND_THE_XML_SCHEMA: Mapping[str, str] = {
    "Namespace_document.xml": "qualified elements: the schema has none, their meaning is plain",
    "Namespace_event.xml": "the same, in an event alone",
}
"""Refused by the official XML schema, yet unmistakable: read."""


def _is_contradictory(path: Path) -> str:
    return next((name for name in CONTRADICTORY if path.as_posix().endswith(name)), "")


PUBLISHED = files(
    f"{XML}/Capture/Documents/*.xml",
    f"{XML}/Capture/Events/*.xml",
    f"{XML}/Query/*.xml",
    f"{XML}/Query/Documents/*.xml",
    f"{OLD}/**/*.xml",
    f"{HASHED}/**/*.xml",
)


@pytest.mark.parametrize("path", PUBLISHED)
def test_a_published_document_is_read_and_written_losslessly(path: Path) -> None:
    found = documents.read(path.read_bytes())
    told = list(found)
    codes = {v.code for one in told for v in one.faults} | {v.code for v in found.faults}
    if name := _is_contradictory(path):
        assert codes == CONTRADICTORY[name][0], CONTRADICTORY[name][1]
        return
    assert codes == set()
    events = [one.event for one in told if one.event is not None]
    assert events
    from_json = documents.read_all(written(events, "json"))
    assert from_json == events
    assert documents.read_all(written(from_json, "xml")) == events


@pytest.mark.parametrize("path", files(*(f"{XML}/**/{name}" for name in BEYOND_THE_XML_SCHEMA)))
def test_qualified_elements_are_the_standards_own(path: Path) -> None:
    (event,) = documents.read_all(path.read_bytes())
    assert event.event_id == "urn:uuid:bf602366-6657-49fb-a729-9610ccef086e"


def test_master_data_of_a_1_2_header_is_kept() -> None:
    (path,) = files(f"{OLD}/**/GS1_US_Pharma_Example_2_2_1_1.xml")
    if path.marks:
        pytest.skip("the published test data is missing")
    (source,) = path.values
    found = documents.read(Path(str(source)).read_bytes())
    assert all(one.event for one in found)
    assert found.envelope.sender == "urn:epc:id:sgln:030001.111111.0"
    classes, locations = found.envelope.master_data
    assert len(classes.elements) == 2
    assert len(locations.elements) == 4
    assert ("urn:epcglobal:cbv:mda#city", "Thousand Oaks") in locations.elements[0].attributes
    assert any("guidelineVersion" in name for name in found.envelope.header_extensions)


INVALID: Mapping[str, str] = {
    "ObjectEvent_bare_event_without_action": "/ObjectEvent/action",
    "ObjectEvent_with_invalid_action": "/action",
    "ObjectEvent_with_invalid_eventTime_format": "/eventTime",
    "ObjectEvent_with_near_miss_action": "/action",
    "ObjectEvent_with_unknown_element": "/madeUpField",
    "ObjectEvent_with_wrong_element_order": "/eventTime",
    "ObjectEvent_without_eventTime": "/eventTime",
    "QueryDocument_with_invalid_action": "/action",
    "QueryDocument_with_invalid_eventType": "/EventList/*[1]",
    "QueryDocument_with_missing_value": "/@schemaVersion",
}
"""What is wrong with each published invalid document, from its name: how its path ends."""


@pytest.mark.parametrize(
    "path", files(f"{XML}/Capture/Invalid/*.xml", f"{XML}/Query/Invalid/*.xml")
)
def test_an_invalid_document_is_refused_with_the_faulty_path(path: Path) -> None:
    with pytest.raises(Malformed) as refused:
        documents.read_all(path.read_bytes())
    assert any(v.path.endswith(INVALID[path.stem]) for v in refused.value.violations)


_UNLIKE: Mapping[str, str] = {
    "AssociationEvent_all_possible_fields": "the XML types its numbers, the JSON has them as text",
    "Combination_of_different_event": "an error declared an hour later in the JSON",
    "ObjectEvent_with_comment": "the comment is a comment in XML, a member in JSON",
    "Capture/Documents/epcisDocWithAllGS1Keys": "identifiers as URNs, and as links",
    "Capture/Documents/epcisDocWithSensorComponent": "identifiers as URNs in the one only",
    "Capture/Events/TransformationEvent": "an error declared an hour later in the JSON",
    "Capture/Events/TransactionEvent": "the XML has an axle count that the JSON lacks",
    "Query/queryDocument": "other identifiers",
}
"""Twins that do not say the same, and in what."""


def _twins() -> list[object]:
    found = files(
        f"{OPENEPCIS}/2.0/EPCIS/JSON/Capture/**/*.json",
        f"{OPENEPCIS}/2.0/EPCIS/JSON/Query/*.json",
        f"{HASHED}/examples/*.jsonld",
        without=JSON_CONTRADICTORY,
    )
    return [one for one in found if one.marks or _is_sound_twin(Path(str(one.values[0])))]


def _is_sound_twin(path: Path) -> bool:
    twin = _twin(path)
    return twin.exists() and "Invalid" not in path.parts and not _is_contradictory(twin)


def _twin(path: Path) -> Path:
    return Path(str(path).replace("/JSON/", "/XML/")).with_suffix(".xml")


@pytest.mark.parametrize("path", _twins())
def test_twins_in_json_and_xml_give_equal_events(path: Path) -> None:
    from_json, from_xml = (documents.read_all(one.read_bytes()) for one in (path, _twin(path)))
    is_unlike = any(name in path.as_posix() for name in _UNLIKE)
    assert (from_json == from_xml) == (not is_unlike)
