"""The outputs as rasters, by programs that had no part in making them."""

from __future__ import annotations

import io

import numpy as np
import pypdfium2
from PIL import Image

from gozinto.labels import rendering
from gozinto.labels.layouts import Filled
from gozinto.standards.symbols.reading import Gray
from tests.labels.rendering import zebra


def pdf_pages(data: bytes, *, dpi: float = 300) -> list[Gray]:
    """Each page of the PDF."""
    document = pypdfium2.PdfDocument(data)
    drawn = [page.render(scale=dpi / 72, grayscale=True).to_numpy() for page in document]
    document.close()
    return [np.ascontiguousarray(page.reshape(page.shape[:2])) for page in drawn]


def pdf_words(data: bytes) -> str:
    """The text of the first page."""
    document = pypdfium2.PdfDocument(data)
    found = document[0].get_textpage().get_text_range()
    document.close()
    return str(found)


def as_picture(pixels: Gray) -> bytes:
    """The raster as a file."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


def every_output(label: Filled) -> dict[str, bytes]:
    """The label as each output prints it, as picture files."""
    return {
        "pdf": as_picture(pdf_pages(rendering.pdf([label]))[0]),
        "png": rendering.png(label),
        "zpl 8": as_picture(zebra.received(rendering.zpl([label]))[0].pixels),
        "zpl 12": as_picture(zebra.received(rendering.zpl([label], dpmm=12))[0].pixels),
    }
