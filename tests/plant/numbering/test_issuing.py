"""Numbers are issued once each: by day, line and shift, past what is on record, and not at will."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import ProgrammingError, connection, transaction
from tests.plants import lot, received, some

from gozinto import record
from gozinto.errors import Refused, Unknown
from gozinto.plant import enterprise
from gozinto.plant.models import Equipment, IssuedNumber, Material, NumberingFormat, Shift
from gozinto.plant.numbering import issuing, previewing
from gozinto.plant.numbering.previewing import Gap

pytestmark = pytest.mark.django_db

SUNDAY = date(2018, 9, 23)


def described(
    pattern: str, *, code: str = "LOTS", subject: str = "lot", gapless: bool = False
) -> NumberingFormat:
    return NumberingFormat.objects.create(
        code=code, name=code, pattern=pattern, subject=subject, gapless=gapless
    )


def refusals(**asked: object) -> list[str]:
    with pytest.raises(Refused) as refused:
        issuing.issue(by="test", **asked)  # type: ignore[arg-type]  # told by each test
    return [fault.code for fault in refused.value.violations]


def test_both_numbers_of_the_plants_own_design_are_issued() -> None:
    described("IA-{date:%d%m%Y}-{seq:3}")
    described("{seq:10}", code="SERIALS", subject="serial")
    assert issuing.issue(format="LOTS", at=SUNDAY, by="mert") == ["IA-23092018-001"]
    first = issuing.issue(format="SERIALS", by="mert", count=3)
    assert first == ["0000000001", "0000000002", "0000000003"]
    row = IssuedNumber.objects.get(text="IA-23092018-001")
    assert (row.by, row.scope, row.sequence) == ("mert", "2018-09-23", 1)


@pytest.mark.parametrize("gapless", [True, False])
def test_a_sequence_goes_on_within_its_day_and_begins_anew_with_the_next(gapless: bool) -> None:
    described("IA-{date:%d%m%Y}-{seq:3}", gapless=gapless)
    days = (SUNDAY, date(2018, 9, 24), SUNDAY, date(2019, 9, 23))
    issued = [issuing.issue(format="LOTS", at=day, by="test")[0] for day in days]
    assert issued == ["IA-23092018-001", "IA-24092018-001", "IA-23092018-002", "IA-23092019-001"]


def test_what_is_on_record_is_skipped_and_is_no_gap_but_taken() -> None:
    described("IA-{date:%d%m%Y}-{seq:3}", gapless=True)
    record.capture(received(some(lot("T205", "IA-23092018-001"), 5), 0))
    assert issuing.issue(format="LOTS", at=SUNDAY, by="test") == ["IA-23092018-002"]
    assert [(g.first, g.last, g.why) for g in previewing.gaps(format="LOTS")] == [(1, 1, "taken")]


def test_two_formats_that_write_alike_never_issue_the_same_number() -> None:
    described("{seq:4}", code="ONE")
    described("{seq:4+}", code="OTHER")
    issued = [issuing.issue(format=code, by="test")[0] for code in ("ONE", "OTHER", "ONE")]
    assert issued == ["0001", "0002", "0003"]


def test_a_changed_pattern_counts_anew_and_skips_what_it_would_repeat() -> None:
    changed = described("{seq:4}")
    issuing.issue(format="LOTS", by="test", count=2)
    changed.pattern = "{seq:4:base16}"
    changed.save()
    assert issuing.issue(format="LOTS", by="test") == ["0003"]


def test_a_sequence_that_is_used_up_issues_nothing_and_says_so() -> None:
    described("{date:%y}{seq:1}")
    assert refusals(format="LOTS", at=SUNDAY, count=10) == ["sequence_exhausted"]
    assert not IssuedNumber.objects.exists()
    assert len(issuing.issue(format="LOTS", at=SUNDAY, by="test", count=9)) == 9
    assert refusals(format="LOTS", at=SUNDAY) == ["sequence_exhausted"]
    assert issuing.issue(format="LOTS", at=date(2019, 1, 1), by="test") == ["191"]


def test_a_century_later_the_old_numbers_are_skipped() -> None:
    described("{date:%y}{seq:2}")
    assert issuing.issue(format="LOTS", at=date(1999, 5, 1), by="test", count=2) == ["9901", "9902"]
    assert issuing.issue(format="LOTS", at=date(2099, 5, 1), by="test") == ["9903"]


def test_the_production_day_is_that_of_the_plants_zone() -> None:
    enterprise.describe(name="Demo", domain="id.demo.example", zone="Europe/Istanbul")
    described("{date:%Y%m%d}{seq:2}")
    late = datetime(2018, 9, 23, 21, 30, tzinfo=UTC)  # half past midnight there
    assert issuing.issue(format="LOTS", at=late, by="test") == ["2018092401"]


def test_a_night_shift_counts_to_the_day_it_began() -> None:
    described("{date:%Y%m%d}{shift:1}{seq:2:shift}")
    Shift.objects.create(
        code="N",
        date=SUNDAY,
        starts_at=datetime(2018, 9, 23, 22, tzinfo=UTC),
        ends_at=datetime(2018, 9, 24, 6, tzinfo=UTC),
    )
    after_midnight = datetime(2018, 9, 24, 2, tzinfo=UTC)
    assert issuing.issue(format="LOTS", at=after_midnight, by="test") == ["20180923N01"]
    assert issuing.issue(format="LOTS", at=SUNDAY, shift="N", by="test") == ["20180923N02"]


def test_a_format_of_one_line_and_material_numbers_those_alone() -> None:
    line = Equipment.objects.create(code="EXT1", name="Extruder", level="work_center")
    tyre = Material.objects.create(code="T205", name="Tyre", kind="finished")
    changed = described("{line}/{material}-{seq:3:line}")
    changed.line, changed.material = line, tyre
    changed.save()
    assert issuing.issue(format="LOTS", by="test") == ["EXT1/T205-001"]
    assert refusals(format="LOTS", line="EXT2", material="T205") == ["format_of_another"]


def test_what_is_missing_or_does_not_fit_is_told_at_once() -> None:
    described("{line}-{shift}-{date:%d%m%Y}{seq:3}")
    asked = {"format": "LOTS", "at": SUNDAY, "line": "A-1"}
    assert refusals(**asked) == ["number_part_missing", "number_part_unfit"]


def test_a_format_that_is_unknown_not_active_or_asked_for_too_many_is_refused() -> None:
    changed = described("{seq:10}")
    with pytest.raises(Unknown) as miss:
        issuing.issue(format="LOTZ", by="test")
    assert miss.value.near == ("LOTS",)
    assert refusals(format="LOTS", count=0) == ["bad_number_count"]
    assert refusals(format="LOTS", count=10_001) == ["bad_number_count"]
    changed.state = NumberingFormat.State.RETIRED
    changed.save()
    assert refusals(format="LOTS") == ["format_not_active"]


@pytest.mark.parametrize("gapless", [True, False])
def test_what_fails_gives_its_numbers_back(gapless: bool) -> None:
    described("{seq:6}", gapless=gapless)
    issuing.issue(format="LOTS", by="test")
    with transaction.atomic():
        assert issuing.issue(format="LOTS", by="test", count=2) == ["000002", "000003"]
        transaction.set_rollback(True)
    assert issuing.issue(format="LOTS", by="test") == ["000002"]
    assert not [gap for gap in previewing.gaps(format="LOTS") if gap.why == "taken"]


def test_thousands_at_once_are_one_after_the_other() -> None:
    described("{seq:6}")
    issued = issuing.issue(format="LOTS", by="test", count=2500)
    assert issued == [f"{n:06d}" for n in range(1, 2501)]
    assert issuing.issue(format="LOTS", by="test") == ["002501"]


def test_a_preview_goes_on_where_the_sequence_stands_and_issues_nothing() -> None:
    described("IA-{date:%d%m%Y}-{seq:3}")
    issuing.issue(format="LOTS", at=SUNDAY, by="test", count=7)
    shown = previewing.preview(format="LOTS", at=SUNDAY, count=2)
    assert shown.numbers == ("IA-23092018-008", "IA-23092018-009")
    assert shown.turn is not None
    assert shown.turn.number == "IA-24092018-001"
    assert IssuedNumber.objects.count() == 7


def test_gaps_are_told_with_their_reason() -> None:
    described("{seq:4}")
    record.capture(received(some(lot("HB", "0002"), 5), 0))
    issuing.issue(format="LOTS", by="test", count=3)
    found = previewing.gaps(format="LOTS")
    assert found == [Gap(scope="", first=2, last=2, why="taken")]


def test_an_issued_number_cannot_be_changed_or_taken_away() -> None:
    described("{seq:4}")
    issuing.issue(format="LOTS", by="test")
    for statement in (
        "UPDATE gozinto_issuednumber SET text = 'x'",
        "DELETE FROM gozinto_issuednumber",
        "DELETE FROM gozinto_sequenceblock",
    ):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
