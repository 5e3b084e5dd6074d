"""What cannot be recorded is kept whole; a person does it, or sets it aside, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import translation

from gozinto.access import stations
from gozinto.errors import Refused
from gozinto.operations.panels import kept
from gozinto.operations.panels.models import EntrySettling, PanelEntry
from gozinto.record import clock
from gozinto.record.models import Event, ObjectState
from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.gozinto import Context
from tests.operations.panels.floor import JOB, MIXER, entry, rubber, scan, send
from tests.workshop import INSPECTOR, OPERATOR, lot


@pytest.fixture(autouse=True)
def _station() -> None:
    stations.create(code=MIXER.code, name="Mixer", equipment="MIX-1", location="RACK", by="chief")


def offline(text: str, *, hours_ago: float = 2, **more: object) -> dict[str, object]:
    """A scan that was made while there was no network."""
    at = (clock.now() - timedelta(hours=hours_ago)).isoformat()
    return entry("scan", {"text": text}, live=False, at=at, **more)


def begun() -> None:
    scan(JOB)
    rubber()


def test_an_unknown_number_waits_and_is_recorded_as_what_was_meant() -> None:
    begun()
    (answer,) = send(offline("H-l"))
    assert (answer.verdict, answer.code) == ("kept", "nothing_known")
    (waits,) = kept.listed()
    assert (waits.what, waits.person, waits.job, waits.station) == ("H-l", OPERATOR, JOB, "PANEL-1")
    assert kept.do_now([waits.id], reason="an l for a 1", text="H-1", by=INSPECTOR) == 1
    event = Event.objects.latest("position")
    assert event.event_id == f"urn:uuid:{answer.id}"
    assert event.event_time == waits.at
    assert Context.of(jsonld.loads(event.document)).person == OPERATOR
    assert ObjectState.objects.get(object__uri=lot("HB", "H-1", "ELASTO")).on_hand == 40
    settled = EntrySettling.objects.get()
    assert (settled.by, settled.reason, settled.event_id) == (
        *(INSPECTOR, "an l for a 1", event.event_id),
    )
    assert kept.listed() == []


def test_it_is_set_aside_for_a_reason_and_stays_readable() -> None:
    (answer,) = send(offline("H-l"))
    (waits,) = kept.listed()
    with pytest.raises(Refused) as refused:
        kept.set_aside([waits.id], reason=" ", by=INSPECTOR)
    assert refused.value.violations[0].code == "entry_without_reason"
    assert kept.set_aside([waits.id], reason="a test scan", by=INSPECTOR) == 1
    assert kept.listed() == []
    assert PanelEntry.objects.get(name=answer.id).verdict == "kept"
    with pytest.raises(Refused) as refused:
        kept.do_now([waits.id], reason="after all", text="H-1", by=INSPECTOR)
    assert refused.value.violations[0].code == "entry_settled"


def test_what_cannot_be_done_stays_waiting() -> None:
    begun()
    before = Event.objects.count()
    send(offline("H-l"))
    (waits,) = kept.listed()
    with pytest.raises(Refused):
        kept.do_now([waits.id], reason="again", by=INSPECTOR)
    assert [one.id for one in kept.listed()] == [waits.id]
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Nothing here goes by H-l.", "Nobody works here under the badge P-99."]),
        ("de", ["Hier heißt nichts H-l.", "Unter dem Ausweis P-99 arbeitet hier niemand."]),
    ],
)
def test_why_it_waits_is_told_in_the_language_of_whoever_reads_it(
    language: str, said: list[str]
) -> None:
    begun()
    turkish = replace(MIXER, language="tr")
    first, second = send(offline("H-l"), offline("H-1", person="P-99"), station=turkish)
    with translation.override(language):
        told = [one.sentence for one in kept.listed()]
    assert told[0] != first.sentence
    assert told[1] != second.sentence
    assert told[0] == said[0]
    assert told[1] == said[1]


def test_what_an_older_version_kept_is_told_as_the_panel_was_told() -> None:
    (answer,) = send(offline("H-l"))
    row = PanelEntry.objects.get()
    row.pk, row.name, row.fault = None, "older", ""
    row.save(force_insert=True)
    assert [one.sentence for one in kept.listed()] == [answer.sentence] * 2


def test_of_what_is_no_entry_a_person_says_the_rest() -> None:
    begun()
    send({"torn": True})
    (waits,) = kept.listed()
    assert waits.told == '{"torn": true}'
    with pytest.raises(Refused):
        kept.do_now([waits.id], reason="x", text="H-1", by=INSPECTOR)  # who did it is not said


def test_an_act_that_needs_the_server_was_not_done_and_waits() -> None:
    begun()
    sent = entry("receive", {"supplier_lot": "H-2"}, live=False, person="P-3")
    (answer,) = send(sent)
    assert (answer.verdict, answer.code) == ("kept", "needs_network")


def test_somebody_unknown_and_somebody_without_the_role_wait() -> None:
    begun()
    unknown, clerk = send(offline("H-1", person="P-99"), offline("H-1", person="P-3"))
    assert (unknown.verdict, unknown.code) == ("kept", "unknown_operator")
    assert (clerk.verdict, clerk.code) == ("kept", "role_missing")
    first = kept.listed()[0]
    assert kept.do_now([first.id], reason="Ada had P-99's badge", person=OPERATOR, by="QM") == 1
    assert len(kept.listed()) == 1
