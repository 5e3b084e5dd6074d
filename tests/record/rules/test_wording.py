"""What the rules say stands in the table of rules, and in the language of whoever reads it."""

from __future__ import annotations

import re

import pytest
from django.utils import translation
from tests.edges.office.test_words import LANGUAGES, written

from gozinto.record.rules import wording
from gozinto.record.rules.shapes import Fault
from gozinto.record.rules.table import RULES

BLANKS = re.compile(r"%\((\w+)\)s")


def texts() -> list[str]:
    """Every title, sentence and next step."""
    found = [text for rule in RULES.values() for text in (rule.title, rule.next_step)]
    return found + [text for rule in RULES.values() for text in rule.messages.values()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_a_rule_says_is_translated_with_the_same_blanks(language: str) -> None:
    known = written(language)
    assert len(texts()) > 80
    for text in texts():
        told = known.get(text)
        assert told, text
        assert told != text
        assert sorted(BLANKS.findall(told)) == sorted(BLANKS.findall(text))


@pytest.mark.parametrize("text", texts())
def test_a_text_has_no_other_blanks(text: str) -> None:
    assert "%" not in BLANKS.sub("", text)


def test_a_fault_is_told_in_english_whoever_asks() -> None:
    fault = Fault(rule="object_held", subject="s", position=1, data={"number": "RM-1"})
    with translation.override("de"):
        assert wording.english(fault) == "RM-1 is on hold."


def test_a_person_reads_it_in_her_language() -> None:
    rule = RULES["run_not_open"]
    data = {"case": "paused", "run": "R-7"}
    told = {}
    for language in ("en", *LANGUAGES):
        with translation.override(language):
            told[language] = wording.translated(rule, data, kept="")
    assert told["en"] == "R-7 was paused then."
    assert told["de"] == "R-7 war da unterbrochen."
    assert told["tr"] == "R-7 o sırada duraklatılmıştı."


def test_what_was_kept_without_its_values_is_told_as_it_was_kept() -> None:
    with translation.override("de"):
        assert wording.translated(RULES["object_held"], {}, kept="A is on hold.") == "A is on hold."
        told = wording.translated(RULES["run_not_open"], {}, kept="R was paused then.")
    assert told == "R was paused then."
