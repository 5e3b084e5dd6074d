"""A label's texts have holes, and what is absent takes the words around it away."""

from __future__ import annotations

import pytest

from gozinto.plant.label_texts import fill_text, stray_braces


@pytest.mark.parametrize(
    ("template", "printed"),
    [
        ("{number}", "IA-23092018-001"),
        ("Charge {number} {name}", "Charge IA-23092018-001 Kauçuk şerit"),
        ("Verfall {expires_on}", ""),
        ("{number} {expires_on}", "IA-23092018-001"),
        ("{{number}}", "{number}"),
        ("{{{number}}}", "{IA-23092018-001}"),
        ("Fragile", "Fragile"),
    ],
)
def test_what_is_absent_takes_the_words_around_it_away(template: str, printed: str) -> None:
    values = {"number": "IA-23092018-001", "name": "Kauçuk şerit", "expires_on": ""}
    assert fill_text(template, values=values) == printed


def test_a_value_with_braces_is_not_filled_again() -> None:
    values = {"number": "{name}", "name": "secret"}
    assert fill_text("{number}", values=values) == "{name}"


@pytest.mark.parametrize("template", ["{", "}", "{Number}", "{number", "{{number}", "{ number }"])
def test_a_brace_that_names_no_field_is_noticed(template: str) -> None:
    assert stray_braces(template)


@pytest.mark.parametrize("template", ["", "{number}", "{{", "{{{number}}}", "a {name} b"])
def test_fields_and_doubled_braces_are_no_stray_ones(template: str) -> None:
    assert not stray_braces(template)
