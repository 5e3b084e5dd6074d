"""Full names shorten and expand to themselves."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gozinto.standards.epcis.namespaces import (
    CONTEXT_URL,
    Compactor,
    expand,
    is_epcis_context,
    prefixes_of,
)
from gozinto.standards.epcis.vocabulary import DEFAULT_PREFIXES

from .made_events import names


@given(st.lists(names, max_size=8))
def test_every_short_name_expands_to_its_full_name(full: list[str]) -> None:
    shorten = Compactor(full)
    prefixes = prefixes_of([CONTEXT_URL, shorten.declared], inherited=DEFAULT_PREFIXES)
    assert [expand(shorten(name), prefixes) for name in full] == full


def test_the_same_names_are_shortened_alike_in_any_order() -> None:
    first = Compactor(["https://b.example/x", "https://a.example/x"])
    second = Compactor(["https://a.example/x", "https://b.example/x"])
    assert (
        first.declared
        == second.declared
        == {
            "ext1": "https://a.example/",
            "ext2": "https://b.example/",
        }
    )


def test_the_standards_own_prefixes_need_no_declaration() -> None:
    shorten = Compactor(["urn:epcglobal:cbv:mda:lotNumber"])
    assert shorten("urn:epcglobal:cbv:mda:lotNumber") == "cbvmda:lotNumber"
    assert shorten.declared == {}


def test_a_context_may_define_prefixes_as_terms_and_carry_keywords() -> None:
    context = [CONTEXT_URL, {"@version": 1.1, "a": {"@id": "https://a.example/"}}, None]
    assert prefixes_of(context, inherited={}) == {"a": "https://a.example/"}


def test_the_epcis_context_is_known_by_its_addresses() -> None:
    assert is_epcis_context(CONTEXT_URL)
    assert is_epcis_context(["https://ref.gs1.org/standards/epcis/epcis-context.jsonld"])
    assert is_epcis_context("https://gs1.github.io/EPCIS/epcis-context.jsonld")
    assert not is_epcis_context("https://evil.example/epcis-context.jsonld")
    assert not is_epcis_context(None)
