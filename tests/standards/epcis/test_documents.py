"""Documents give every event or its faults, in either syntax, and can be written again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gozinto.errors import Malformed
from gozinto.standards.epcis import documents
from gozinto.standards.epcis.documents import Syntax
from gozinto.standards.epcis.envelopes import Described, Envelope, MasterData
from gozinto.standards.epcis.events import Event, ObjectEvent
from gozinto.standards.epcis.limits import Limits
from gozinto.standards.epcis.namespaces import CONTEXT_URL

from .made_events import events
from .written import written

LOT = "https://id.demo.example/class/compound-7/C-11"
RECEIPT: Mapping[str, Any] = {
    "type": "ObjectEvent",
    "eventID": "urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8",
    "eventTime": "2026-03-04T10:00:00.000+01:00",
    "eventTimeZoneOffset": "+01:00",
    "action": "OBSERVE",
    "bizStep": "receiving",
    "epcList": [LOT],
}
XML_RECEIPT = f"""<ObjectEvent>
  <eventTime>2026-03-04T10:00:00.000+01:00</eventTime>
  <eventTimeZoneOffset>+01:00</eventTimeZoneOffset>
  <eventID>urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8</eventID>
  <epcList><epc>{LOT}</epc></epcList>
  <action>OBSERVE</action>
  <bizStep>urn:epcglobal:cbv:bizstep:receiving</bizStep>
</ObjectEvent>"""


def document(*found: Any, **changes: Any) -> dict[str, Any]:
    """A document as a partner would send it, with changes; None removes a member."""
    whole: dict[str, Any] = {
        "@context": [CONTEXT_URL, {"acme": "https://acme.example/ns/"}],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-03-04T11:00:00Z",
        "epcisBody": {"eventList": list(found)},
    }
    whole.update(changes)
    return {name: value for name, value in whole.items() if value is not None}


def xml(*found: str, version: str = "2", header: str = "") -> bytes:
    """An XML document of these events."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:{version}"
  xmlns:acme="https://acme.example/ns/" schemaVersion="{version}.0"
  creationDate="2026-03-04T11:00:00Z">{header}
<EPCISBody><EventList>{"".join(found)}</EventList></EPCISBody></epcis:EPCISDocument>""".encode()


def faults(source: bytes | str | dict[str, Any]) -> list[tuple[str, str]]:
    """Code and path of everything wrong with a document."""
    if isinstance(source, dict):
        source = json.dumps(source)
    found = documents.read(source.encode() if isinstance(source, str) else source)
    told = [v for one in found for v in one.faults]
    return [(v.code, v.path) for v in [*told, *found.faults]]


@given(st.lists(events(), max_size=3))
@settings(max_examples=100, deadline=None)
def test_any_events_survive_json_to_xml_to_json(made: list[Event]) -> None:
    from_xml = documents.read_all(written(made, "xml"))
    assert from_xml == made
    from_json = documents.read_all(written(from_xml, "json"))
    assert from_json == made
    assert documents.read_all(written(from_json, "xml")) == made


@given(events())
@settings(max_examples=50, deadline=None)
def test_a_bare_event_is_a_document_of_one(event: Event) -> None:
    inside = written([event], "xml").partition(b"<EventList>\n")[2].partition(b"\n</EventList>")[0]
    assert documents.read_all(inside) == [event]


def test_the_same_receipt_in_either_syntax_is_the_same_event() -> None:
    (from_json,) = documents.read_all(json.dumps(document(RECEIPT)).encode())
    (from_xml,) = documents.read_all(xml(XML_RECEIPT))
    assert from_json == from_xml
    assert from_xml.biz_step == "receiving"


def test_each_event_is_told_by_itself() -> None:
    wrong = {**RECEIPT, "eventID": "374d95fc-9457-4a51-bd6a-0bba133845a8", "epcList": ["C-11"]}
    told = list(documents.read(json.dumps(document(RECEIPT, wrong, RECEIPT)).encode()))
    assert [one.index for one in told] == [0, 1, 2]
    assert [one.event is not None for one in told] == [True, False, True]
    assert told[1].event_id == "374d95fc-9457-4a51-bd6a-0bba133845a8"
    assert [(v.code, v.path, v.value) for v in told[1].faults] == [
        ("bare_uuid", "$.epcisBody.eventList[1].eventID", "374d95fc-9457-4a51-bd6a-0bba133845a8"),
        ("bad_uri", "$.epcisBody.eventList[1].epcList[0]", "C-11"),
    ]


def test_the_same_faults_are_told_where_they_are_in_xml() -> None:
    wrong = XML_RECEIPT.replace(LOT, "C-11").replace("urn:uuid:374d", "374d")
    told = list(documents.read(xml(XML_RECEIPT, wrong)))
    assert [one.event is not None for one in told] == [True, False]
    at = "/EPCISDocument/EPCISBody/EventList/*[2]"
    assert [(v.code, v.path) for v in told[1].faults] == [
        ("bare_uuid", f"{at}/eventID"),
        ("bad_uri", f"{at}/epcList/epc[1]"),
    ]


@pytest.mark.parametrize("syntax", ["json", "xml"])
def test_all_or_nothing_tells_every_fault(syntax: Syntax) -> None:
    wrong = {**RECEIPT, "action": "CREATE"}
    source = json.dumps(document(wrong, wrong)).encode()
    if syntax == "xml":
        source = xml(*[XML_RECEIPT.replace("OBSERVE", "CREATE")] * 2)
    with pytest.raises(Malformed) as refused:
        documents.read_all(source)
    assert [v.code for v in refused.value.violations] == ["unknown_action"] * 2


def test_a_context_may_come_after_the_events() -> None:
    late = document(RECEIPT | {"acme:x": 1})
    late["@context"] = late.pop("@context")
    (event,) = documents.read_all(json.dumps(late).encode())
    assert event.extensions == {"https://acme.example/ns/x": 1}


def test_an_events_own_context_wins_over_the_documents() -> None:
    inner = {**RECEIPT, "@context": {"acme": "https://inner.example/"}, "acme:x": 1}
    (event,) = documents.read_all(json.dumps(document(inner)).encode())
    assert event.extensions == {"https://inner.example/x": 1}


@given(st.lists(events(), min_size=1, max_size=3), st.integers(1, 90))
@settings(max_examples=40, deadline=None)
@pytest.mark.parametrize("syntax", ["json", "xml"])
def test_pieces_of_any_size_give_the_same_events(
    syntax: Syntax, made: list[Event], step: int
) -> None:
    source = written(made, syntax)
    with pytest.MonkeyPatch.context() as small:
        small.setattr("gozinto.standards.epcis.json_window.CHUNK", step)
        small.setattr("gozinto.standards.epcis.xml.stream.CHUNK", step)
        small.setattr("gozinto.standards.epcis.xml.stream.LOOK_AHEAD", 700)
        assert documents.read_all(source) == made


ENVELOPE = Envelope(
    kind="query",
    created=datetime(2026, 3, 4, 11, tzinfo=UTC),
    id="https://id.demo.example/doc/7",
    sender="urn:epc:id:sgln:4012345.00001.0",
    receiver="urn:epc:id:sgln:4012345.00002.0",
    instance_identifier="1100220001",
    query_name="Received today",
    subscription_id="32d2aec1",
    master_data=(
        MasterData(
            type="urn:epcglobal:epcis:vtype:EPCClass",
            elements=(
                Described(
                    id=LOT,
                    attributes=(
                        ("urn:epcglobal:cbv:mda#regulatedProductName", "Compound 7"),
                        ("https://acme.example/ns/hardness", {"https://acme.example/ns/a": "60"}),
                    ),
                    children=("https://id.demo.example/class/compound-7/C-11a",),
                ),
            ),
        ),
    ),
    header_extensions={"https://acme.example/ns/statement": {"affirmed": Decimal("1.50")}},
    extensions={"https://acme.example/ns/ignore": ["a", "b"]},
    namespaces={"acme": "https://acme.example/ns/"},
)


@pytest.mark.parametrize("syntax", ["json", "xml"])
@pytest.mark.parametrize("kind", ["document", "query"])
def test_what_stands_around_the_events_is_kept(syntax: Syntax, kind: Any) -> None:
    envelope = replace(ENVELOPE, kind=kind)
    if kind == "document":
        envelope = replace(envelope, query_name="", subscription_id="")
    (event,) = documents.read_all(json.dumps(document(RECEIPT)).encode())
    found = documents.read(written([event], syntax, envelope))
    assert [one.event for one in found] == [event]
    assert found.faults == ()
    assert found.envelope == envelope
    assert b"acme:ignore" in written([event], syntax, envelope)


def test_the_senders_prefixes_are_written_again() -> None:
    sent = xml(
        XML_RECEIPT.replace(
            "</ObjectEvent>",
            '<r:wagon xmlns:r="urn:acme:rail:">7</r:wagon><acme:line>2</acme:line></ObjectEvent>',
        )
    )
    (event,) = documents.read_all(sent)
    assert event.extensions == {"urn:acme:rail:wagon": "7", "https://acme.example/ns/line": "2"}
    for syntax in ("json", "xml"):
        text = written([event], syntax).decode()
        assert "r:wagon" in text
        assert "acme:line" in text


def test_a_namespace_without_a_separator_is_told_from_the_local_name() -> None:
    sent = xml(
        XML_RECEIPT.replace("</Obj", '<e:no xmlns:e="http://ns.example.com/e">7</e:no></Obj')
    )
    events_ = documents.read_all(sent)
    through = documents.read_all(written(events_, "json"))
    assert through == events_
    assert b"<e:no>7</e:no>" in written(through, "xml")
    assert b'xmlns:e="http://ns.example.com/e"' in written(through, "xml")


def test_a_namespace_that_xml_does_not_take_is_kept_all_the_same() -> None:
    context = [CONTEXT_URL, {"o": "https://köln.example/"}]
    odd = document(RECEIPT | {"o:x": 7}, **{"@context": context})
    events_ = documents.read_all(json.dumps(odd).encode())
    assert events_[0].extensions == {"https://köln.example/x": 7}
    assert documents.read_all(written(events_, "xml")) == events_


@pytest.mark.parametrize(
    "value", [" two ", "\r\n", "", "\x01", ["a"], [["a"], []], [], {}, None, 7]
)
def test_what_xml_cannot_say_of_a_value_is_marked(value: Any) -> None:
    (event,) = documents.read_all(json.dumps(document(RECEIPT | {"acme:x": value})).encode())
    assert event.extensions == {"https://acme.example/ns/x": value}
    assert documents.read_all(written([event], "xml")) == [event]


def test_events_of_1_2_stand_in_wrappers() -> None:
    transformation = f"""<extension><TransformationEvent>
      <eventTime>2026-03-04T10:00:00Z</eventTime><eventTimeZoneOffset>+00:00</eventTimeZoneOffset>
      <baseExtension><eventID>urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8</eventID>
      </baseExtension>
      <inputEPCList><epc>{LOT}</epc></inputEPCList>
      <outputEPCList><epc>C-12</epc></outputEPCList>
    </TransformationEvent></extension>"""
    told = list(documents.read(xml(XML_RECEIPT, transformation, version="1")))
    assert [one.event_id for one in told] == ["urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8"] * 2
    at = "/EPCISDocument/EPCISBody/EventList/*[2]/TransformationEvent"
    assert [(v.code, v.path) for v in told[1].faults] == [("bad_uri", f"{at}/outputEPCList/epc[1]")]


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"type": "Document"}, "unknown_type", "$.type"),
        ({"type": ["EPCISDocument"]}, "unknown_type", "$.type"),
        ({"schemaVersion": "1.2"}, "unknown_version", "$.schemaVersion"),
        ({"creationDate": "today"}, "bad_time", "$.creationDate"),
        ({"creationDate": None}, "required", "$.creationDate"),
        ({"epcisBody": {}}, "required", "$.epcisBody.eventList"),
        ({"epcisBody": {"eventList": 7}}, "required", "$.epcisBody.eventList"),
        ({"epcisBody": {"eventList": [7]}}, "wrong_type", "$.epcisBody.eventList[0]"),
        ({"@context": []}, "missing_context", "$.@context"),
        ({"@context": [CONTEXT_URL, 7]}, "bad_context", "$.@context"),
        ({"color": "red"}, "unknown_field", "$.color"),
        ({"epcisHeader": {"epcisMasterData": 7}}, "wrong_type", "$.epcisHeader.epcisMasterData"),
    ],
)
def test_what_stands_around_the_events_is_checked(
    changes: dict[str, Any], code: str, path: str
) -> None:
    assert (code, path) in faults(document(**changes))


def test_a_member_that_stands_twice_is_told_with_its_place() -> None:
    text = json.dumps(document(RECEIPT))
    twice = text.replace('"action": "OBSERVE"', '"action": "ADD", "action": "OBSERVE"')
    assert faults(twice) == [("duplicate_key", "$.epcisBody.eventList[0].action")]
    assert ("duplicate_key", "$.schemaVersion") in faults(
        text.replace('"type"', '"schemaVersion": "2.1", "type"', 1)
    )
    again = XML_RECEIPT.replace("<action>", "<action>ADD</action><action>")
    assert faults(xml(again)) == [
        ("duplicate_key", "/EPCISDocument/EPCISBody/EventList/*[1]/action")
    ]


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("</Obj", "<madeUp>x</madeUp></Obj", "unknown_field", "/madeUp"),
        ("<epcList>", "<epcList>stray", "stray_text", "/epcList"),
        ("</eventID>", "</eventID>stray", "stray_text", ""),
        ("<epc>", "<epc/><epc>", "empty", "/epcList/epc[1]"),
        ("<epcList>", "<epcList><gtin>7</gtin>", "unknown_field", "/epcList/gtin"),
        (">OBSERVE<", "><b>OBSERVE</b><", "unknown_action", "/action"),
        ("<action>OBSERVE</action>", "", "required", "/action"),
        ("+01:00</eventTime>", "</eventTime>", "missing_zone", "/eventTime"),
        ("</Obj", "<acme:a>" * 70 + "</acme:a>" * 70 + "</Obj", "too_deep", None),
    ],
)
def test_faults_of_xml_have_their_place(old: str, new: str, code: str, place: str | None) -> None:
    found = faults(xml(XML_RECEIPT.replace(old, new)))
    assert [c for c, _ in found] == [code]
    if place is not None:
        assert found[0][1] == f"/EPCISDocument/EPCISBody/EventList/*[1]{place}"


def test_elements_out_of_the_schemas_order_are_told() -> None:
    first = "<action>OBSERVE</action>"
    moved = XML_RECEIPT.replace(first, "").replace("<ObjectEvent>", f"<ObjectEvent>{first}")
    assert ("wrong_order", "/EPCISDocument/EPCISBody/EventList/*[1]/eventTime") in faults(
        xml(moved)
    )
    assert faults(xml(moved, version="1")) == []


@pytest.mark.parametrize(
    ("media_type", "syntax"),
    [
        ("application/json", "json"),
        ("application/ld+json; charset=utf-8", "json"),
        ("Application/XML", "xml"),
        ("text/xml", "xml"),
    ],
)
def test_a_media_type_names_its_syntax(media_type: str, syntax: str) -> None:
    assert documents.syntax_of(media_type) == syntax


def test_other_media_types_are_refused() -> None:
    with pytest.raises(Malformed) as refused:
        documents.syntax_of("text/csv")
    assert refused.value.code == "unknown_media_type"


def test_numbers_of_events_are_limited_after_those_before_were_told() -> None:
    for source in (json.dumps(document(*[RECEIPT] * 3)).encode(), xml(*[XML_RECEIPT] * 3)):
        told = []
        with pytest.raises(Exception, match="more than 2 events") as refused:
            told.extend(documents.read(source, limits=Limits(events=2)))
        assert getattr(refused.value, "code", "") == "too_many_events"


def test_an_unspecified_quantity_may_be_nil() -> None:
    nil = '<quantity xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:nil="true"/>'
    one = f"<quantityElement><epcClass>{LOT}</epcClass>{nil}</quantityElement>"
    listed = f"<quantityList>{one}</quantityList></Obj"
    (event,) = documents.read_all(xml(XML_RECEIPT.replace("</Obj", listed)))
    assert isinstance(event, ObjectEvent)
    assert event.quantity_list[0].quantity is None
