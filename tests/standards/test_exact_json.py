"""JSON keeps every digit, and hostile JSON is refused before it can do harm."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gozinto.errors import Malformed, TooLarge
from gozinto.standards.exact_json import parse, render

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
numbers = st.integers(-(10**30), 10**30) | st.decimals(
    allow_nan=False, allow_infinity=False, min_value="-1e40", max_value="1e40"
)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(texts, inside, max_size=4),
    max_leaves=20,
)


@given(values)
def test_any_json_survives_render_and_parse(value: object) -> None:
    text = render(value)
    assert parse(text) == value
    assert parse(text.encode()) == value
    assert render(parse(text)) == text


@given(values)
def test_what_is_rendered_is_what_others_read(value: object) -> None:
    assert json.loads(render(value), parse_float=Decimal) == value


def test_every_digit_is_kept() -> None:
    assert render(parse('{"a":0.10,"b":1.85,"c":12345678901234567890.123456789}')) == (
        '{"a":0.10,"b":1.85,"c":12345678901234567890.123456789}'
    )


def test_sorted_and_normalised_equal_values_are_equal_texts() -> None:
    first, second = parse('{"b":1.0,"a":[-0.0]}'), parse('{"a":[0],"b":1.00}')
    assert render(first, sort_keys=True, normalised=True) == '{"a":[0],"b":1}'
    assert render(second, sort_keys=True, normalised=True) == '{"a":[0],"b":1}'
    assert render(first, sort_keys=True) != render(second, sort_keys=True)


def test_what_is_rare_is_rendered_as_the_usual_is() -> None:
    usual = {"b": Decimal("1.50"), "a": ["ş\u2028\x1f\x7f", True, None, -7]}
    text = render(usual, sort_keys=True)
    assert text == '{"a":["ş\u2028\\u001f\x7f",true,null,-7],"b":1.50}'
    rare = usual | {"c": 10**30, "d": "\ud800"}
    assert render(rare, sort_keys=True) == f'{text[:-1]},"c":{10**30},"d":"\ud800"}}'


def test_what_json_cannot_hold_is_refused() -> None:
    with pytest.raises(TypeError, match="datetime"):
        render({"a": datetime(2026, 3, 4, tzinfo=UTC)})
    with pytest.raises(Malformed):
        render({"a": Decimal("NaN")})


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000 + "]" * 200_000,
        '{"a":' * 200_000,
        "[" * 65 + "]" * 65,
        '["]]]]]]]]]]]]"' + ",[" * 65 + "]" * 66,
        '["\\"",' + "[" * 64 + "]" * 65,
    ],
    ids=["closed", "open", "one too many", "brackets in a string", "escaped quote"],
)
def test_deep_nesting_is_refused_before_parsing(text: str) -> None:
    with pytest.raises(TooLarge) as refused:
        parse(text)
    assert refused.value.code == "too_deep"


@pytest.mark.parametrize(
    "text",
    [
        "[" * 64 + "]" * 64,
        '["' + "[" * 10_000 + '"]',
        "[" + ",".join(["[]"] * 10_000) + "]",
        '["\\\\",["[[[["]]',
    ],
    ids=["at the limit", "in a string", "wide, not deep", "escaped backslash"],
)
def test_what_is_not_too_deep_is_read(text: str) -> None:
    assert parse(text) == json.loads(text)


def test_a_document_over_the_limit_is_refused_unread() -> None:
    with pytest.raises(TooLarge) as refused:
        parse(b"[" + b" " * 100 + b"]", max_bytes=100)
    assert refused.value.data == {"bytes": 102, "limit": 100}


def test_an_open_string_of_megabytes_is_refused_quickly() -> None:
    with pytest.raises(Malformed) as refused:
        parse('"' + '\\"' * 2_000_000)
    assert refused.value.code == "not_json"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b'{"a":1} // no', "not_json"),
        (b'{"a":1,}', "not_json"),
        (b"[}" * 100_000, "not_json"),
        (b'"\xe9"', "bad_encoding"),
        ("{}".encode("utf-16"), "bad_encoding"),
        (b"[NaN]", "not_a_number"),
        (b"[-Infinity]", "not_a_number"),
        (b"1" * 5000, "not_a_number"),
        (b"1e99999999999999999999", "not_a_number"),
        (b'{"a":1,"b":{"c":1,"c":2}}', "duplicate_key"),
    ],
)
def test_what_is_not_json_is_refused_with_a_code(data: bytes, code: str) -> None:
    with pytest.raises(Malformed) as refused:
        parse(data)
    assert refused.value.code == code


def test_a_syntax_error_names_its_place() -> None:
    with pytest.raises(Malformed, match="line 2, column 6"):
        parse('{\n"a": oops}')


def test_a_byte_order_mark_is_passed_over() -> None:
    assert parse(b"\xef\xbb\xbf{}") == {}
    assert parse("\ufeff{}") == {}


def test_half_of_a_character_pair_in_text_is_refused() -> None:
    with pytest.raises(Malformed) as refused:
        parse('"\ud800"')
    assert refused.value.code == "bad_encoding"
