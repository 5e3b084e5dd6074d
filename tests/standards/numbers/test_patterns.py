"""What a designer writes, what comes out of it, and what is refused because it would go wrong."""

from __future__ import annotations

from datetime import date

import pytest

from gozinto.errors import Malformed, Refused
from gozinto.standards.numbers import labels, patterns, reading, writing
from gozinto.standards.numbers.shapes import Facts, Pattern

SUNDAY = date(2018, 9, 23)


def made(pattern: str, *, sequence: int = 1, day: date = SUNDAY, **codes: str) -> str:
    return writing.written(patterns.read(pattern), Facts(day=day, sequence=sequence, **codes))


def codes(pattern: str) -> list[str]:
    return [fault.code for fault in patterns.faults(pattern)]


@pytest.mark.parametrize(
    ("pattern", "sequence", "number"),
    [
        ("IA-{date:%d%m%Y}-{seq:3}", 1, "IA-23092018-001"),
        ("{seq:10}", 444232322, "0444232322"),
        ("{date:%G-W%V}/{seq:4}", 17, "2018-W38/0017"),
        ("{date:%y%j}{seq:2}", 3, "1826603"),
        ("{date:%V%g}-{seq:5:base36}", 46655, "3818-00ZZZ"),
        ("{date:%y}{seq:4:base24}", 1, "18AAAA"),
        ("{date:%y}{seq:2:base31}", 32, "1832"),
        ("{seq:3+}", 4711, "4711"),
        ("{seq:3+}", 7, "007"),
        ("{{{seq:2}}}", 5, "{05}"),
        ("{date:%%%Y}{seq:2}", 5, "%201805"),
        ("{seq:9}{check:mod10}", 12345678, "0123456784"),
        ("069141410{seq:8}{check:mod10}", 12345, "069141410000123457"),
        ("{seq:10}{check:luhn}", 7992739871, "79927398713"),
        ("{seq:15}{check:mod11}", 218250097 // 10, "0000000218250097"),
        ("{seq:3}{check:mod97}", 794, "79444"),
        ("A1{seq:4}GABC{date:%Y}{check:mod37}", 2425, "A12425GABC2018V"),
    ],
)
def test_a_pattern_makes_its_number_and_reads_it_back(
    pattern: str, sequence: int, number: str
) -> None:
    assert made(pattern, sequence=sequence) == number
    assert reading.read(patterns.read(pattern), number, near=SUNDAY).sequence == sequence


def test_codes_of_the_plant_stand_in_the_number_as_they_are() -> None:
    pattern = "{line}-{shift}{material:4}{date:%y%m%d}{seq:3:shift:line}"
    number = made(pattern, line="EXT1", shift="N", material="T205")
    assert number == "EXT1-NT205180923001"
    found = reading.read(patterns.read(pattern), number, near=SUNDAY)
    assert found.texts == {"line": "EXT1", "shift": "N", "material": "T205", "date": "180923"}


def test_the_last_characters_of_a_slip_are_told_by_the_check() -> None:
    pattern = patterns.read("{seq:9}{check:mod10}")
    assert reading.readings(pattern, "0123456784", near=SUNDAY)
    assert not reading.readings(pattern, "0123456748", near=SUNDAY)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("{material}{seq}", ["pattern_not_readable_back"]),
        ("{seq:3+}{line}", ["pattern_not_readable_back"]),
        ("{line}{seq:3}{material}", ["pattern_not_readable_back"]),
        ("{seq:2+}7{line}", ["pattern_not_readable_back"]),
        ("{date:%Y}-{seq:3:day}", ["pattern_collides"]),
        ("{seq:3:year}", ["pattern_collides"]),
        ("{date:%m}{seq:3:month}", ["pattern_collides"]),
        ("{date:%Y%V}-{seq:3:week}", ["pattern_collides"]),
        ("{date:%d%m%Y}{seq:3:shift}", ["pattern_collides"]),
        ("{seq:3:line:material}", ["pattern_collides", "pattern_collides"]),
        ("{date:%d%m%Y}", ["pattern_without_sequence"]),
        ("LOT-{serial}", ["unknown_pattern_field"]),
        ("{seq:0}", ["pattern_width"]),
        ("{seq:20}", ["pattern_width"]),
        ("{line:61}{seq:3}", ["pattern_width"]),
        ("{seq:3}{seq:4}", ["pattern_field_twice"]),
        ("{seq:base99}", ["pattern_option"]),
        ("{seq:3:4}", ["pattern_option"]),
        ("{line:text:digits}-{seq}", ["pattern_option"]),
        ("{date:%x}{seq:3}", ["pattern_option"]),
        ("{date}{seq:3}", ["pattern_option"]),
        ("{seq:3}{check:mod9}", ["pattern_option"]),
        ("{seq:3}{check:crc}", ["pattern_option"]),
        ("{seq:3", ["pattern_unclosed"]),
        ("seq:3}", ["pattern_unclosed"]),
        ("", ["pattern_empty"]),
        (" {seq:3}", ["pattern_empty"]),
        ("ŞK{seq:3}", ["pattern_not_on_label"]),
        ("A\t{seq:3}", ["pattern_not_on_label"]),
        ("A" * 58 + "{seq:3}", ["pattern_too_long"]),
        ("A" * 201, ["pattern_too_long"]),
        ("{line}-{seq:3}{check:mod10}", ["pattern_check"]),
        ("{seq:5:base36}{check:mod11}", ["pattern_check"]),
        ("{check:mod10}{seq:3}", ["pattern_check"]),
    ],
)
def test_a_pattern_that_would_go_wrong_is_refused(pattern: str, expected: list[str]) -> None:
    assert codes(pattern) == expected
    with pytest.raises(Refused):
        patterns.read(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "{material}-{line}-{seq:3}",
        "{material}-{seq}",
        "{line}{seq:3}",
        "{date:%G}{seq:6:year}",
        "{date:%Y}{seq:6:never}",
        "{date:%m}{seq:6}",
        "{line:2:digits}{seq:3}{check:mod10}",
        "{seq:3+}A{material}",
    ],
)
def test_what_only_looks_dangerous_is_let_through(pattern: str) -> None:
    assert codes(pattern) == []


def test_all_that_is_wrong_is_told_at_once_and_where() -> None:
    found = patterns.faults("IA-{dat:%d}-{seq:0}-{check:mod9}}")
    assert [(f.code, f.data["position"]) for f in found] == [
        ("unknown_pattern_field", 4),
        ("pattern_width", 13),
        ("pattern_option", 21),
        ("pattern_unclosed", 33),
    ]


def test_a_year_that_is_not_the_one_of_the_week_is_shown_by_two_days_that_collide() -> None:
    (fault,) = patterns.faults("{date:%Y%V}-{seq:3:week}")
    assert "2001-01-01 and 2001-12-31 both show '2001 01'" in fault.message
    assert "%G" in fault.next_step


def test_a_character_of_no_bar_code_says_which_ones() -> None:
    (fault,) = patterns.faults("PARTİ-{seq:3}")
    assert "'İ' can stand in none of Code 39, Code 128, a GS1 lot" in fault.message
    assert fault.data == {"position": 5}


@pytest.mark.parametrize(
    ("pattern", "resets"),
    [
        ("IA-{date:%d%m%Y}-{seq:3}", ("day",)),
        ("{date:%G%V}{seq:3}", ("week",)),
        ("{date:%Y%V}{seq:3}", ("year",)),
        ("{date:%y%m}{seq:3}", ("month",)),
        ("{date:%y}{seq:3}", ("year",)),
        ("{date:%g}{seq:3}", ("week_year",)),
        ("{date:%g}{seq:3:year}", ("week_year",)),
        ("{date:%d%m}{seq:3}", ()),
        ("{date:%d%m%Y}{seq:3:never}", ()),
        ("{date:%d%m%Y}{line}-{seq:3:month:line}", ("month", "line")),
        ("{seq:10}", ()),
    ],
)
def test_a_sequence_begins_anew_as_asked_or_with_what_the_dates_show(
    pattern: str, resets: tuple[str, ...]
) -> None:
    assert patterns.read(pattern).resets == resets


@pytest.mark.parametrize(
    ("pattern", "last", "first"),
    [
        ("{date:%d%m%Y}{seq:3}", date(2024, 12, 31), date(2025, 1, 1)),
        ("{date:%G%V}{seq:3}", date(2024, 12, 29), date(2024, 12, 30)),
        ("{date:%G%V}{seq:3}", date(2021, 1, 3), date(2021, 1, 4)),
        ("{date:%y%m}{seq:3}", date(2024, 2, 29), date(2024, 3, 1)),
        ("{date:%y}{seq:3}", date(1999, 12, 31), date(2000, 1, 1)),
        ("{date:%g}{seq:3}", date(2024, 12, 29), date(2024, 12, 30)),
    ],
)
def test_a_sequence_begins_anew_exactly_at_the_boundary(
    pattern: str, last: date, first: date
) -> None:
    read = patterns.read(pattern)
    assert writing.scope(read, Facts(day=last)) != writing.scope(read, Facts(day=first))
    turn = writing.preview(read, Facts(day=last)).turn
    assert turn is not None
    assert turn.day == first
    assert turn.number == made(pattern, day=first)


def test_a_shift_counts_on_its_own_and_so_does_each_line() -> None:
    pattern = patterns.read("{date:%y%m%d}{shift:1}{line:2}{seq:3:shift:line}")
    scopes = {
        writing.scope(pattern, Facts(day=date(2024, 3, day), shift=shift, line=line))
        for day in (1, 2)
        for shift in "AB"
        for line in ("L1", "L2")
    }
    assert len(scopes) == 8


def test_a_sequence_that_is_used_up_says_so_and_never_begins_again() -> None:
    assert made("{date:%y}{seq:3}", sequence=999) == "18999"
    with pytest.raises(Refused) as refused:
        made("{date:%y}{seq:3}", sequence=1000)
    assert [v.code for v in refused.value.violations] == ["sequence_exhausted"]
    assert made("{date:%y}{seq:3+}", sequence=1000) == "181000"


def test_what_was_not_given_or_does_not_fit_is_told_at_once() -> None:
    pattern = patterns.read("{line}-{shift}-{material:4}-{date:%d%m%Y}{seq:3}")
    with pytest.raises(Refused) as refused:
        writing.written(pattern, Facts(line="EXT-1", material="T5", sequence=1))
    assert [(v.code, v.value) for v in refused.value.violations] == [
        ("number_part_missing", "date"),
        ("number_part_missing", "shift"),
        ("number_part_unfit", "EXT-1"),
        ("number_part_unfit", "T5"),
    ]


def test_a_code_no_label_can_hold_and_a_number_too_long_are_refused() -> None:
    for code, expected in (("ŞİŞE", "number_part_unfit"), ("X" * 60, "number_too_long")):
        with pytest.raises(Refused) as refused:
            made("{line}-{seq:3}", line=code)
        assert [v.code for v in refused.value.violations] == [expected]


def test_a_number_of_another_pattern_is_not_read() -> None:
    pattern = patterns.read("IA-{date:%d%m%Y}-{seq:3}")
    for text in ("IA-31022018-001", "IA-23092018-01", "ia-23092018-001", "IA-23092018-001 ", ""):
        with pytest.raises(Malformed) as refused:
            reading.read(pattern, text, near=SUNDAY)
        assert refused.value.code == "number_not_of_pattern"


def test_only_what_the_sequence_would_write_is_read() -> None:
    pattern = patterns.read("{seq:3+}")
    assert reading.readings(pattern, "0999", near=SUNDAY) == []
    assert reading.readings(pattern, "9" * 19, near=SUNDAY) == []
    assert reading.read(pattern, "1000", near=SUNDAY).sequence == 1000


def test_two_digits_of_a_year_are_the_nearest_century_and_the_preview_warns() -> None:
    pattern = patterns.read("{date:%y%m%d}{seq:3}")
    for near, year in ((date(2018, 1, 1), 2068), (date(2017, 1, 1), 1968)):
        span = reading.read(pattern, "680923001", near=near).days["date"]
        assert span.first == span.last == date(year, 9, 23)
    assert "hundred years" in writing.preview(pattern, Facts(day=SUNDAY)).remarks[0]
    assert not writing.preview(patterns.read("{date:%Y}{seq}"), Facts(day=SUNDAY)).remarks


def test_a_week_is_read_as_its_seven_days() -> None:
    found = reading.read(patterns.read("{date:%G%V}{seq:3}"), "202501001", near=SUNDAY)
    span = found.days["date"]
    assert (span.first, span.last) == (date(2024, 12, 30), date(2025, 1, 5))


def test_a_preview_ends_where_the_sequence_does() -> None:
    shown = writing.preview(patterns.read("{seq:1}"), Facts(sequence=8), count=5)
    assert shown.numbers == ("8", "9")
    assert "after 9 numbers" in shown.remarks[0]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("IA-{date:%d%m%Y}-{seq:3}", set()),
        ("lot {seq:3}", {"code_39", "gs1"}),
        ("{date:%d%m%Y}-{seq:12}", {"gs1"}),
        ("#{seq:3}", {"code_39", "gs1"}),
    ],
)
def test_a_preview_says_which_bar_codes_cannot_carry_it(pattern: str, expected: set[str]) -> None:
    assert set(labels.obstacles(patterns.read(pattern))) == expected


def partners(pattern: str) -> Pattern:
    return patterns.read_partners(pattern)


def test_a_suppliers_pattern_says_which_part_is_what() -> None:
    pattern = partners("{item:6}-{lot}/{date:%y%m%d}X{expiry:%y%m%d}{any:2}")
    (found,) = reading.readings(pattern, "NR0042-88-7/240229X250301ZZ", near=date(2024, 6, 1))
    assert found.texts == {"item": "NR0042", "lot": "88-7", "date": "240229", "expiry": "250301"}
    assert found.days["date"].first == date(2024, 2, 29)
    assert found.days["expiry"].last == date(2025, 3, 1)


def test_every_way_to_read_a_suppliers_number_is_told() -> None:
    found = reading.readings(partners("{item}{lot:digits}"), "A12", near=SUNDAY)
    assert [r.texts for r in found] == [{"item": "A", "lot": "12"}, {"item": "A1", "lot": "2"}]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("{lot}{item}{serial}{any}", ["pattern_not_readable_back"]),
        ("XY{any:3}", ["pattern_empty"]),
        ("{seq:3}", ["unknown_pattern_field"]),
        ("{lot:6}{lot:3}", ["pattern_field_twice"]),
    ],
)
def test_a_suppliers_pattern_that_says_nothing_is_refused(
    pattern: str, expected: list[str]
) -> None:
    assert [fault.code for fault in patterns.partners_faults(pattern)] == expected
    with pytest.raises(Refused):
        patterns.read_partners(pattern)
