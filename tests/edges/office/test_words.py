"""Every text stands in three languages, and the compiled files are those of the written ones."""

from __future__ import annotations

import ast
import gettext
import re
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

import gozinto
from gozinto.edges.office import words
from tests.edges.office import template_words

ROOT = Path(gozinto.__file__).parent
LANGUAGES = ("tr", "de")
Messages = dict[str | tuple[str, int], str]


@cache
def written(language: str) -> Messages:
    """The texts of a .po file; a plural's are keyed by text and form."""
    found: Messages = {}
    path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        parts: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            match = re.match(r'(msgid|msgid_plural|msgstr(?:\[\d\])?) (".*")', line)
            if match:
                name = match[1]
                parts[name] = ast.literal_eval(match[2])
            elif line.startswith('"'):
                parts[name] += ast.literal_eval(line)
        if "msgid_plural" in parts:
            for form in (0, 1):
                found[parts["msgid"], form] = parts[f"msgstr[{form}]"]
        elif parts.get("msgid"):
            found[parts["msgid"]] = parts["msgstr"]
    return found


def compiled(language: str) -> Messages:
    """The texts of a .mo file."""
    path = ROOT / "locale" / language / "LC_MESSAGES" / "django.mo"
    with path.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {key: text for key, text in catalogue.items() if key}


@cache
def used() -> set[str]:
    """Every text that templates and Python mark for translation."""
    found: set[str] = set()
    for path in ROOT.rglob("*.html"):
        found |= template_words.marked(path.read_text("utf-8"))
    for path in ROOT.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            is_marked = (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Name)
                and call.func.id in {"_", "gettext", "gettext_lazy", "ngettext"}
            )
            if is_marked:
                assert isinstance(call, ast.Call)
                if call.args and isinstance(call.args[0], ast.Constant):
                    found.add(str(call.args[0].value))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_texts_are_the_written_ones(language: str) -> None:
    assert len(written(language)) > 200
    assert compiled(language) == written(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    known = {key if isinstance(key, str) else key[0] for key in written(language)}
    assert len(used()) > 200
    assert used() - known == set()
    assert all(text.strip() for text in written(language).values())


def test_no_template_says_a_word_that_is_not_marked() -> None:
    said = {
        path.name: bare
        for path in sorted(ROOT.rglob("*.html"))
        if (bare := template_words.bare(path.read_text("utf-8")))
    }
    assert said == {}


@pytest.mark.parametrize(
    ("template", "marked", "bare"),
    [
        ('{% translate "Lots" %}', {"Lots"}, []),
        (
            "{% translate 'Lots' as x %}{% blocktranslate %}{{ n }} x{% endblocktranslate %}",
            {"Lots", "%(n)s x"},
            [],
        ),
        (
            "{% blocktranslate count n=a %}{{ n }} lot{% plural %}lots{% endblocktranslate %}",
            {"%(n)s lot"},
            [],
        ),
        ('{{ _("Held") }}', {"Held"}, []),
        ("<p>Held <b>now</b></p>", set(), ["Held", "now"]),
        ('<a title="Open it" href="/held">{{ number }}</a>', set(), ["title=Open it"]),
        ('<td class="num">HB-2209 kg</td><kbd>Esc</kbd> CSV · gozinto', set(), []),
    ],
)
def test_words_of_a_template_are_found(template: str, marked: set[str], bare: list[str]) -> None:
    assert template_words.marked(template) == marked
    assert template_words.bare(template) == bare


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_every_blank_to_be_filled(language: str) -> None:
    for key, text in written(language).items():
        source = key if isinstance(key, str) else key[0]
        blanks = re.compile(r"%\(\w+\)[sd]|<[^>]+>")
        assert set(blanks.findall(source)) == set(blanks.findall(text)), source


def test_both_languages_speak_of_the_same() -> None:
    assert set(written("tr")) == set(written("de"))


def test_every_gap_of_a_trace_has_a_meaning() -> None:
    source = (ROOT / "trace" / "facts" / "gaps.py").read_text(encoding="utf-8")
    codes = set(re.findall(r'code="(\w+)"', source))
    assert codes
    assert codes <= set(words.GAPS)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("receiving", "Received"),
        ("https://ref.gs1.org/cbv/BizStep-receiving", "Received"),
        ("urn:epcglobal:cbv:bizstep:receiving", "Received"),
        ("https://gozinto.example/ns/opening_balance", "Opening stock"),
        ("https://id.demo.example/step/inner%20liner", "inner liner"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_word_of_the_vocabulary(code: str | None, shown: str) -> None:
    assert words.name(words.STEPS, code) == shown


@pytest.mark.parametrize(
    ("language", "value", "uom", "shown"),
    [
        ("en", "41.600", "KGM", "41.6 kg"),
        ("de", "41.600", "KGM", "41,6 kg"),
        ("en", "1E+3", "MTR", "1000 m"),
        ("en", "12345", "C62", "12,345 pcs"),
        ("tr", "2", "", "2 adet"),
        ("en", "5", "ZZ", "5 ZZ"),
    ],
)
def test_quantities_in_the_readers_notation(
    language: str, value: str, uom: str, shown: str
) -> None:
    with translation.override(language):
        assert words.quantity(Decimal(value), uom) == shown


def test_no_page_writes_a_day_as_one_language_does() -> None:
    """By name alone: `formats` says for each language what the name means."""
    own = {
        f"{path.name}: {named}"
        for path in ROOT.rglob("*.html")
        for named in re.findall(r'(?:date|time):"([^"]+)"', path.read_text("utf-8"))
        if named != "c" and not named.endswith("_FORMAT")
    }
    assert own == set()


@pytest.mark.parametrize(
    ("language", "time", "day"),
    [
        ("en", "2026-02-05 02:30", "2026-02-05"),
        ("de", "05.02.2026 02:30", "05.02.2026"),
        ("tr", "05.02.2026 02:30", "05.02.2026"),
    ],
)
def test_a_time_is_the_plants_in_the_readers_notation(language: str, time: str, day: str) -> None:
    at = datetime(2026, 2, 4, 23, 30, tzinfo=UTC)
    with translation.override(language), timezone.override(ZoneInfo("Europe/Istanbul")):
        assert (words.moment(at), words.day(at)) == (time, day)
        assert (words.moment(None), words.day(None)) == ("", "")


def test_a_share_is_a_percentage_that_never_hides_a_trace() -> None:
    shares = [Decimal(text) for text in ("1", "0.526726", "0.0012", "3.33333E-7")]
    assert [words.share(one) for one in shares] == ["100.0 %", "52.7 %", "0.1 %", "< 0.1 %"]
