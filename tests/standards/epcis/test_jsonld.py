"""Events survive the way out and back; what is wrong is told at once, with path and value."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings

from gozinto.errors import Malformed, TooLarge
from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.events import Event, ObjectEvent, QuantityElement
from gozinto.standards.epcis.gozinto import NAMESPACE, Context, LinkDetail, Slot
from gozinto.standards.epcis.namespaces import CONTEXT_URL

from .made_events import events

LOT = "https://id.demo.example/class/compound-7/C-11"


def received(**changes: Any) -> dict[str, Any]:
    """A receipt as a partner would send it, with changes; None removes a member."""
    event: dict[str, Any] = {
        "@context": [CONTEXT_URL, {"acme": "https://acme.example/ns/"}],
        "type": "ObjectEvent",
        "eventID": "urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8",
        "eventTime": "2026-03-04T10:00:00.000+01:00",
        "eventTimeZoneOffset": "+01:00",
        "action": "OBSERVE",
        "bizStep": "receiving",
        "quantityList": [{"epcClass": LOT, "quantity": Decimal("1.850"), "uom": "KGM"}],
    }
    event.update(changes)
    return {name: value for name, value in event.items() if value is not None}


def fingerprint(event: Event) -> bytes:
    """What tells this event from others."""
    return jsonld.stored(event)[1]


def faults(obj: Any) -> list[tuple[str, str]]:
    with pytest.raises(Malformed) as refused:
        jsonld.read(obj)
    return [(violation.code, violation.path) for violation in refused.value.violations]


@given(events())
@settings(max_examples=300, deadline=None)
def test_any_event_survives_the_way_out_and_back(event: Event) -> None:
    assert jsonld.read(jsonld.write(event)) == event
    text = jsonld.dumps(event)
    back = jsonld.loads(text)
    assert back == event
    assert jsonld.dumps(back) == text
    assert fingerprint(back) == fingerprint(event)
    assert "\n" not in text
    assert jsonld.check(event) == []


@given(events(), events())
@settings(max_examples=100, deadline=None)
def test_equal_fingerprints_mean_equal_events(first: Event, second: Event) -> None:
    same = replace(first, record_time=None) == replace(second, record_time=None)
    assert (fingerprint(first) == fingerprint(second)) == same


def test_the_fingerprint_passes_over_record_time_and_idle_zeros() -> None:
    event = jsonld.read(received())
    recorded = replace(event, record_time=datetime(2026, 3, 4, tzinfo=UTC))
    assert fingerprint(recorded) == fingerprint(event)
    amount = QuantityElement(epc_class=LOT, quantity=Decimal("1.85"), uom="KGM")
    assert isinstance(event, ObjectEvent)
    assert fingerprint(replace(event, quantity_list=(amount,))) == fingerprint(event)
    more = QuantityElement(epc_class=LOT, quantity=Decimal("1.86"), uom="KGM")
    assert fingerprint(replace(event, quantity_list=(more,))) != fingerprint(event)


def test_every_digit_of_a_quantity_is_written() -> None:
    assert '"quantity":1.850' in jsonld.dumps(jsonld.read(received()))


def test_times_are_one_instant_in_whatever_zone_they_came() -> None:
    here = jsonld.read(received())
    utc = jsonld.read(received(eventTime="2026-03-04T09:00:00Z"))
    assert here == utc
    assert jsonld.dumps(here) == jsonld.dumps(utc)
    assert here.event_time.utcoffset() == timedelta(hours=1)


@pytest.mark.parametrize(
    "form",
    [
        "receiving",
        "https://ref.gs1.org/cbv/BizStep-receiving",
        "cbv:BizStep-receiving",
        "urn:epcglobal:cbv:bizstep:receiving",
    ],
)
def test_every_form_of_a_standard_word_reads_as_the_bare_word(form: str) -> None:
    event = jsonld.read(received(bizStep=form))
    assert event.biz_step == "receiving"
    assert jsonld.write(event)["bizStep"] == "receiving"


def test_a_companys_own_step_is_kept_as_full_uri() -> None:
    assert jsonld.read(received(bizStep="acme:curing")).biz_step == "https://acme.example/ns/curing"


def test_extensions_have_full_names_inside_and_prefixes_outside() -> None:
    event = jsonld.read(received(**{"acme:line": {"acme:no": 7, "note": "a:b"}}))
    assert event.extensions == {
        "https://acme.example/ns/line": {"https://acme.example/ns/no": 7, "note": "a:b"}
    }
    written = jsonld.write(event)
    assert written["@context"] == [CONTEXT_URL, {"acme": "https://acme.example/ns/"}]
    assert written["acme:line"] == {"acme:no": 7, "note": "a:b"}


def test_a_prefix_that_a_value_begins_with_is_not_declared() -> None:
    event = jsonld.read(received(**{"acme:line": 1}))
    own = replace(event, biz_step="acme:curing")
    written = jsonld.write(own)
    assert written["@context"] == [CONTEXT_URL, {"ext1": "https://acme.example/ns/"}]
    assert jsonld.read(written) == own


def test_our_own_words_travel_under_their_own_prefix() -> None:
    context = Context(
        person="P-17",
        flow="batch",
        links=(LinkDetail(id=LOT, slot=Slot(name="belt", position="1"), quantity=Decimal("0.10")),),
    )
    event = replace(jsonld.read(received()), extensions=context.extensions())
    written = jsonld.write(event)
    assert written["@context"] == [CONTEXT_URL, {"gozinto": NAMESPACE}]
    assert written["gozinto:person"] == "P-17"
    assert Context.of(jsonld.loads(jsonld.dumps(event))) == context


def test_floats_of_a_caller_become_their_shortest_decimal() -> None:
    event = jsonld.read(received(quantityList=[{"epcClass": LOT, "quantity": 0.1, "uom": "KGM"}]))
    assert isinstance(event, ObjectEvent)
    assert event.quantity_list[0].quantity == Decimal("0.1")


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"@context": None}, "missing_context", "$.@context"),
        ({"@context": [CONTEXT_URL, {"a": 7}]}, "bad_context", "$.@context"),
        ({"@context": [CONTEXT_URL, 7]}, "bad_context", "$.@context"),
        ({"type": None}, "required", "$.type"),
        ({"type": "Object"}, "unknown_type", "$.type"),
        ({"eventTime": None}, "required", "$.eventTime"),
        ({"eventTime": "2026-03-04T10:00:00"}, "missing_zone", "$.eventTime"),
        ({"eventTime": "2026-03-04"}, "bad_time", "$.eventTime"),
        ({"eventTime": "2026-02-30T10:00:00Z"}, "bad_time", "$.eventTime"),
        ({"eventTime": "0001-01-01T00:00:00+14:00"}, "bad_time", "$.eventTime"),
        ({"eventTime": 1772614800}, "bad_time", "$.eventTime"),
        ({"eventTimeZoneOffset": None}, "required", "$.eventTimeZoneOffset"),
        ({"eventTimeZoneOffset": "Z"}, "bad_offset", "$.eventTimeZoneOffset"),
        ({"eventTimeZoneOffset": "+25:00"}, "bad_offset", "$.eventTimeZoneOffset"),
        ({"action": None}, "required", "$.action"),
        ({"action": "CREATE"}, "unknown_action", "$.action"),
        ({"action": ["ADD"]}, "unknown_action", "$.action"),
        ({"bizStep": "transforming"}, "unknown_word", "$.bizStep"),
        ({"bizStep": ""}, "empty", "$.bizStep"),
        ({"bizStep": 7}, "wrong_type", "$.bizStep"),
        ({"disposition": "in_transport"}, "unknown_word", "$.disposition"),
        ({"eventID": "374d95fc-9457-4a51-bd6a-0bba133845a8"}, "bare_uuid", "$.eventID"),
        ({"eventID": "urn:uuid:374d95fc"}, "bad_uri", "$.eventID"),
        ({"epcList": ["IA-23092018-001"]}, "bad_uri", "$.epcList[0]"),
        ({"epcList": ["https://id.example/a b"]}, "bad_uri", "$.epcList[0]"),
        ({"epcList": ["https://id.example/50%"]}, "bad_uri", "$.epcList[0]"),
        ({"epcList": ["https:no-authority"]}, "bad_uri", "$.epcList[0]"),
        ({"epcList": ["urn:"]}, "bad_uri", "$.epcList[0]"),
        ({"epcList": ["https://id.example/" + "x" * 2000]}, "bad_uri", "$.epcList[0]"),
        ({"epcList": [""]}, "empty", "$.epcList[0]"),
        ({"epcList": [7]}, "wrong_type", "$.epcList[0]"),
        ({"epcList": LOT}, "wrong_type", "$.epcList"),
        ({"quantityList": None}, "missing_identifiers", "$"),
        ({"quantityList": [{"quantity": 1}]}, "required", "$.quantityList[0].epcClass"),
        ({"quantityList": ["x"]}, "wrong_type", "$.quantityList[0]"),
        ({"readPoint": {}}, "required", "$.readPoint.id"),
        ({"readPoint": LOT}, "wrong_type", "$.readPoint"),
        ({"sourceList": [{"source": LOT}]}, "required", "$.sourceList[0].type"),
        (
            {"sourceList": [{"type": "place", "source": LOT}]},
            "unknown_word",
            "$.sourceList[0].type",
        ),
        ({"persistentDisposition": {}}, "empty", "$.persistentDisposition"),
        ({"errorDeclaration": {}}, "required", "$.errorDeclaration.declarationTime"),
        (
            {"errorDeclaration": None, "certificationInfo": [{}]},
            "wrong_type",
            "$.certificationInfo[0]",
        ),
        ({"sensorElementList": [{}]}, "required", "$.sensorElementList[0].sensorReport"),
        ({"ilmd": {"soil": 1}}, "unknown_field", "$.ilmd.soil"),
        ({"childEPCs": []}, "unknown_field", "$.childEPCs"),
        ({"other:x": 1}, "unknown_prefix", "$.other:x"),
        ({"acme:x": {"other:y": 1}}, "unknown_prefix", "$.acme:x.other:y"),
        ({"@context": [CONTEXT_URL, {"t": "tag:"}], "t:": 1}, "unknown_prefix", "$.t:"),
        ({"acme:x": "a\x00b"}, "bad_text", "$.acme:x"),
        ({"acme:x": ["\ud83d"]}, "bad_text", "$.acme:x[0]"),
        ({"acme:x": "x" * 100_001}, "too_long", "$.acme:x"),
        ({"acme:x": Decimal("1E+999")}, "not_a_number", "$.acme:x"),
        ({"acme:x": {"@context": {}}}, "bad_context", "$.acme:x.@context"),
        (
            {"acme:x": 1, "https://acme.example/ns/x": 2},
            "duplicate_key",
            "$.https://acme.example/ns/x",
        ),
    ],
)
def test_each_fault_has_code_and_path(changes: dict[str, Any], code: str, path: str) -> None:
    found = faults(received(**changes))
    assert (code, path) in found
    assert {c for c, _ in found} <= {code, "missing_context", "unknown_prefix", "required"}


@pytest.mark.parametrize(
    ("element", "code"),
    [
        ({"quantity": Decimal(-1), "uom": "KGM"}, "negative_quantity"),
        ({"quantity": Decimal("1E+400"), "uom": "KGM"}, "not_a_number"),
        ({"quantity": float("nan"), "uom": "KGM"}, "not_a_number"),
        ({"quantity": "twenty"}, "wrong_type"),
        ({"quantity": True}, "wrong_type"),
        ({"quantity": None}, "wrong_type"),
        ({"quantity": 1, "uom": "KG"}, "unknown_unit"),
        ({"quantity": 1, "uom": "kgm"}, "unknown_unit"),
        ({"uom": "KGM"}, "unit_without_quantity"),
        ({"quantity": 1, "weight": 5}, "unknown_field"),
    ],
)
def test_bad_quantities_are_refused(element: dict[str, Any], code: str) -> None:
    found = faults(received(quantityList=[{"epcClass": LOT, **element}]))
    assert [c for c, _ in found] == [code]


def test_very_many_faults_are_counted() -> None:
    found = faults(received(epcList=["7"] * 5000))
    assert len(found) == 1000
    assert found[-1] == ("more_faults", "")


def test_all_faults_are_told_at_once() -> None:
    found = faults(received(eventTime="yesterday", action="CREATE", bizStep="x", epcList=["7"]))
    assert sorted(code for code, _ in found) == [
        "bad_time",
        "bad_uri",
        "unknown_action",
        "unknown_word",
    ]


def test_a_violation_quotes_the_value_and_tells_the_next_step() -> None:
    with pytest.raises(Malformed) as refused:
        jsonld.read(received(bizStep="recieving"))
    (violation,) = refused.value.violations
    assert violation.value == "recieving"
    assert "receiving" in violation.next_step


@pytest.mark.parametrize("obj", [None, 7, "x", [], [{}]])
def test_what_is_no_object_is_no_event(obj: Any) -> None:
    assert faults(obj) == [("wrong_type", "$")]


TYPES: dict[str, tuple[dict[str, Any], str]] = {
    "aggregation without parent": ({"type": "AggregationEvent", "childEPCs": [LOT]}, "ADD"),
    "aggregation without children": ({"type": "AggregationEvent", "parentID": LOT}, "ADD"),
    "association without parent": ({"type": "AssociationEvent", "childEPCs": [LOT]}, "OBSERVE"),
    "association without children": ({"type": "AssociationEvent", "parentID": LOT}, "ADD"),
    "transaction without transactions": ({"type": "TransactionEvent", "epcList": [LOT]}, "ADD"),
    "transformation without outputs": ({"type": "TransformationEvent", "inputEPCList": [LOT]}, ""),
    "transformation of nothing": ({"type": "TransformationEvent", "transformationID": LOT}, ""),
}


@pytest.mark.parametrize("name", TYPES)
def test_each_type_names_what_took_part(name: str) -> None:
    changes, action = TYPES[name]
    obj = received(quantityList=None, action=action or None, **changes)
    assert {code for code, _ in faults(obj)} <= {"missing_identifiers", "required"}


def test_delete_of_all_children_names_the_parent_alone() -> None:
    obj = received(type="AggregationEvent", quantityList=None, action="DELETE", parentID=LOT)
    assert jsonld.read(obj).type == "AggregationEvent"


def test_inputs_alone_belong_to_a_transformation_id() -> None:
    obj = received(
        type="TransformationEvent",
        quantityList=None,
        action=None,
        transformationID="https://id.demo.example/run/7",
        inputEPCList=[LOT],
    )
    assert jsonld.read(obj).type == "TransformationEvent"


def test_an_event_built_here_is_checked_by_the_same_rules() -> None:
    event = ObjectEvent(
        event_time=datetime(2026, 3, 4, tzinfo=timezone(timedelta(hours=1))),
        action="ADD",
        epc_list=("0444232322",),
        quantity_list=(QuantityElement(epc_class=LOT, quantity=Decimal(-1), uom="KG"),),
    )
    assert [v.code for v in jsonld.check(event)] == ["bad_uri", "unknown_unit", "negative_quantity"]


def test_what_cannot_be_written_is_refused() -> None:
    naive = ObjectEvent(event_time=datetime(2026, 3, 4), action="ADD")  # noqa: DTZ001 on purpose
    with pytest.raises(Malformed) as refused:
        jsonld.write(naive)
    assert refused.value.code == "missing_zone"
    nameless = replace(naive, event_time=datetime(2026, 3, 4, tzinfo=UTC), extensions={"a:": 1})
    with pytest.raises(Malformed) as refused:
        jsonld.write(nameless)
    assert refused.value.code == "unknown_prefix"


def test_limits_hold_for_one_event_too() -> None:
    with pytest.raises(TooLarge):
        jsonld.loads("[" * 200_000)
    with pytest.raises(TooLarge):
        jsonld.loads(b" " * 100, max_bytes=99)
