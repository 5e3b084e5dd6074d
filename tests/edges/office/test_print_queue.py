"""The page of the print queue: what a person sees of it, and decides."""

from __future__ import annotations

import pytest
from django.test import Client

from gozinto.access.models import RoleGrant, User
from gozinto.access.roles import Role
from gozinto.labels.jobs import leasing
from gozinto.labels.jobs.models import PrintJob
from tests.edges.office.test_pages import text
from tests.labels.jobs.queued import GONE, ask, begun, lease_of, printed, state

pytestmark = pytest.mark.django_db

QUEUE = "/labels/queue/"


def doubt() -> int:
    job = begun("HB-2209")
    leasing.lost(job.pk, lease=lease_of(job), trouble=GONE)
    return job.pk


def test_an_empty_queue_says_what_comes_next(desk: Client) -> None:
    assert "Labels stand here when a rule or somebody asks for them." in text(desk.get(QUEUE))


def test_a_doubt_is_told_first_and_decided_with_a_reason(desk: Client) -> None:
    job = doubt()
    shown = text(desk.get(QUEUE))
    assert "1 label is in doubt" in shown
    assert "The printer does not answer." in shown
    refused = desk.post(f"{QUEUE}{job}/", {"act": "confirm", "reason": " "})
    assert (refused.status_code, state(job)) == (422, "in_doubt")
    decided = desk.post(f"{QUEUE}{job}/", {"act": "confirm", "reason": "on the pallet"})
    assert decided.status_code == 302
    assert state(job) == "printed"
    assert "on the pallet" in text(desk.get(QUEUE))


def test_a_doubt_is_printed_again(desk: Client) -> None:
    job = doubt()
    desk.post(f"{QUEUE}{job}/", {"act": "reprint", "reason": "nothing came out"})
    again = PrintJob.objects.get(again=job)
    assert (again.by, again.reason, state(job)) == ("quality", "nothing came out", "void")


def test_jobs_are_filtered_by_state_and_printer(desk: Client) -> None:
    printed("P-77")
    ask("Q-88", printer="ZD-2")
    assert "P-77" not in text(desk.get(QUEUE, {"state": "queued"}))
    assert "Q-88" in text(desk.get(QUEUE, {"state": "queued"}))
    assert "Q-88" not in text(desk.get(QUEUE, {"printer": "ZD-1"}))
    assert desk.get(QUEUE, {"state": "eaten"}).status_code == 400
    none = text(desk.get(QUEUE, {"state": "void"}))
    assert "No print job is like that" in none
    assert "Nothing is to be printed" not in none


def test_an_auditor_looks_and_decides_nothing(client: Client) -> None:
    user = User.objects.create_user("auditor", password="a long enough one")
    RoleGrant.objects.create(user=user, role=Role.AUDITOR)
    client.force_login(user)
    job = doubt()
    assert "Print again" not in text(client.get(QUEUE))
    assert client.post(f"{QUEUE}{job}/", {"act": "confirm", "reason": "x"}).status_code == 403
    assert state(job) == "in_doubt"


def test_what_is_no_act_is_refused(desk: Client) -> None:
    job = doubt()
    assert desk.post(f"{QUEUE}{job}/", {"act": "eat"}).status_code == 400
    assert desk.get(f"{QUEUE}{job}/").status_code == 405


@pytest.mark.parametrize(("language", "said"), [("de", "Druckwarteschlange"), ("tr", "Yazdırma")])
def test_it_speaks_the_readers_language(desk: Client, language: str, said: str) -> None:
    desk.cookies["django_language"] = language
    doubt()
    assert said in text(desk.get(QUEUE))
