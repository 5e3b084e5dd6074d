"""What is exported imports again with nothing changed, and the same plant gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.standards.tables.test_round_trips import ODD

from gozinto.plant import changing
from gozinto.plant.importing import exporting
from gozinto.plant.importing.loading import Source, load
from gozinto.plant.kinds import KINDS

pytestmark = pytest.mark.django_db

KIND_LIST = tuple(KINDS.values())
TEXT = st.one_of(
    st.sampled_from([text.strip() for text in ODD]),
    st.text(
        st.characters(
            exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"], exclude_characters="|\ufffe\uffff"
        ),
        min_size=1,
        max_size=12,
    ),
)
NOTE = st.one_of(TEXT, st.text("aİı\n\t\"';,=# ", max_size=12).filter(lambda t: t == t.strip()))
DECIMAL = st.decimals("-99999", "99999", places=3).map(lambda d: format(d, "f"))
DAYS = st.one_of(st.just(""), st.integers(1, 9999).map(str))

Row = tuple[str, dict[str, str]]


@st.composite
def plants(draw: st.DrawFn) -> list[Row]:
    """Materials with bills and limits, partners, reasons, people: named as people name things."""
    codes = draw(st.lists(TEXT, min_size=2, max_size=4, unique=True))
    rows: list[Row] = [
        (
            "materials",
            {
                "code": code,
                "name": draw(TEXT),
                "kind": draw(st.sampled_from(["raw", "finished"])),
                "uom": "KGM",
                "shelf_life_days": draw(DAYS),
                "tolerance_percent": draw(st.sampled_from(["", "0", "0.5", "12.25"])),
            },
        )
        for code in codes
    ]
    rows += [
        (
            "bill-lines",
            {
                "material": codes[0],
                "slot": draw(TEXT),
                "component": code,
                "quantity": draw(st.sampled_from(["0.1", "1.85", "1200", "0.000001"])),
                "uom": "KGM",
            },
        )
        for code in codes[1:]
    ]
    rows.append(("inspection-plans", {"code": "P", "name": draw(TEXT), "kind": "final"}))
    low, high = sorted(draw(st.tuples(DECIMAL, DECIMAL)), key=float)
    rows.append(
        (
            "characteristics",
            {
                "plan": "P",
                "code": "C",
                "name": draw(TEXT),
                "kind": "number",
                "uom": "MMT",
                "lower": low,
                "upper": high,
            },
        )
    )
    names = draw(st.lists(TEXT, max_size=3, unique=True))
    rows += [("people", {"code": code, "name": draw(NOTE)}) for code in names]
    return rows


@contextmanager
def plant(rows: list[Row]) -> Iterator[None]:
    """A plant of these rows, gone again after the block."""
    with transaction.atomic():
        changing.apply([changing.Given(kind=k, values=v) for k, v in rows], by="ada")
        yield
        transaction.set_rollback(True)


def archive() -> bytes:
    """The plant as an archive of CSV."""
    to = io.BytesIO()
    exporting.write_archive(KIND_LIST, to=to)
    return to.getvalue()


def workbook() -> bytes:
    """The plant as a workbook."""
    to = io.BytesIO()
    exporting.write_workbook(KIND_LIST, to=to)
    return to.getvalue()


def everything() -> dict[str, list[dict[str, str]]]:
    """All rows of all kinds."""
    return {name: list(changing.every(kind)) for name, kind in KINDS.items()}


@pytest.mark.parametrize("exported", [archive, workbook])
@settings(max_examples=15, deadline=None)
@given(rows=plants())
def test_what_is_exported_changes_nothing_when_it_comes_back(
    exported: Callable[[], bytes], rows: list[Row]
) -> None:
    with plant(rows):
        before, first = everything(), exported()
        with transaction.atomic():
            back = load([Source(tables=first, name="plant")], by="ada").outcome
            assert (back.changes, back.batch) == ((), None)
            assert back.unchanged == sum(map(len, before.values()))
    with transaction.atomic():
        load([Source(tables=first, name="plant")], by="ada")
        assert everything() == before
        assert exported() == first
        transaction.set_rollback(True)


def test_a_folder_has_a_file_for_each_kind_that_has_rows(tmp_path: Path) -> None:
    with plant([("skills", {"code": "=CURE", "name": "Kürleme"})]):
        counts = exporting.write_folder(KIND_LIST, to=tmp_path / "plant")
        assert counts["skills"] == 1
        written = {path.name for path in (tmp_path / "plant").iterdir()}
        assert written == {f"{name}.csv" for name in counts}
        text = (tmp_path / "plant" / "skills.csv").read_text(encoding="utf-8-sig")
        assert text.splitlines()[1] == "'=CURE,Kürleme"
        back = load([Source(tables=tmp_path / "plant")], by="ada")
        assert back.outcome.changes == ()
