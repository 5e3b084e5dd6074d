"""Questions that begin with a machine's hour, a bad value, a person, a gauge or a supplier."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from tests.plants import at, lot, received, run, some, transformed, unit, withdrawn
from tests.workshop import reported_run

from gozinto import record, trace
from gozinto.errors import Malformed
from gozinto.operations import inspection, production
from gozinto.operations.inspection import Measured
from gozinto.operations.production import Parameter, Reading
from gozinto.plant import enterprise
from gozinto.plant.models import Equipment, Material, Partner, Person, PhysicalAsset
from gozinto.standards.epcis.events import Event
from gozinto.trace.origins import excursions, finding, sought
from gozinto.trace.origins.sought import Window

pytestmark = pytest.mark.django_db


def made(number: str, hours: float, job: str = "J", **words: object) -> Event:
    told = {"equipment": "P-1", "flow": "continuous", "person": "ANN", **words}
    return transformed(hours, run_id=run(job), units_out=[unit("T", number)], step="press", **told)


def tell(*events: Event) -> None:
    record.capture_all(list(events))


def numbers(**words: object) -> list[str]:
    width = str(words.pop("width", "recorded"))
    asked: dict[str, Any] = {"since": at(1), "until": at(3), **words}
    return [one.number for one in trace.origins(trace.Sought(**asked), width=width)]


class TestAMachine:
    """What came out there meanwhile."""

    def test_in_that_time_and_nowhere_else(self) -> None:
        tell(
            made("early", 0.5),
            made("first", 1),
            made("last", 2.9),
            made("late", 3),
            made("beside", 2, "K", equipment="P-2"),
        )
        assert numbers(equipment="P-1") == ["first", "last"]

    def test_a_hall_is_all_machines_in_it(self) -> None:
        hall = Equipment.objects.create(code="HALL", name="Hall", level="work_center")
        for code in ("P-1", "P-2"):
            Equipment.objects.create(code=code, name=code, level="work_unit", parent=hall)
        tell(made("1", 2), made("2", 2, "K", equipment="P-2"), made("3", 2, "L", equipment="P-3"))
        assert numbers(equipment="HALL") == ["1", "2"]

    def test_a_doubtful_clock_belongs_to_the_time_in_the_width_possible_alone(self) -> None:
        tell(
            made("sure", 2),
            made("in", 2.5, "K", earliest=at(0.5), latest=at(2.6)),
            made("out", 3.5, "L", earliest=at(2.5), latest=at(3.6)),
        )
        assert numbers(equipment="P-1", width="proven") == ["sure"]
        assert numbers(equipment="P-1", width="recorded") == ["in", "sure"]
        assert numbers(equipment="P-1", width="possible") == ["in", "out", "sure"]

    def test_what_a_correction_took_back_did_not_come_out(self) -> None:
        wrong = replace(made("2", 2), event_id="urn:uuid:00000000-0000-4000-8000-000000000002")
        tell(made("1", 2), wrong)
        assert numbers(equipment="P-1") == ["1", "2"]
        tell(withdrawn(wrong, 5))
        assert numbers(equipment="P-1") == ["1"]

    def test_of_what_was_known_then(self) -> None:
        tell(made("1", 2))
        asked = trace.Sought(equipment="P-1", since=at(1), until=at(3))
        assert trace.origins(asked, known_at=at(1)) == []
        assert trace.origins(asked, as_of=at(1.5)) == []


class TestAParameter:
    """What was made while a machine measured too much or too little."""

    @pytest.fixture(autouse=True)
    def _plant(self) -> None:
        enterprise.describe(name="Works", domain="id.demo.example", zone="Europe/Istanbul")
        Equipment.objects.create(code="P-1", name="Press", level="work_unit")
        Material.objects.create(code="T", name="Tyre", kind="finished", uom="C62")
        for code in ("ANN", "EVE"):
            Person.objects.create(code=code, name="")

    def pressed(self, flow: str, *readings: tuple[float, int]) -> None:
        job = reported_run(job="J-1", step="press", equipment="P-1", flow=flow, by="ANN", at=at(0))
        for hours, value in readings:
            production.record_parameters(
                run=job,
                values=[Parameter(name="platen temperature", uom="CEL", value=Decimal(value))],
                by="ANN",
                at=at(hours),
            )
        for hours in range(1, 6):
            production.produce_serial(
                run=job, material="T", number=f"T{hours}", by="ANN", at=at(hours)
            )

    def hot(self, width: str = "recorded", **words: object) -> list[str]:
        asked = {"since": at(0), "until": at(9), "above": Decimal(180), "equipment": "P-1"}
        return numbers(parameter="platen temperature", width=width, **asked | words)

    def test_on_a_line_from_the_first_bad_reading_to_the_next_good_one(self) -> None:
        self.pressed("continuous", (0.5, 175), (1.5, 181), (3.5, 190), (4.5, 178))
        assert self.hot() == ["T2", "T3", "T4"]
        assert self.hot("proven") == ["T2", "T3"]
        assert self.hot("possible") == ["T1", "T2", "T3", "T4"]
        assert self.hot(until=at(2.5)) == ["T2"]

    def test_a_batch_counts_whole(self) -> None:
        self.pressed("batch", (2.5, 181))
        assert self.hot() == ["T1", "T2", "T3", "T4", "T5"]
        assert self.hot(since=at(3)) == []

    def test_below_counts_too_and_a_bound_itself_is_allowed(self) -> None:
        self.pressed("continuous", (1.5, 150), (2.5, 160), (3.5, 180))
        assert self.hot(below=Decimal(160)) == ["T2"]

    def test_every_point_of_a_curve_is_a_reading(self) -> None:
        self.pressed("continuous")
        curve = [
            Reading(at=at(h), value=Decimal(v)) for h, v in ((1.5, 170), (2.5, 185), (3.5, 171))
        ]
        heat = Parameter(name="platen temperature", uom="CEL", curve=curve)
        production.record_parameters(run="J-1", values=[heat], by="ANN", at=at(6))
        assert self.hot() == ["T3"]

    def test_measured_on_a_unit_it_is_about_that_unit(self) -> None:
        self.pressed("continuous")
        hot = Parameter(name="platen temperature", value=Decimal(200))
        production.record_parameters(
            run="J-1", values=[hot], of=[unit("T", "T4")], by="ANN", at=at(4.1)
        )
        assert self.hot() == ["T4"]

    def test_without_a_machine_it_is_what_was_inspected(self) -> None:
        self.pressed("continuous")
        for number, value in (("T1", "8.7"), ("T2", "8.9"), ("T3", "9.4")):
            weighed = Measured(
                characteristic="mass",
                value=Decimal(value),
                uom="KGM",
                lower=Decimal("8.8"),
                upper=Decimal("9.5"),
            )
            inspection.inspect(
                unit("T", number), kind="final", gauge="SC-1", by="EVE", at=at(6), values=[weighed]
            )
        asked = {"parameter": "mass", "since": at(5), "until": at(7)}
        assert numbers(**asked) == ["T1"]
        assert numbers(**asked, above=Decimal(9)) == ["T3"]


class TestByName:
    """A person, a gauge, a supplier."""

    def test_a_person_made_it_or_fed_the_run_it_came_out_of_later(self) -> None:
        tell(
            received(some(lot("HB", "HB-1"), 5), 0),
            made("hers", 2),
            made("before", 1.2, "K", person="BEN"),
            transformed(
                1.5,
                run_id=run("K"),
                inputs=[some(lot("HB", "HB-1"), 1)],
                person="ANN",
                equipment="P-1",
                flow="continuous",
            ),
            made("after", 3.5, "K", person="BEN"),
        )
        assert numbers(person="ANN") == ["after", "hers"]
        assert numbers(person="BEN") == ["before"]
        assert numbers(person="AN") == []

    def test_a_gauge_measured_it(self) -> None:
        tell(made("1", 1), made("2", 1, "K"), made("3", 1, "L"))
        PhysicalAsset.objects.create(
            code="G-7", uri="https://id.demo.example/asset/G-7", kind="gauge"
        )
        for number, gauge, hours in (("1", "G-7", 2), ("2", "G-77", 2), ("3", "G-7", 4)):
            inspection.inspect(
                unit("T", number),
                kind="final",
                gauge=gauge,
                by="EVE",
                at=at(hours),
                result="accepted",
            )
        assert numbers(gauge="G-7") == ["1"]

    def test_a_supplier_delivered_it_by_number_and_by_time(self) -> None:
        for code in ("S1", "S2"):
            uri = f"https://id.demo.example/partner/{code}"
            Partner.objects.create(code=code, uri=uri, name=code, kind="supplier")
        one, other = (f"https://id.demo.example/class/HB/{code}/7" for code in ("S1", "S2"))
        tell(
            received(some(one, 5), 2, supplier="S1"),
            received(some(other, 5), 2, supplier="S2"),
            received(some(lot("NR", "9"), 5), 4, supplier="S1", supplier_lot="X-9"),
        )

        def uris(**words: Any) -> list[str]:
            return [found.uri for found in trace.origins(trace.Sought(supplier="S1", **words))]

        assert uris(number="7") == [one]
        assert uris(number="9") == [lot("NR", "9")]
        assert uris() == [one, lot("NR", "9")]
        assert uris(since=at(3)) == [lot("NR", "9")]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({}, "nothing_sought"),
        ({"equipment": "P-1", "person": "ANN"}, "two_questions"),
        ({"gauge": "G", "person": "ANN"}, "two_questions"),
        ({"equipment": "P-1", "until": None}, "window_missing"),
        ({"equipment": "P-1", "until": at(1)}, "bad_window"),
        ({"parameter": "heat", "equipment": "P-1"}, "bounds_missing"),
        ({"gauge": "G", "since": at(1).replace(tzinfo=None)}, "time_without_zone"),
    ],
)
def test_what_is_not_said_is_asked_for(words: dict[str, object], code: str) -> None:
    with pytest.raises(Malformed) as refused:
        numbers(**words)
    assert refused.value.code == code
    assert refused.value.next_step


def test_more_than_a_page_can_begin_with_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST", 1)
    tell(made("1", 2), made("2", 2))
    with pytest.raises(Malformed) as refused:
        numbers(equipment="P-1")
    assert refused.value.code == "too_many_origins"


def spans(width: str, *readings: tuple[float, bool]) -> list[tuple[datetime, datetime]]:
    listed = [excursions.Reading(at(hours), bad) for hours, bad in readings]
    return [(span.since, span.until) for span in excursions.spans(listed, width=width)]


def test_an_excursion_lasts_until_it_is_read_otherwise() -> None:
    ever = sought.ALWAYS
    assert spans("recorded", (1, True)) == [(at(1), ever.until)]
    assert spans("proven", (1, True)) == []
    assert spans("possible", (1, True)) == [(ever.since, ever.until)]
    assert spans("recorded", (1, False)) == []
    assert spans("possible", (1, False), (2, True), (3, False)) == [(at(1), at(3))]
    assert Window(*spans("proven", (1, True), (2, True), (3, False))[0]) == Window(at(1), at(2))
