"""Instructions, drawings and photos of a step stand beside the job on the panel."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client

from gozinto.access import stations
from gozinto.access.stations import Station
from gozinto.plant.models import RoutingStep
from gozinto.record.attachments import attaching
from gozinto.record.attachments.attaching import Described
from tests import workshop
from tests.operations.panels import floor
from tests.record.attachments.test_media_types import PDF, PNG

STEP = Described(kind="routing-steps", key="LC||mixing")


@pytest.fixture(autouse=True)
def _works(station: Station) -> None:
    workshop.furnish()
    floor.furnish()
    stations.change(station.code, equipment="MIX-1", location="RACK", language="en", by="chief")
    RoutingStep.objects.filter(material__code="LC", step="mixing").update(
        instructions="1. Wear gloves."
    )


def put(to: Described, content: bytes, name: str, note: str = "") -> int:
    return attaching.attach(io.BytesIO(content), name=name, to=to, by="P-1", note=note).id


def job(panel: Client) -> dict[str, Any]:
    (found,) = [one for one in panel.get("/panel/now").json()["jobs"] if one["job"] == floor.JOB]
    return dict(found)


def test_a_step_is_told_with_its_drawings_and_those_of_what_it_makes(panel: Client) -> None:
    plan = put(Described(kind="materials", key="LC"), PDF, "recipe.pdf")
    photo = put(STEP, PNG, "p.png", note="the open mixer")
    attaching.withdraw(put(STEP, PNG + b"\0", "old.png"), why="an old one", by="P-1")
    found = job(panel)
    assert found["instructions"] == "1. Wear gloves."
    assert found["documents"] == [
        {
            "name": "the open mixer",
            "address": f"/panel/papers/{photo}",
            "kind": "image/png",
            "bytes": len(PNG),
        },
        {
            "name": "recipe.pdf",
            "address": f"/panel/papers/{plan}",
            "kind": "application/pdf",
            "bytes": len(PDF),
        },
    ]


def test_a_new_drawing_shows_at_once(panel: Client) -> None:
    tag = panel.get("/panel/now")["ETag"]
    put(STEP, PNG, "p.png")
    assert panel.get("/panel/now", headers={"If-None-Match": tag}).status_code == 200


def test_a_photo_is_shown_by_the_page_and_asks_nobody(panel: Client) -> None:
    address = f"/panel/papers/{put(STEP, PNG, 'p.png')}"
    answer = panel.get(address)
    assert answer.content == PNG
    assert answer["Content-Disposition"] == 'inline; filename="p.png"'
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer["X-Content-Type-Options"] == "nosniff"
    elsewhere = panel.get(address, headers={"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.status_code == 403


def test_a_panel_shows_no_other_files(panel: Client) -> None:
    certificate = put(Described(kind="partners", key="ELASTO"), PDF, "contract.pdf")
    withdrawn = put(STEP, PNG, "old.png")
    attaching.withdraw(withdrawn, why="an old one", by="P-1")
    for number in (certificate, withdrawn, 10**6):
        assert panel.get(f"/panel/papers/{number}").status_code == 404
