"""Labels on sheets stand where the sheet has them, from the position that is still free."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from gozinto.errors import Malformed
from gozinto.labels import rendering
from gozinto.labels.layouts import Filled
from gozinto.labels.rendering import Sheet, outputs
from gozinto.labels.rendering.verifying import verify
from gozinto.standards.symbols.reading import Gray, read_picture
from tests.labels.rendering.images import as_picture, pdf_pages
from tests.labels.rendering.samples import label, symbol

LABELS = [label(symbol("qr", f"B-{n}", 5, 5, 40, 40), size=(70, 50)) for n in range(1, 12)]


def _columns_and_rows(data: bytes, *, wide: float, high: float) -> list[dict[str, tuple[int, int]]]:
    """For each page what is read at which column and row of labels of that size, in millimetres."""
    places = []
    for page in pdf_pages(data, dpi=254):
        found = read_picture(as_picture(page))
        places.append(
            {
                f.text: (int(f.corners[0][0] / 10 / wide), int(f.corners[0][1] / 10 / high))
                for f in found
            }
        )
    return places


def test_sheets_are_filled_row_by_row_from_the_position_that_is_free() -> None:
    sheet = Sheet(columns=3, rows=3, top_mm=Decimal(0))
    pages = _columns_and_rows(rendering.pdf(LABELS, sheet=sheet, start=4), wide=70, high=50)
    assert pages[0]["B-1"] == (0, 1)
    assert pages[0]["B-6"] == (2, 2)
    assert pages[1]["B-7"] == (0, 0)
    assert [len(page) for page in pages] == [6, 5]


def test_gaps_and_margins_are_those_of_the_sheet() -> None:
    sheet = Sheet(
        columns=2,
        rows=4,
        left_mm=Decimal(10),
        top_mm=Decimal(20),
        gap_x_mm=Decimal(5),
        gap_y_mm=Decimal(2),
    )
    (page,) = pdf_pages(rendering.pdf(LABELS[:5], sheet=sheet), dpi=254)
    assert page.shape == pytest.approx((2970, 2100), abs=1)
    corners = {f.text: f.corners[0] for f in read_picture(as_picture(page))}
    across = corners["B-2"][0] - corners["B-1"][0]
    down = corners["B-3"][1] - corners["B-1"][1]
    assert (across, down) == pytest.approx((750, 520), abs=2)


def test_cut_marks_stand_outside_the_labels() -> None:
    plain = Sheet(columns=2, rows=4)
    marked = Sheet(columns=2, rows=4, cut_marks=True)
    before = pdf_pages(rendering.pdf(LABELS[:8], sheet=plain), dpi=254)[0] < 128
    after = pdf_pages(rendering.pdf(LABELS[:8], sheet=marked), dpi=254)[0] < 128
    inside = (slice(485, 2485), slice(350, 1750))
    assert after.sum() > before.sum()
    assert (after[inside] == before[inside]).all()


@pytest.mark.parametrize(
    ("sheet", "start", "code"),
    [
        ({"columns": 4, "rows": 5}, 1, "sheet_too_small"),
        ({"columns": 3, "rows": 6}, 1, "sheet_too_small"),
        ({"columns": 3, "rows": 5, "left_mm": Decimal(5)}, 1, "sheet_too_small"),
        ({"columns": 3, "rows": 5}, 16, "no_such_position"),
        ({"columns": 3, "rows": 5}, 0, "no_such_position"),
        ({"columns": 0, "rows": 5}, 1, "no_such_position"),
    ],
)
def test_what_does_not_go_on_a_sheet_says_so(sheet: dict[str, Any], start: int, code: str) -> None:
    with pytest.raises(Malformed) as refused:
        rendering.pdf(LABELS, sheet=Sheet(**sheet), start=start)
    assert refused.value.code == code


def test_each_label_is_read_from_its_own_place_on_the_sheet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[tuple[str, float]] = []

    def read(filled: Filled, *, raster: Gray) -> None:
        verify(filled, raster=raster)
        seen.append((filled.symbols[0].text, raster.shape[1] / raster.shape[0]))

    monkeypatch.setattr(outputs, "verify", read)
    rendering.pdf(LABELS, sheet=Sheet(columns=3, rows=5))
    assert [text for text, _ in seen] == [f"B-{n}" for n in range(1, 12)]
    assert [shape for _, shape in seen] == pytest.approx([70 / 50] * 11, rel=0.02)


def test_no_label_is_no_page() -> None:
    with pytest.raises(Malformed) as refused:
        rendering.pdf([])
    assert refused.value.code == "no_things"
