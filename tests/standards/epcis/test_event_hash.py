"""The event hash: what counts, what does not, and in which form."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.event_hash import event_hash, tree
from gozinto.standards.epcis.events import (
    ErrorDeclaration,
    Event,
    ObjectEvent,
    Place,
    QuantityElement,
    SensorElement,
    TypedReference,
)
from gozinto.standards.epcis.pre_hash import Node, canonical_value, pre_hash

from .made_events import events

TYRE = "https://id.gs1.org/01/04012345123456/21/T-1"
AT = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


def _seen(**told: Any) -> ObjectEvent:
    return replace(ObjectEvent(event_time=AT, action="OBSERVE", epc_list=(TYRE,)), **told)


def test_the_hash_is_a_named_information_uri() -> None:
    scheme, _, rest = event_hash(_seen()).partition(";")
    digest, _, version = rest.partition("?")
    assert (scheme, version) == ("ni:///sha-256", "ver=CBV2.0")
    assert len(digest) == 64


def test_who_recorded_it_when_and_under_which_id_does_not_count() -> None:
    declaration = ErrorDeclaration(declaration_time=AT, reason="did_not_occur")
    told_again = _seen(event_id="urn:x:1", record_time=AT, error_declaration=declaration)
    assert event_hash(told_again) == event_hash(_seen())


@pytest.mark.parametrize(
    ("told", "also"),
    [
        ({"epc_list": (TYRE,)}, {"epc_list": ("urn:epc:id:sgtin:4012345.012345.T-1",)}),
        (
            {"epc_list": (TYRE,)},
            {"epc_list": ("https://id.maker.example/01/4012345123456/21/T-1?linkType=all",)},
        ),
        ({"epc_list": (TYRE, "urn:x:1")}, {"epc_list": ("urn:x:1", TYRE)}),
        (
            {"biz_step": "https://ref.gs1.org/cbv/BizStep-shipping"},
            {"biz_step": "shipping"},
        ),
        (
            {"extensions": {"https://maker.example/ns#step": "urn:epcglobal:cbv:disp:expired"}},
            {
                "extensions": {
                    "https://maker.example/ns#step": "https://ref.gs1.org/cbv/Disp-expired"
                }
            },
        ),
        (
            {"quantity_list": (QuantityElement(epc_class=TYRE, quantity=Decimal("1.50")),)},
            {"quantity_list": (QuantityElement(epc_class=TYRE, quantity=Decimal("1.5")),)},
        ),
        ({"event_time": AT.astimezone(timezone(timedelta(hours=2)))}, {"event_time": AT}),
    ],
)
def test_two_ways_to_say_the_same_have_one_hash(told: dict[str, Any], also: dict[str, Any]) -> None:
    assert event_hash(_seen(**told)) == event_hash(_seen(**also))


@pytest.mark.parametrize(
    "told",
    [
        {"event_time_zone_offset": "+01:00"},
        {"action": "ADD"},
        {"epc_list": (TYRE, TYRE)},
        {"epc_list": ("https://id.demo.example/obj/TYRE/T-1",)},
        {"disposition": "expired"},
        {"read_point": Place(id="urn:x:door")},
        {"read_point": Place(id="urn:x:door", extensions={"https://maker.example/ns#lane": 2})},
        {"ilmd": {"urn:epcglobal:cbv:mda:lotNumber": "L1"}},
        {"certification_info": ("https://maker.example/certificate",)},
        {"source_list": (TypedReference(type="location", value="urn:x:door"),)},
        {"sensor_element_list": (SensorElement(sensor_report=({"bizRules": "urn:x:rule"},)),)},
        {"extensions": {"https://maker.example/ns#shift": "early"}},
    ],
)
def test_whatever_is_said_counts(told: dict[str, Any]) -> None:
    assert event_hash(_seen(**told)) != event_hash(_seen())


def test_what_a_document_asks_to_leave_out_does_not_count() -> None:
    told = _seen(extensions={"https://repository.example/ns#captured": "today"})
    asked = ["https://repository.example/ns#captured"]
    assert event_hash(told, ignored=asked) == event_hash(_seen())


def test_an_extension_stands_at_the_end_of_what_it_extends() -> None:
    place = Place(id="urn:x:door", extensions={"https://maker.example/ns#lane": Decimal("2.0")})
    text = pre_hash(tree(_seen(read_point=place, extensions={"https://maker.example/ns#z": None})))
    assert text.endswith(
        "readPointid=urn:x:door{https://maker.example/ns#}lane=2{https://maker.example/ns#}z"
    )


def test_a_name_is_divided_where_its_sender_divided_it() -> None:
    told = _seen(extensions={"https://maker.example/epciscolour": "red"})
    assert pre_hash(tree(told)).endswith("{https://maker.example/}epciscolour=red")
    told = replace(told, namespaces={"m": "https://maker.example/epcis", "n": "https://maker"})
    assert pre_hash(tree(told)).endswith("{https://maker.example/epcis}colour=red")


@pytest.mark.parametrize(
    ("sent", "hashed"),
    [
        ("2026-03-04T10:30:00.1415+01:00", "2026-03-04T09:30:00.142Z"),
        ("2026-03-04T09:30:00.1414999Z", "2026-03-04T09:30:00.141Z"),
        ("2026-03-04T09:30:00.2005Z", "2026-03-04T09:30:00.201Z"),
        ("2026-03-04T09:29:59.9995Z", "2026-03-04T09:30:00.000Z"),
        ("2026-03-04T09:30:00", "2026-03-04T09:30:00"),
        ("9999-12-31T23:59:59.9999Z", "9999-12-31T23:59:59.9999Z"),
        ("this morning", "this morning"),
    ],
)
def test_times_are_in_utc_with_milliseconds(sent: str, hashed: str) -> None:
    event = Node("ObjectEvent", "", (Node("eventTime", sent),))
    assert pre_hash(event) == f"eventType=ObjectEventeventTime={hashed}"


@pytest.mark.parametrize(
    ("sent", "hashed"),
    [
        ("1.0", "1"),
        ("+0.3400", "0.34"),
        ("007", "7"),
        ("1e3", "1000"),
        ("-0.0", "0"),
        ("1e999", "1e999"),
        ("nan", "nan"),
        ("1_000", "1_000"),
        ("9007199254740993", "9007199254740992"),
        ("it's", "it's"),
        ("https://maker.example/it%27s", "https://maker.example/it%27s"),
        ("https://id.gs1.org/415/4012345000054", "https://id.gs1.org/415/4012345000054"),
    ],
)
def test_values_have_one_form(sent: str, hashed: str) -> None:
    assert canonical_value(sent) == hashed


@given(event=events())
def test_any_event_has_a_hash_that_its_id_does_not_change(event: Event) -> None:
    again = replace(event, event_id="urn:uuid:00000000-0000-4000-8000-000000000001")
    assert event_hash(event) == event_hash(again)


@given(event=events())
def test_an_event_has_the_hash_of_its_document(event: Event) -> None:
    assert event_hash(jsonld.loads(jsonld.dumps(event))) == event_hash(event)
