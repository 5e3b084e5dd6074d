"""A complaint: what comes of it happens to the unit too, together with the step or not at all."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from gozinto.access.roles import Role
from gozinto.cases import doing, stepping
from gozinto.cases.complaints import claim_tables, sisters
from gozinto.cases.stepping import Standing, Taking
from gozinto.errors import Ambiguous, Outdated, Refused
from gozinto.operations import production
from gozinto.plant import objects
from gozinto.record.models import Event, ObjectState
from tests.edges import small_plant
from tests.edges.small_plant import DOMAIN, LOT, SERIAL, TYRE
from tests.workshop import reported_run

pytestmark = pytest.mark.django_db

CLAIM = {"claim": "Loses air overnight", "dealer": "B0417", "reference": "R-1", "defect": "leak"}
MARKS = {"material": "T205", "dot_week": "0626", "reference": ""}
OTHER = f"https://{DOMAIN}/obj/T205/0444232402"


def taking(**more: Any) -> Taking:
    return Taking(**{"by": "A1107", "roles": [Role.QUALITY], "request": uuid4(), **more})


def complaint(unit: str = SERIAL, **told: object) -> Standing:
    about = {"unit": [unit]} if unit else {}
    return doing.open_case(
        "complaint", title="It leaks", told={**CLAIM, **told}, taking=taking(subjects=about)
    )


def do(case: Standing, act: str, told: dict[str, object] | None = None, **more: Any) -> Standing:
    return doing.take(case.number, act, told=told or {}, taking=taking(**more))


def codes(error: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(one.path, one.code) for one in error.value.violations]


def in_stock(number: str) -> str:
    """A tyre that nobody has got yet."""
    at = small_plant.at
    run = reported_run(
        job="J-2000/80",
        step="curing",
        equipment="PRESS-42",
        flow="continuous",
        by="A1150",
        at=at(12),
    )
    production.produce_serial(
        run=run, material="T205", number=number, by="A1150", at=at(12, 1), inputs=[]
    )
    return number


@pytest.fixture
def plant() -> None:
    small_plant.build(tyres=6)


@pytest.mark.usefixtures("plant")
class TestTheUnit:
    """What is done with it is on its own record."""

    def test_it_comes_back_is_examined_and_exchanged(self) -> None:
        case = complaint(OTHER)
        do(case, "take_back", {"location": "WH"})
        assert ObjectState.objects.get(object__uri=OTHER).on_hand == 1
        stands = do(case, "examine", {"result": "confirmed", "cause": "thin liner"})
        assert stands.state == "examined"
        examined = Event.objects.get(event_id=stands.made["examined"])
        assert "thin liner" in examined.document
        do(case, "decide", {"decision": "warranty", "because": "It is ours."})
        new = in_stock("0444239999")
        before = Event.objects.count()
        done = do(case, "exchange", {"delivery_note": "SN-30001"}, subjects={"new": [new]})
        assert done.made["new"].endswith(new)
        assert Event.objects.count() == before + 2  # what left, and that they go together
        assert case.number in Event.objects.get(event_id=done.made["exchanged"]).document

    def test_the_same_step_sent_again_happens_once(self) -> None:
        case, again = complaint(OTHER), uuid4()
        for _ in range(2):
            stands = doing.take(case.number, "take_back", told={}, taking=taking(request=again))
        assert [one.act for one in stands.steps] == ["open", "take_back"]
        assert ObjectState.objects.get(object__uri=OTHER).on_hand == 1

    def test_nothing_happens_to_it_when_the_step_is_not_taken(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        case = complaint(OTHER)
        before = Event.objects.count()
        told = stepping.take

        def late(number: str, act: str, **more: Any) -> Standing:
            raise Outdated("Somebody was faster.")

        monkeypatch.setattr(stepping, "take", late)
        with pytest.raises(Outdated):
            do(case, "take_back")
        monkeypatch.setattr(stepping, "take", told)
        assert Event.objects.count() == before
        assert do(case, "take_back").made["returned"]

    def test_what_the_rules_of_the_plant_refuse_is_no_step(self) -> None:
        case = complaint(OTHER)
        do(case, "decide", {"decision": "warranty", "because": "It is ours."})
        with pytest.raises(Refused):  # the new one went to a dealer long ago
            do(case, "exchange", {"delivery_note": "SN-1"}, subjects={"new": ["0444232401"]})
        assert stepping.find(case.number).steps[-1].act == "decide"


@pytest.mark.usefixtures("plant")
class TestAnUnreadUnit:
    """A number that nobody can read: the marks say which units it may be."""

    def test_somebody_names_it_later_and_says_why(self) -> None:
        case = complaint("", **MARKS)
        with pytest.raises(Refused) as error:
            do(case, "identify", {"because": "by its splice"})
        assert codes(error) == [("unit", "field_missing")]
        with pytest.raises(Ambiguous):
            do(case, "take_back")
        stands = do(
            case, "identify", {"because": "by its splice"}, subjects={"unit": ["0444232402"]}
        )
        assert stands.made == {"unit": OTHER, "certainty": "inferred"}
        back = do(case, "take_back")
        assert '"inferred"' in Event.objects.get(event_id=back.made["returned"]).document
        assert stepping.about([OTHER])[0].number == case.number

    def test_without_number_and_marks_nothing_is_taken_back(self) -> None:
        with pytest.raises(Refused) as error:
            do(complaint("", reference=""), "take_back")
        assert codes(error) == [("unit", "unit_unknown")]


@pytest.mark.usefixtures("plant")
class TestAClaim:
    """What a claim is told is held against the plant, all of it at once."""

    def test_all_that_is_wrong_is_said_at_once(self) -> None:
        told = {
            "claim": "",
            "material": "T999",
            "dot_week": "9926",
            "sold_on": "2026-02-10",
            "failed_on": "2026-02-09",
            "in_use": "-5",
        }
        with pytest.raises(Refused) as error:
            doing.open_case("complaint", title="", told=told, taking=taking())
        assert set(codes(error)) == {
            ("claim", "field_missing"),
            ("title", "field_missing"),
            ("material", "unknown_material"),
            ("dot_week", "bad_week"),
            ("failed_on", "failed_before_sold"),
            ("in_use", "bad_field"),
        }
        assert stepping.listed("complaint").count() == 0

    def test_a_dealers_number_is_one_claim_however_the_dealer_is_named(self) -> None:
        first = complaint()
        with pytest.raises(Refused) as error:
            complaint(dealer=f"https://{DOMAIN}/partner/B0417")
        (wrong,) = error.value.violations
        assert (wrong.code, wrong.data) == ("claim_known", {"case": first.number})
        assert complaint(dealer="B0233").number != first.number

    def test_a_thing_that_nobody_knows_is_named_with_near_ones(self) -> None:
        with pytest.raises(Refused) as error:
            complaint("0444232329")
        (wrong,) = error.value.violations
        assert (wrong.path, wrong.code, wrong.value) == ("unit", "unknown_id", "0444232329")
        assert SERIAL in str(wrong.data["near"])


@pytest.mark.usefixtures("plant")
def test_sisters_are_those_of_the_lot_and_those_of_the_place_in_the_shift() -> None:
    lot, place = sisters.of(objects.resolve(OTHER))
    assert (lot.name, lot.total, lot.back) == (LOT, 5, 1)
    assert [one.number for one in lot.came] == [SERIAL]
    assert lot.came[0].dealer.endswith("/B0417")
    assert (place.name, place.total, place.back) == ("PRESS-42 L", 5, 1)
    (own, _) = sisters.of(objects.resolve(TYRE))
    assert (own.total, own.back) == (5, 0)


CLAIMS = """Bayi;Talep no;Seri no;Şikâyet;Hata;Satış tarihi
B0417;R-7;0444232402;Sabah inik;leak;2026-02-20
B0417;R-8;;Ses yapıyor;noise;
B0233;R-7;0444232403;Balon;blister;2026-02-21
"""

FAULTY = CLAIMS + "B0417;R-7;0444232404;x;;\n;R-10;0444232399;y;;31.02.2026\nB0417;;;z;;\n"


@pytest.mark.usefixtures("plant")
class TestClaimsOutOfAFile:
    """What a dealer sends as a table: all of it, or what is wrong with each row."""

    def load(self, table: str, **more: Any) -> claim_tables.Report:
        return claim_tables.load(
            table.encode(), name="claims.csv", by="A1107", roles=[Role.WAREHOUSE], **more
        )

    def test_every_row_becomes_a_complaint_and_the_same_file_adds_nothing(self) -> None:
        report = self.load(CLAIMS)
        assert (report.rows, len(report.opened), report.there) == (3, 3, [])
        first = stepping.find(report.opened[0])
        assert first.told["claim"] == "Sabah inik"
        assert first.made["unit"] == OTHER
        again = self.load(CLAIMS + "B0417;R-9;;Yeni;leak;\n")
        assert (len(again.opened), again.there) == (1, report.opened)

    def test_all_faults_of_all_rows_are_said_and_nothing_is_stored(self) -> None:
        with pytest.raises(Refused) as error:
            self.load(FAULTY)
        found = {(one.data["row"], one.data["column"]) for one in error.value.violations}
        assert found == {
            *((5, "reference"), (6, "dealer"), (6, "unit"), (6, "sold_on")),
            (7, "reference"),
        }
        assert stepping.listed("complaint").count() == 0

    def test_who_asks_for_it_gets_the_sound_rows(self) -> None:
        report = self.load(FAULTY, keeps_sound=True)
        assert len(report.opened) == 3
        assert {one.data["row"] for one in report.left_out} == {5, 6, 7}

    def test_a_dealer_may_be_told_for_the_whole_file(self) -> None:
        report = self.load("reference;claim\nR-1;It leaks\n", dealer="B0417")
        assert stepping.find(report.opened[0]).told["dealer"] == "B0417"
