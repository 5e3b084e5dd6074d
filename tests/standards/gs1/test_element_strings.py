"""Whatever is written as an element string reads back the same, in a symbol and in brackets."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gozinto.errors import GozintoError, Malformed
from gozinto.standards.gs1 import digital_links, scan
from gozinto.standards.gs1.check_digits import check_digit
from gozinto.standards.gs1.dictionary import ALPHABETS, IDENTIFIERS, Identifier
from gozinto.standards.gs1.element_strings import (
    SEPARATOR,
    Element,
    read_bracketed,
    read_symbol,
    write_bracketed,
    write_symbol,
)
from gozinto.standards.gs1.linters import TEXT, check_pair

GTIN = "04150567890128"
_ODD = st.sampled_from(["(", ")", "\\", "]C1", "]d2", "]E0", SEPARATOR, "01", "10", "(01)", "<GS>"])


def _value(identifier: Identifier) -> st.SearchStrategy[str]:
    parts = [
        st.text(sorted(ALPHABETS[part.alphabet]), min_size=part.least, max_size=part.most)
        for part in identifier.parts
    ]
    return st.tuples(*parts).map("".join)


_FREE = [one for one in IDENTIFIERS.values() if not any(part.rules for part in one.parts)]
_ELEMENTS = st.lists(
    st.one_of(
        st.sampled_from(_FREE).flatmap(lambda one: st.tuples(st.just(one.code), _value(one))),
        st.text("0123456789", min_size=13, max_size=13).map(lambda d: ("01", d + check_digit(d))),
        st.dates().map(lambda day: ("17", f"{day:%y%m%d}")),
        st.text(TEXT, max_size=10).map(lambda t: ("8013", f"1234{t}{check_pair('1234' + t)}")),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda element: element[0],
)


@given(_ELEMENTS)
def test_what_is_written_reads_back_the_same(elements: list[Element]) -> None:
    assert read_symbol(write_symbol(elements)) == elements
    assert read_bracketed(write_bracketed(elements)) == elements
    assert scan.read("]C1" + write_symbol(elements)).elements == tuple(elements)
    assert scan.read(write_bracketed(elements)).elements == tuple(elements)


@given(_ELEMENTS)
def test_a_link_that_can_be_written_reads_back_the_same(elements: list[Element]) -> None:
    with suppress(Malformed):
        link = digital_links.read(digital_links.write(elements, stem="https://tyres.example/p"))
        assert link is not None
        assert dict((*link.elements, *link.attributes)) == dict(elements)


@given(st.lists(st.one_of(_ODD, st.text(max_size=8), st.text(TEXT, max_size=8))).map("".join))
def test_any_text_is_read_or_refused_by_one_of_our_errors(text: str) -> None:
    with suppress(GozintoError):
        scan.read(text)


def test_a_separator_stands_only_where_the_end_is_not_known() -> None:
    elements = [("10", "A1"), ("01", GTIN), ("17", "280304"), ("21", "7")]
    assert write_symbol(elements) == f"10A1{SEPARATOR}01{GTIN}17280304217"


@pytest.mark.parametrize("prefix", ["]C1", "]e0", "]d2", "]Q3", "]J1"])
def test_every_carrier_of_gs1_data_is_read_alike(prefix: str) -> None:
    found = scan.read(f"{prefix}01{GTIN}10IA-23092018-001{SEPARATOR}3740")
    assert (found.gtin, found.lot, found.leftover) == (GTIN, "IA-23092018-001", "(37)40")


@pytest.mark.parametrize("separator", ["\x1d", "\u241d", "<GS>", "{GS}"])
def test_a_separator_is_understood_however_a_keyboard_writes_it(separator: str) -> None:
    found = scan.read(f"]C110IA-23092018-001{separator}01{GTIN}")
    assert (found.lot, found.gtin) == ("IA-23092018-001", GTIN)


def test_a_retail_bar_code_is_the_gtin_it_holds() -> None:
    found = scan.read("]E04150567890128")
    assert (found.gtin, found.number) == (GTIN, "4150567890128")
    above = scan.read(f"]E04150567890128|]e010L7{SEPARATOR}11260304")
    assert (above.gtin, above.lot, above.leftover) == (GTIN, "L7", "(11)260304")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("]E04150567890129", "bad_check_digit"),
        ("]E0415056789012", "bad_value"),
        ("]X", "symbology_not_told"),
        ("]", "symbology_not_told"),
        ("]A0", "empty_scan"),
        (f"(01){GTIN}(10)A(10)B", "repeated_identifier"),
        (f"https://tyres.example/01/{GTIN}?10=A", "bad_link"),
        (f"https://tyres.example/01/{GTIN}/21/7/10/A", "bad_link"),
        (f"https://tyres.example/01/{GTIN}?17=261322", "bad_value"),
        (f"https://tyres.example/01/{GTIN}?89=A", "unknown_identifier"),
    ],
)
def test_a_carrier_that_contradicts_its_standard_is_refused(text: str, code: str) -> None:
    with pytest.raises(Malformed) as refused:
        scan.read(text)
    assert refused.value.code == code


def test_a_number_of_ones_own_may_begin_with_brackets() -> None:
    assert scan.read("(05) B-317").number == "(05) B-317"


def test_a_private_path_that_looks_like_a_key_stays_private() -> None:
    uri = "https://id.demo.example/class/8004/B-317"
    assert scan.read(uri).uri == uri
