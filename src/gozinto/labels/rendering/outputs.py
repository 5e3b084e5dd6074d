"""The doors: filled labels in, what a printer or a page is given out, verified."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace

import pypdfium2

from gozinto.errors import Malformed, Refused, Violation
from gozinto.labels.layouts import Filled
from gozinto.labels.rendering import zpl as zebra
from gozinto.labels.rendering.placing import PAGE_DOTS_PER_MM, Placed, place
from gozinto.labels.rendering.rasters import paint
from gozinto.labels.rendering.sheets import Sheet, impose
from gozinto.labels.rendering.typst_pages import Page, compiled, page_of
from gozinto.labels.rendering.verifying import verify
from gozinto.standards.symbols.reading import Gray

_PIXELS_A_MODULE = 3
_MM_PER_INCH = 25.4
_POINTS_PER_INCH = 72
_ONE_AT_A_TIME = threading.Lock()
"""PDFium, which draws a PDF's pages again, knows no threads."""


def pdf(filled: Sequence[Filled], *, sheet: Sheet | None = None, start: int = 1) -> bytes:
    """One PDF in true size: a page a label, or sheets of them from position `start`.

    Every label was read back from the PDF itself. Raises Refused with all that is wrong with any
    label (`place` and `verify` say what), Malformed: sheet_too_small, no_such_position.
    """
    labels = _placed(filled, dots_per_mm=PAGE_DOTS_PER_MM)
    if sheet is None:
        pages = [page_of(label) for label in labels]
    else:
        pages = list(impose(labels, sheet=sheet, start=start))
    (data,) = compiled(pages, output="pdf")
    _verify_pages(data, pages=pages)
    return data


def png(filled: Filled, *, dpi: int = 300) -> bytes:
    """The label as a picture in true size at this resolution. Raises Refused as `pdf` does."""
    placed = place(filled, dots_per_mm=dpi / _MM_PER_INCH)
    (data,) = compiled([page_of(placed)], output="png", dpi=dpi)
    verify(filled, raster=paint(placed))
    return data


def svg(filled: Filled) -> str:
    """The label as a drawing in true size, for a page. Raises Refused as `pdf` does."""
    placed = place(filled, dots_per_mm=PAGE_DOTS_PER_MM)
    (data,) = compiled([page_of(placed)], output="svg")
    verify(filled, raster=paint(placed))
    return data.decode("utf-8")


def zpl(filled: Sequence[Filled], *, dpmm: int = 8) -> bytes:
    """The labels for a printer of so many dots a millimetre: 6, 8, 12 or 24.

    Every symbol was read back from the very dots that are sent. Raises Refused as `pdf` does.
    """
    labels = _placed(filled, dots_per_mm=dpmm)
    for label in labels:
        verify(label.filled, raster=paint(label))
    return b"".join(zebra.label(label) for label in labels)


def _placed(filled: Sequence[Filled], *, dots_per_mm: float) -> list[Placed]:
    """All labels placed, or all that is wrong with all of them at once."""
    placed: list[Placed] = []
    violations: list[Violation] = []
    for label in filled:
        try:
            placed.append(place(label, dots_per_mm=dots_per_mm))
        except Refused as refused:
            violations += (replace(v, path=f"{label.uri} {v.path}") for v in refused.violations)
    if violations:
        raise Refused(violations)
    if not placed:
        raise Malformed(
            "There is no label to print.", code="no_things", next_step="Name at least one thing."
        )
    return placed


def _verify_pages(data: bytes, *, pages: Sequence[Page]) -> None:
    """Each label of the PDF is read from its page as another program draws it."""
    with _ONE_AT_A_TIME, closing(pypdfium2.PdfDocument(data)) as document:
        for number, page in enumerate(pages):
            finest = min(
                (s.module_dots / p.dots_per_mm for _, _, p in page.labels for s in p.symbols),
                default=0.0,
            )
            if finest:
                pixels_per_mm = _PIXELS_A_MODULE / finest
                scale = pixels_per_mm * _MM_PER_INCH / _POINTS_PER_INCH
                drawn = document[number].render(scale=scale, grayscale=True).to_numpy()
                _verify_page(drawn.reshape(drawn.shape[:2]), page=page, pixels_per_mm=pixels_per_mm)


def _verify_page(drawn: Gray, *, page: Page, pixels_per_mm: float) -> None:
    for x_mm, y_mm, label in page.labels:
        left, top = (round(mm * pixels_per_mm) for mm in (x_mm, y_mm))
        right = round((x_mm + label.width_mm) * pixels_per_mm)
        foot = round((y_mm + label.height_mm) * pixels_per_mm)
        verify(label.filled, raster=drawn[top:foot, left:right])
