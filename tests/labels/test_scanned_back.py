"""What is printed of a thing is scanned back to that very thing, whatever its label is for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from gozinto import record
from gozinto.labels import content, library
from gozinto.labels.content import examples
from gozinto.labels.layouts import Purpose
from gozinto.labels.rendering import png
from gozinto.operations.scanning import pictures
from gozinto.operations.scanning.known_codes import Match
from gozinto.plant import identifiers
from gozinto.plant.models import Material
from tests.conftest import standing
from tests.edges import small_plant
from tests.edges.small_plant import LOT, SERIAL
from tests.plants import transformed, unit

pytestmark = pytest.mark.django_db

GTIN = "04012345678901"


@pytest.fixture(scope="module", autouse=True)
def _plant(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with standing(small_plant.build, blocker=django_db_blocker):
        yield


def scanned(purpose: Purpose, of: str) -> list[Match]:
    """What each symbol of the label, taken a picture of, means here; it has to be one thing."""
    picture = png(content.fill(library.get(purpose), of=of), dpi=300)
    seen = pictures.resolve(picture)
    assert seen, "the label has no symbol"
    meant: list[Match] = []
    for one in seen:
        assert one.resolution is not None, one.problem
        assert one.resolution.verdict == "one", (one.symbol, one.resolution.matches)
        meant += one.resolution.matches
    return meant


@pytest.mark.parametrize(
    ("purpose", "kind"),
    [
        ("lot", "lot"),
        ("serial", "serial"),
        ("container", "container"),
        ("location", "location"),
        ("badge", "person"),
        ("job", "job"),
        ("asset", "asset"),
        ("station", "equipment"),
    ],
)
def test_a_label_of_each_purpose_means_what_it_was_printed_for(purpose: Purpose, kind: str) -> None:
    job = identifiers.run_uri(small_plant.DOMAIN, number="J-1042/80")
    made = [unit("T205", "7")]
    record.capture(transformed(1, run_id=job, units_out=made))
    of = job if purpose == "job" else examples.sample(purpose)
    meant = scanned(purpose, of)
    assert {one.kind for one in meant} == {kind}
    assert {of} <= {name for one in meant for name in (one.code, one.uri)}


@pytest.mark.parametrize(("purpose", "number"), [("lot", LOT), ("serial", SERIAL)])
def test_with_a_gtin_both_old_numbers_come_back_out_of_gs1_data(
    purpose: Purpose, number: str
) -> None:
    item = {"lot": "HB", "serial": "T205"}[purpose]
    Material.objects.filter(code=item).update(gtin=GTIN)
    assert {one.code for one in scanned(purpose, number)} == {number}
