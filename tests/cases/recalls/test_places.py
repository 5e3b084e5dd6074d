"""Where a thing of a recall is: what came back is here, and not in the pallet it went on."""

from __future__ import annotations

import pytest

from gozinto import record
from gozinto.cases.recalls import places
from gozinto.plant.models import TraceableObject
from tests.plants import packed, pallet, run, shipped, transformed
from tests.trace.returned_tyres import came_back, master_data, tyre

pytestmark = pytest.mark.django_db


def place_of(number: int) -> str:
    (found,) = places.find([TraceableObject.objects.get(uri=tyre(number)).pk]).placed
    return found.place


def test_what_a_customer_sent_back_is_no_longer_on_the_pallet_that_it_left_on() -> None:
    master_data()
    units = [tyre(number) for number in range(3)]
    record.capture(transformed(1, units_out=units, run_id=run("J"), equipment="PRESS"))
    record.capture(packed(pallet(1), units, 2))
    assert place_of(0) == "packed"
    record.capture(shipped([pallet(1)], 3))
    record.capture(came_back(units[:1], 24 * 30))
    assert [place_of(number) for number in (0, 1)] == ["returned", "customer"]
    record.capture(packed(pallet(2), units[:1], 24 * 30 + 1))
    assert place_of(0) == "packed"


def test_what_stands_on_a_pallet_that_left_is_where_that_is() -> None:
    master_data()
    units = [tyre(number) for number in range(2)]
    record.capture(transformed(1, units_out=units, run_id=run("J"), equipment="PRESS"))
    record.capture(packed(pallet(1), units, 2))
    record.capture(packed(pallet(2), [pallet(1)], 3))
    record.capture(shipped([pallet(2)], 4))
    assert [place_of(number) for number in (0, 1)] == ["customer", "customer"]
