"""An error that a page may show speaks the reader's language, whatever its code."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

import gozinto
from gozinto import errors
from gozinto.edges.office.tracing import asking as tracing
from gozinto.operations import sentences
from gozinto.operations.sentences import of_masters
from tests.edges.small_plant import TYRE, build

ROOT = Path(gozinto.__file__).parent
BEHIND_PAGES = ("access", "cases", "edges/office", "genealogy", "plant", "standards", "trace")
BEHIND_NO_PAGE = (
    *("standards/epcis", "standards/exact_json.py"),
    *("standards/tables", "standards/numbers"),
    *("plant/kinds", "plant/changing", "plant/listing.py", "plant/importing", "plant/numbering"),
    *("plant/calendars", "standards/symbols"),
)
"""What reads a whole EPCIS document, what describes a plant, and what reads pictures: no page
sends any of it."""
TOLD_BESIDE_A_LABEL = (
    *("labels/content/filling.py", "labels/content/stock.py", "labels/jobs/asking.py"),
    *("plant/kinds/label_checks.py", "plant/changing/checks/labels.py"),
    *("labels/rendering/placing.py", "labels/rendering/verifying.py"),
    "standards/symbols/drawing.py",
)
"""Where what is wrong with a label is found, one violation among others."""
TOLD_OF_THINGS = (
    "record/attachments/attaching.py",
    "record/attachments/media_types.py",
    "record/attachments/store.py",
    "operations/runs.py",
    "operations/delivery_notes.py",
    "trace/lookups/receipts.py",
    *("cases/stepping.py", "cases/doing.py", "cases/kinds/machines.py"),
    *(f"cases/recalls/{name}.py" for name in ("acts", "freezing", "notifying", "recovering")),
    *(f"cases/corrective/{name}.py" for name in ("acting", "forbidding", "proving")),
    *(f"cases/drills/{name}.py" for name in ("drawing", "opening", "reaching", "scoping")),
    *("cases/complaints/claiming.py", "cases/complaints/returned.py", "operations/candidates.py"),
)
"""What is wrong with a file, or with what a page is asked for."""

TOLD_OF_LISTS = (
    "access/saved_views.py",
    "operations/bulk/acts.py",
    "operations/bulk/asking.py",
    "record/listing.py",
)
"""What is wrong with what a list is asked, or with what is done to its rows."""

TOLD_OF_WORK = (
    *("record/settling.py", "operations/inspection/plans.py"),
    *("operations/inspection/inspecting.py", "operations/inspection/told.py"),
    "record/charts.py",
)
"""Where a person's word about findings and inspections is refused."""
TOLD_OF_PANELS = ("operations/panels/kept.py", "operations/panels/missing.py")
"""Where a person's word about what a panel sent is refused."""
CLASSES = {
    name: found
    for name, found in inspect.getmembers(errors, inspect.isclass)
    if issubclass(found, errors.GozintoError)
}


def raised(tree: ast.AST) -> Iterator[str]:
    """The codes of the errors that a module makes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CLASSES:
            for word in node.keywords:
                if word.arg == "code":
                    assert isinstance(word.value, ast.Constant), ast.unparse(node)
                    yield str(word.value.value)


def shown() -> set[str]:
    """Every code that may reach a page."""
    found = {one.code for one in CLASSES.values()}
    for room in BEHIND_PAGES:
        for path in (ROOT / room).rglob("*.py"):
            if not any(path.is_relative_to(ROOT / other) for other in BEHIND_NO_PAGE):
                found |= set(raised(ast.parse(path.read_text(encoding="utf-8"))))
    return found


def told_beside() -> set[str]:
    """Every code of what is wrong with a label, or with a word about findings and inspections."""
    found: set[str] = set()
    for name in (*TOLD_BESIDE_A_LABEL, *TOLD_OF_WORK, *TOLD_OF_LISTS, *TOLD_OF_THINGS):
        tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
        for word in ast.walk(tree):
            if isinstance(word, ast.keyword) and word.arg == "code":
                found |= {n.value for n in ast.walk(word) if isinstance(n, ast.Constant)}
    return found


def told_of_panels() -> set[str]:
    """Every code of what is wrong with a word about an entry of a panel."""
    return {
        str(call.args[0].value)
        for name in TOLD_OF_PANELS
        for call in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "refusal"
        if isinstance(call.args[0], ast.Constant)
    }


def test_every_code_that_a_page_may_show_has_its_sentences() -> None:
    assert len(shown()) > 25
    assert len(told_of_panels()) == 3
    assert told_of_panels() - set(sentences.TABLE) == set()
    assert shown() - set(sentences.TABLE) - set(of_masters.TABLE) == set()


DESCRIBING = (
    *("plant/kinds", "plant/changing", "plant/listing.py", "plant/importing"),
    *("plant/numbering/formats.py", "plant/numbering/previewing.py"),
    *("standards/numbers", "standards/tables"),
)
"""Where what is wrong with the plant's description, and with tables of it, is found."""


def told_of_descriptions() -> set[str]:
    """Every code of something wrong with master data: said by name, or first to a `fault`."""
    found: set[str] = set()
    for name in DESCRIBING:
        room = ROOT / name
        for path in [room] if room.suffix else room.rglob("*.py"):
            for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(call, ast.Call):
                    continue
                told = getattr(call.func, "id", getattr(call.func, "attr", "")) == "fault"
                said = [word.value for word in call.keywords if word.arg == "code"]
                said += call.args[:1] if told else []
                found |= {
                    one.value
                    for one in said
                    if isinstance(one, ast.Constant) and isinstance(one.value, str)
                }
    return found


def test_every_fault_of_a_description_has_its_sentences() -> None:
    codes = told_of_descriptions()
    assert len(codes) > 80
    assert codes - set(sentences.TABLE) - set(of_masters.TABLE) == set()


def test_no_sentence_about_descriptions_waits_for_a_fault_that_nobody_finds() -> None:
    written = "".join(
        path.read_text(encoding="utf-8")
        for name in DESCRIBING
        for path in ([ROOT / name] if (ROOT / name).suffix else (ROOT / name).rglob("*.py"))
    )
    made = {"bad_gtin", "bad_gln"}  # of the name of the key
    assert {code for code in of_masters.TABLE if f'"{code}"' not in written} == made


def test_no_sentence_waits_for_an_error_that_nobody_makes() -> None:
    assert set(sentences.TABLE) - shown() - told_beside() - told_of_panels() == set()


def test_a_code_that_somebody_adds_is_found() -> None:
    assert list(raised(ast.parse('raise Malformed("no", code="new")'))) == ["new"]


@pytest.mark.parametrize("language", ["tr", "de"])
def test_every_sentence_is_translated(language: str) -> None:
    for code, (message, next_step) in [
        *sentences.TABLE.items(),
        *of_masters.TABLE.items(),
    ]:
        for text in (message, next_step):
            with translation.override("en"):
                plain = str(text)
            with translation.override(language):
                assert str(text) != plain, (code, plain)


def test_what_is_not_in_the_table_says_what_the_error_says() -> None:
    said = sentences.of(errors.Violation(code="other", message="wrong", next_step="do", value="7"))
    assert (said.message, said.next_step, said.value) == ("wrong", "do", "7")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"width": "wide"}, "Diese Weite gibt es nicht."),
        ({"as_of": "yesterday"}, "Das ist keine Zeit."),
    ],
)
def test_a_refused_question_answers_in_german(
    desk: Client, asked: dict[str, str], sentence: str
) -> None:
    build(tyres=2)
    answer = desk.get("/trace/", {"id": TYRE} | asked, headers={"Accept-Language": "de"})
    assert answer.status_code in (400, 422)
    content = answer.content.decode()
    assert sentence in content
    for value in asked.values():
        assert f">{value}<" in content


def test_the_limit_that_a_sentence_names_is_the_limit() -> None:
    message, _next_step = sentences.TABLE["too_many_ids"]
    with translation.override("en"):
        assert f" {tracing.MOST_IDS} " in str(message)
