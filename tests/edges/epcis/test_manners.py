"""Who may, in which syntax and version, and what every answer carries."""

from __future__ import annotations

import pytest
from django.test import Client
from lxml import etree

from gozinto.access import tokens
from gozinto.access.roles import Role
from gozinto.edges.epcis.resource import Resource, Verb
from gozinto.edges.epcis.urls import urlpatterns
from gozinto.record.models import Event
from tests.edges.epcis.sending import post, written
from tests.plants import lot, received, some

pytestmark = pytest.mark.django_db
BODY = written([received(some(lot("HB", "HB-1"), 1), 1)])


def resources() -> list[Resource]:
    """What stands behind every address."""
    return [p.callback for p in urlpatterns if isinstance(p.callback, Resource)]


def holding(role: Role) -> Client:
    plain = tokens.create(role=role, name="partner")
    return Client(headers={"Authorization": f"Bearer {plain}"})


def test_every_verb_of_every_address_names_its_roles() -> None:
    assert len(resources()) == len(urlpatterns) >= 5
    assert all(verb.roles for resource in resources() for verb in resource.verbs.values())
    with pytest.raises(ValueError, match="at least one role"):
        Verb(lambda request, who: None, frozenset())


@pytest.mark.parametrize("where", ["capture", "events", "events/x", "nowhere"])
def test_nobody_reads_without_signing_in(client: Client, where: str) -> None:
    answer = client.get(f"/epcis/{where}")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.json()["type"] == "epcisException:SecurityException"


def test_whoever_may_only_read_records_nothing() -> None:
    auditor = holding(Role.AUDITOR)
    assert post(auditor, BODY).status_code == 403
    assert auditor.get("/epcis/events").status_code == 200
    assert Event.objects.count() == 0


def test_a_partner_sees_nothing_that_is_not_its_own() -> None:
    assert holding(Role.PARTNER).get("/epcis/events").status_code == 403


def test_a_browser_session_cannot_be_made_to_send_a_document(admin_client: Client) -> None:
    answer = post(admin_client, BODY)
    assert answer.status_code == 403
    assert Event.objects.count() == 0


def test_every_answer_says_what_is_spoken_here(program: Client) -> None:
    for answer in (program.get("/epcis/events"), program.get("/epcis/nothing")):
        assert answer["GS1-EPCIS-Version"] == "2.0.0"
        assert answer["GS1-CBV-Version"] == "2.0.0"
        assert answer["GS1-EPC-Format"] == "Never_Translates"
    answer = program.options("/epcis/capture")
    assert (answer.status_code, answer["Allow"]) == (204, "GET, POST, OPTIONS")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"GS1-EPCIS-Version": "2.0.0"}, 200),
        ({"GS1-EPCIS-Min": "1.2", "GS1-EPCIS-Max": "2.0"}, 200),
        ({"GS1-EPCIS-Version": "1.2"}, 406),
        ({"GS1-EPCIS-Min": "3.0"}, 406),
        ({"GS1-EPCIS-Max": "1.2"}, 406),
        ({"GS1-EPC-Format": "No_Preference"}, 200),
        ({"GS1-EPC-Format": "Always_EPC_URN"}, 406),
        ({"Accept": "text/html"}, 406),
        ({"Accept": "*/*"}, 200),
    ],
)
def test_what_cannot_be_met_is_not_acceptable(
    program: Client, headers: dict[str, str], status: int
) -> None:
    assert program.get("/epcis/events", headers=headers).status_code == status


def test_whoever_reads_xml_reads_errors_in_xml(program: Client) -> None:
    answer = program.get("/epcis/events?perPage=none", headers={"Accept": "application/xml"})
    assert answer["Content-Type"] == "application/problem+xml"
    root = etree.fromstring(answer.content)
    assert root.findtext("{urn:ietf:rfc:7807}type") == "epcisException:QueryParameterException"
    assert root.findtext(".//{urn:ietf:rfc:7807}path") == "perPage"


def test_a_verb_that_is_not_for_an_address_is_told_which_are(program: Client) -> None:
    answer = program.delete("/epcis/events")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, POST, OPTIONS")


def test_a_body_longer_than_the_limit_is_not_taken(program: Client) -> None:
    answer = program.generic(
        "POST", "/epcis/capture", b"{}", "application/json", CONTENT_LENGTH="999999999999"
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    "where", ["events/%00", "events/a%00b", "events/%0a", "%0a", "events/%0d%0a"]
)
def test_an_address_with_a_control_character_is_not_found(program: Client, where: str) -> None:
    answer = program.get(f"/epcis/{where}")
    assert answer.status_code == 404
    assert answer.json()["type"] == "epcisException:NoSuchResourceException"


def test_thousands_of_parameters_are_refused(program: Client) -> None:
    answer = program.get("/epcis/events?" + "&".join(f"a{n}=1" for n in range(2000)))
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_parameter")
    assert answer.json()["next_step"]


@pytest.mark.parametrize(
    "where", ["events/urn:uuid:nobody", "capture/0190a000-0000-7000-8000-000000000001"]
)
def test_what_is_not_found_names_no_near_ones_where_there_are_none(
    program: Client, where: str
) -> None:
    problem = program.get(f"/epcis/{where}").json()
    assert "near" not in problem["next_step"]
    assert f"/epcis/{where.partition('/')[0]}" in problem["next_step"]
