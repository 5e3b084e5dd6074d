"""One event in, and the events on record out: by every condition, a page at a time."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import quote

import pytest
from django.test import Client

from gozinto import record
from gozinto.record.models import Event as EventRow
from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.event_hash import event_hash
from gozinto.standards.epcis.events import Event
from tests.edges.epcis.sending import post, read
from tests.plants import (
    asset,
    lot,
    mounted,
    packed,
    pallet,
    received,
    run,
    shipped,
    some,
    transformed,
    unit,
    withdrawn,
)

pytestmark = pytest.mark.django_db
HB, SOLVENT, TYRE, BLADDER = lot("HB", "HB-1"), lot("SOL", "S-1"), unit("T", "1"), asset("B-317")

STORY: dict[str, Event] = {
    "receipt": received(some(HB, 900), 1),
    "mixed": transformed(2, run_id=run("MIX"), inputs=[some(HB, 5)], outputs=[some(SOLVENT, 5)]),
    "cured": transformed(3, inputs=[some(SOLVENT, 1)], units_out=[TYRE]),
    "mounted": mounted(BLADDER, 2.5, equipment="PRESS-42"),
    "packed": packed(pallet(1), [TYRE], 4),
    "shipped": shipped([pallet(1)], 5),
}


@pytest.fixture
def story() -> dict[str, str]:
    """The story on record: the name of each event by its id."""
    return {record.capture(event).event_id: name for name, event in STORY.items()}


def asked(program: Client, story: dict[str, str], query: str) -> list[str]:
    """The names of the events that meet a query."""
    return [story[event.event_id] for event in read(program.get(f"/epcis/events?{query}"))]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", list(STORY)),
        ("eventType=TransformationEvent", ["mixed", "cured"]),
        ("eventType=AggregationEvent|AssociationEvent", ["mounted", "packed"]),
        ("EQ_bizStep=receiving", ["receipt"]),
        ("EQ_bizStep=https://ref.gs1.org/cbv/BizStep-shipping", ["shipped"]),
        ("EQ_bizStep=urn:epcglobal:cbv:bizstep:shipping|receiving", ["receipt", "shipped"]),
        ("EQ_disposition=in_transit", ["shipped"]),
        ("EQ_action=ADD", ["mounted", "packed"]),
        (f"EQ_transformationID={run('MIX')}", ["mixed"]),
        ("GE_eventTime=2026-03-02T10:00:00Z", ["packed", "shipped"]),
        ("LT_eventTime=2026-03-02T09:00:00%2B01:00", ["receipt"]),
        ("LT_eventTime=2026-03-02T09:00:00+01:00", ["receipt"]),
        ("GE_recordTime=2999-01-01T00:00:00Z", []),
        (f"MATCH_epc={TYRE}", ["packed"]),
        (f"MATCH_epc={pallet(1)}", ["shipped"]),
        (f"MATCH_anyEPC={TYRE}", ["cured", "packed"]),
        (f"MATCH_outputEPC={TYRE}", ["cured"]),
        (f"MATCH_inputEPC={TYRE}", []),
        (f"MATCH_parentID={pallet(1)}", ["packed"]),
        ("MATCH_parentID=https://id.demo.example/equipment/PRESS-42", ["mounted"]),
        (f"MATCH_epcClass={HB}", ["receipt"]),
        (f"MATCH_inputEPCClass={HB}|{SOLVENT}", ["mixed", "cured"]),
        (f"MATCH_outputEPCClass={SOLVENT}", ["mixed"]),
        (f"MATCH_anyEPCClass={SOLVENT}", ["mixed", "cured"]),
        (f"MATCH_anyEPCClass={HB}&eventType=ObjectEvent", ["receipt"]),
        ("MATCH_epc=urn:epc:idpat:sscc:*.*", ["shipped"]),
        ("orderBy=eventTime&orderDirection=DESC&eventType=TransformationEvent", ["cured", "mixed"]),
        ("orderBy=eventTime", ["receipt", "mixed", "mounted", "cured", "packed", "shipped"]),
    ],
)
def test_a_query_finds_what_it_asks_for(
    program: Client, story: dict[str, str], query: str, expected: list[str]
) -> None:
    assert asked(program, story, query) == expected


@pytest.mark.parametrize("order", ["", "orderBy=eventTime&orderDirection=DESC"])
def test_pages_follow_each_other_and_the_last_one_says_so(
    program: Client, story: dict[str, str], order: str
) -> None:
    whole = asked(program, story, order)
    found, address = [], f"/epcis/events?perPage=4&{order}"
    while address:
        answer = program.get(address)
        found.append([story[event.event_id] for event in read(answer)])
        address = answer.headers.get("Link", "").partition(">")[0].removeprefix("<")
    assert [len(page) for page in found] == [4, 2]
    assert [name for page in found for name in page] == whole


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("EQ_bizstep=shipping", 501, "parameter_not_answered"),
        ("EQ_ILMD_x%23y=1", 501, "parameter_not_answered"),
        ("bizStep=shipping", 400, "bad_parameter"),
        ("eventType=NoEvent", 400, "bad_parameter"),
        ("GE_eventTime=2026-03-02T10:00:00", 400, "bad_parameter"),
        ("GE_eventTime=yesterday", 400, "bad_parameter"),
        ("perPage=0", 400, "bad_parameter"),
        ("perPage=1&perPage=2", 400, "bad_parameter"),
        ("orderBy=bizStep", 400, "bad_parameter"),
        ("nextPageToken=!!!", 400, "bad_page_token"),
        ("MATCH_epc=", 400, "bad_parameter"),
        ("MATCH_epc=%00", 400, "bad_parameter"),
    ],
)
def test_a_question_that_is_not_understood_is_not_answered(
    program: Client, query: str, status: int, code: str
) -> None:
    answer = program.get(f"/epcis/events?{query}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_an_event_leaves_as_it_came(program: Client) -> None:
    sent = replace(STORY["receipt"], event_id="urn:uuid:0190a000-0000-7000-8000-000000000001")
    record.capture(sent)
    for accept in ("application/ld+json", "application/xml"):
        answer = program.get("/epcis/events", headers={"Accept": accept})
        assert answer["Content-Type"] == accept
        (event,) = read(answer)
        assert event.record_time is not None
        assert replace(event, record_time=None) == sent
        assert event_hash(event) == event_hash(sent)


def test_one_event_is_recorded_and_read_at_its_address(program: Client) -> None:
    sent = replace(STORY["receipt"], event_id="urn:uuid:0190a000-0000-7000-8000-000000000001")
    body = jsonld.dumps(sent).encode()
    first = post(program, body, at="events")
    assert first.status_code == 201, first.content
    (event,) = read(program.get(first["Location"]))
    assert replace(event, record_time=None) == sent
    again = post(program, body, at="events")
    assert again.status_code == 409
    assert again.json()["type"] == "epcisException:ResourceAlreadyExistsException"
    assert EventRow.objects.count() == 1


def test_a_faulty_event_is_refused_with_every_fault(program: Client) -> None:
    body = json.loads(jsonld.dumps(STORY["receipt"])) | {"action": "WATCH", "eventTime": "noon"}
    answer = post(program, json.dumps(body).encode(), at="events")
    assert answer.status_code == 400
    assert {v["path"] for v in answer.json()["violations"]} == {"$.action", "$.eventTime"}
    assert EventRow.objects.count() == 0


def test_an_event_comes_with_its_error_declaration(program: Client) -> None:
    sent = replace(STORY["receipt"], event_id="urn:uuid:0190a000-0000-7000-8000-000000000001")
    record.capture(sent)
    record.capture(withdrawn(sent, 9))
    found = read(program.get(f"/epcis/events/{quote(sent.event_id, safe='')}"))
    assert [event.error_declaration is not None for event in found] == [False, True]


def test_an_event_that_nobody_has_is_not_found(program: Client) -> None:
    answer = program.get("/epcis/events/urn:uuid:0190a000-0000-7000-8000-00000000ffff")
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_event")


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("EQ_action=CREATE", "EQ_action"),
        ("MATCH_epc=urn:epc:idpat:sgtim:0614141.*.*", "MATCH_epc"),
        ("MATCH_anyEPC=urn:epc:idpat:sgtin:0614141.107346.[1-20]", "MATCH_anyEPC"),
        (f"MATCH_anyEPC={TYRE}|urn:epc:idpat:", "MATCH_anyEPC"),
        ("MATCH_epcClass=HB-1", "MATCH_epcClass"),
    ],
)
def test_a_value_that_can_match_nothing_is_refused_and_not_answered_with_nothing(
    program: Client, query: str, name: str
) -> None:
    answer = program.get(f"/epcis/events?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_parameter")
    assert [violation["path"] for violation in answer.json()["violations"]] == [name]


def test_a_page_of_large_events_is_shorter_and_none_is_missed(
    program: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(7):
        record.capture(received(some(HB, number + 1), number))
    sizes = [len(bytes(row.document, "utf-8")) for row in EventRow.objects.all()]
    monkeypatch.setattr("gozinto.record.queries.PAGE_BYTES", 2 * max(sizes))
    address, found, pages = "/epcis/events?perPage=5", [], 0
    while address:
        answer = program.get(address)
        found += [event.event_id for event in read(answer)]
        pages += 1
        address = answer.get("Link", "").partition(">")[0].removeprefix("<")
    assert pages >= 4
    assert found == list(EventRow.objects.order_by("position").values_list("event_id", flat=True))
