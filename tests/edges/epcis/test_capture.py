"""A partner sends documents: what is sound is on record, what is not is told of, event by event."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from gozinto.record.models import CaptureJob, Event
from gozinto.standards.epcis.documents import Syntax
from gozinto.standards.epcis.events import ObjectEvent
from tests.edges.epcis.sending import job_of, post, written
from tests.plants import lot, received, some

pytestmark = pytest.mark.django_db
HB = lot("HB", "HB-1")


def delivery(number: int, amount: int = 100) -> ObjectEvent:
    return received(some(HB, amount), number, id=f"urn:uuid:0190a000-0000-7000-8000-{number:012d}")


@pytest.mark.parametrize("syntax", ["json", "xml"])
def test_a_document_is_recorded_and_its_job_says_so(program: Client, syntax: Syntax) -> None:
    body = written([delivery(1), delivery(2)], syntax=syntax)
    job = job_of(program, post(program, body, syntax=syntax))
    assert (job["running"], job["success"], job["errors"]) == (False, True, [])
    assert job["captureErrorBehaviour"] == "rollback"
    assert job["finishedAt"] >= job["createdAt"]
    assert Event.objects.count() == 2


def test_a_document_sent_again_adds_nothing(program: Client) -> None:
    body = written([delivery(1), delivery(2)])
    post(program, body)
    job = job_of(program, post(program, body))
    assert job["success"]
    assert job["gozinto:events"] == {"read": 2, "captured": 0, "repeated": 2, "faulty": 0}
    assert Event.objects.count() == 2


def test_events_without_an_id_sent_again_add_nothing(program: Client) -> None:
    body = written([replace(delivery(1), event_id=""), replace(delivery(2), event_id="")])
    assert job_of(program, post(program, body))["success"]
    assert job_of(program, post(program, body))["gozinto:events"]["repeated"] == 2
    assert Event.objects.count() == 2
    assert all(e.event_id.startswith("ni:///sha-256;") for e in Event.objects.all())


def test_one_event_that_contradicts_the_record_takes_all_back(program: Client) -> None:
    post(program, written([delivery(1)]))
    job = job_of(program, post(program, written([delivery(2), delivery(1, 999), delivery(3)])))
    assert not job["success"]
    (error,) = job["errors"]
    assert (error["type"], error["index"]) == ("epcisException:ResourceAlreadyExistsException", 1)
    assert error["eventID"] == delivery(1).event_id
    assert Event.objects.count() == 1


def test_proceed_keeps_what_is_sound(program: Client) -> None:
    post(program, written([delivery(1)]))
    body = written([delivery(2), delivery(1, 999), delivery(3)])
    answer = post(program, body, **{"GS1-Capture-Error-Behaviour": "proceed"})
    job = job_of(program, answer)
    assert not job["success"]
    assert job["captureErrorBehaviour"] == "proceed"
    assert [error["index"] for error in job["errors"]] == [1]
    assert Event.objects.count() == 3


def test_two_events_of_one_id_in_a_document_are_one_conflict(program: Client) -> None:
    job = job_of(program, post(program, written([delivery(1), delivery(2), delivery(1, 5)])))
    assert [error["index"] for error in job["errors"]] == [2]
    assert Event.objects.count() == 0


def unreadable(*places: int) -> bytes:
    """Three deliveries; those at these places lack their zone."""
    body = written([delivery(1), delivery(2), delivery(3)])
    parts = body.split(b'"eventTime"')
    for place in places:
        parts[place + 1] = parts[place + 1].replace(b"Z", b"", 1)
    return b'"eventTime"'.join(parts)


def test_a_document_that_cannot_be_read_is_refused_with_every_fault(program: Client) -> None:
    answer = post(program, unreadable(0, 2))
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"] == "epcisException:ValidationException"
    assert [(v["code"], v["path"]) for v in problem["violations"]] == [
        ("missing_zone", "$.epcisBody.eventList[0].eventTime"),
        ("missing_zone", "$.epcisBody.eventList[2].eventTime"),
    ]
    assert Event.objects.count() == 0
    assert not CaptureJob.objects.get().success


def test_proceed_reads_past_what_cannot_be_read(program: Client) -> None:
    answer = post(program, unreadable(1), **{"GS1-Capture-Error-Behaviour": "proceed"})
    job = job_of(program, answer)
    assert [(error["index"], error["code"]) for error in job["errors"]] == [(1, "missing_zone")]
    assert Event.objects.count() == 2


def test_a_document_that_breaks_off_stores_nothing(program: Client) -> None:
    answer = post(program, written([delivery(1), delivery(2)])[:-200])
    assert answer.status_code == 400
    assert Event.objects.count() == 0


def test_jobs_are_listed_newest_first_a_page_at_a_time(program: Client) -> None:
    for number in (1, 2, 3):
        post(program, written([delivery(number)]))
    first = program.get("/epcis/capture?perPage=2")
    second = program.get(first["Link"].partition(">")[0].removeprefix("<"))
    listed = [job["captureID"] for job in first.json() + second.json()]
    assert listed == [
        str(pk) for pk in CaptureJob.objects.order_by("-job_id").values_list("pk", flat=True)
    ]
    assert (len(first.json()), len(second.json()), "Link" in second) == (2, 1, False)


def test_a_job_that_nobody_has_is_not_found(program: Client) -> None:
    answer = program.get("/epcis/capture/0190a000-0000-7000-8000-000000000001")
    assert answer.status_code == 404
    assert answer.json()["type"] == "epcisException:NoSuchResourceException"


def test_an_error_behaviour_that_is_none_is_refused(program: Client) -> None:
    answer = post(program, written([delivery(1)]), **{"GS1-Capture-Error-Behaviour": "ignore"})
    assert answer.json()["code"] == "unknown_error_behaviour"
    assert Event.objects.count() == 0


@pytest.mark.parametrize(
    ("body", "media_type", "status", "code"),
    [
        (b"{", "application/json", 400, "not_json"),
        (b"", "application/json", 400, "not_json"),
        (b"<a>", "application/xml", 400, "not_xml"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "application/xml", 400, "document_type"),
        (b"hello", "text/plain", 415, "unknown_media_type"),
    ],
)
def test_what_is_no_document_is_refused_with_a_code(
    program: Client, body: bytes, media_type: str, status: int, code: str
) -> None:
    answer = program.post("/epcis/capture", body, content_type=media_type)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert Event.objects.count() == 0


@pytest.mark.parametrize("odd", ["\\u0000", "\\ud800", "\\udfff-"])
@pytest.mark.parametrize("behaviour", ["rollback", "proceed"])
def test_an_event_id_that_no_database_holds_is_a_fault_like_any_other(
    program: Client, odd: str, behaviour: str
) -> None:
    wrong = delivery(2).event_id
    body = written([delivery(1), delivery(2)]).replace(wrong.encode(), f"{wrong}{odd}".encode())
    answer = post(program, body, **{"GS1-Capture-Error-Behaviour": behaviour})
    assert answer.status_code == {"rollback": 400, "proceed": 202}[behaviour]
    assert Event.objects.count() == {"rollback": 0, "proceed": 1}[behaviour]
    (faulty,) = CaptureJob.objects.get().faults
    assert faulty["eventID"].startswith(f"{wrong}\ufffd")
    assert {violation["code"] for violation in faulty["violations"]} >= {"bad_text"}


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"", "This is not JSON"),
        (written([delivery(1)])[:-200], "This is not JSON"),
        (b"[]", "A document is an object"),
        (b"[" * 200_000, "nested deeper"),
    ],
)
def test_what_is_no_document_says_so_rather_than_count_no_events(
    program: Client, body: bytes, detail: str
) -> None:
    problem = post(program, body).json()
    assert detail in problem["detail"]
    assert "0 of" not in problem["detail"]
    assert "nothing was stored" in problem["detail"]


def test_a_small_document_cannot_ask_for_an_endless_list_of_faults(program: Client) -> None:
    epcs = ",".join(["1"] * 900)
    body = written([delivery(1)] * 50).replace(b'"quantityList"', b'"epcList":[%b],"quantityList"')
    answer = post(program, body.replace(b"%b", epcs.encode()))
    assert answer.status_code == 400
    found = answer.json()["violations"]
    assert len(found) <= 5_002
    more = [violation for violation in found if violation["code"] == "more_faults"]
    assert more, "what is left out is counted"
    assert CaptureJob.objects.get().faulty == 50


def test_a_name_as_long_as_a_book_is_not_sent_back(program: Client) -> None:
    name = b"a" * 100_000
    body = written([delivery(1)]).replace(b'"quantityList"', b'"' + name + b'":1,"quantityList"')
    answer = post(program, body)
    assert (answer.status_code, answer.json()["code"]) == (400, "unknown_field")
    assert len(answer.content) < 10_000


def test_the_list_of_jobs_shows_few_faults_of_each_and_says_where_all_are(program: Client) -> None:
    future = [
        replace(delivery(n), event_time=delivery(n).event_time.replace(year=2999))
        for n in range(40)
    ]
    job = job_of(program, post(program, written(future)))
    assert len(job["errors"]) == 40
    (listed,) = program.get("/epcis/capture").json()
    assert listed["errors"][:10] == job["errors"][:10]
    assert [error["code"] for error in listed["errors"][10:]] == ["more_faults"]
    assert listed["captureID"] in listed["errors"][10]["next_step"]


def test_every_error_of_a_job_says_where_and_what_to_do(program: Client) -> None:
    post(program, written([delivery(1)]))
    future = replace(delivery(2), event_time=delivery(2).event_time.replace(year=2999))
    body = written([delivery(1, 999), future])[:-4]
    answer = post(program, body, **{"GS1-Capture-Error-Behaviour": "proceed"})
    problem = answer.json()
    assert answer.status_code == 400, problem
    job, _ = program.get("/epcis/capture").json()
    assert {error["code"] for error in job["errors"]} == {
        "event_id_conflict",
        "time_in_future",
        "not_json",
    }
    assert all(error["next_step"] for error in job["errors"])
    assert all(error["path"] for error in job["errors"] if "index" in error)
    ended = next(error for error in job["errors"] if "index" not in error)
    assert ended["title"] == "The document itself is faulty"


def test_a_page_token_of_jobs_that_is_none_says_what_to_follow(program: Client) -> None:
    problem = program.get("/epcis/capture?nextPageToken=x").json()
    assert problem["code"] == "bad_page_token"
    assert "Link" in problem["next_step"]
