"""What a scan means here, over HTTP: of a text, or of a picture with symbols in it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from gozinto.access.roles import INSIDE
from gozinto.edges.api import forms, jsontext, reading
from gozinto.edges.api.authentication import Holders
from gozinto.edges.api.numbering import read_shape
from gozinto.edges.api.scan_shapes import ScanIn, ScansOut
from gozinto.edges.api.shapes import Problem
from gozinto.errors import Malformed, TooLarge
from gozinto.operations.scanning import pictures, resolving, telling
from gozinto.standards.symbols.reading import MOST_BYTES

router = Router(tags=["scan"], auth=Holders(INSIDE))

BODY_LIMIT_BYTES = 65_536
_REFUSALS = dict.fromkeys((400, 401, 403, 413, 422), Problem)
_EXAMPLES: dict[str, Any] = {
    "lot": {
        "summary": "A tyre's lot, in a GS1 DataMatrix",
        "value": {"text": "]d2010952123454321310IA-23092018-001"},
    },
    "number": {"summary": "A number as it is moulded", "value": {"text": "0444232322"}},
    "delivery": {
        "summary": "A supplier's label: what was made when, until when it is good, and how much",
        "value": {"text": "(01)04150567890128(10)HB-2209(17)260900(3102)012550"},
    },
    "pallet": {
        "summary": "A pallet, and what is on it",
        "value": {"text": "(00)340123451111111111(02)04150567890128(37)40(10)HB-2209"},
    },
    "link": {
        "summary": "A GS1 Digital Link",
        "value": {"text": "https://id.gs1.org/01/09521234543213/21/0444232322"},
    },
    "badge": {"summary": "A person's badge", "value": {"text": "P-1"}},
}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": ScanIn.model_json_schema(),
                "examples": _EXAMPLES,
            },
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"picture": {"type": "string", "format": "binary"}},
                    "required": ["picture"],
                }
            },
        },
    }
}


@router.post(
    "/scan",
    response={200: ScansOut, **_REFUSALS},
    summary="What a scan means",
    openapi_extra=_BODY,
)
def scan(request: HttpRequest) -> HttpResponse:
    """The one thing that a text or a symbol means; or candidates, or a lot to receive.

    The body is a text as JSON, or a form with a picture (PNG, JPEG, WebP, BMP, GIF), of which
    every symbol is read. Nothing is written.
    """
    reading.refuse_others(request.GET, known=())
    if forms.is_form(request):
        seen = pictures.resolve(_picture(request))
        return jsontext.answer({"scans": [telling.seen(one) for one in seen]})
    sent = read_shape(ScanIn, jsontext.read_object(request, limit_bytes=BODY_LIMIT_BYTES))
    return jsontext.answer({"scans": [telling.resolution(resolving.resolve(sent.text))]})


def _picture(request: HttpRequest) -> bytes:
    """The one picture of the form. Raises Malformed or TooLarge."""
    files = forms.read_files(request)
    if len(files) != 1:
        raise Malformed(
            f"There are {len(files)} files in the form; a scan is one picture.",
            code="one_file_only",
            next_step="Send one picture, as the part `picture`.",
        )
    ((_, file),) = files
    if file.size is not None and file.size > MOST_BYTES:
        raise TooLarge(f"A picture has at most {MOST_BYTES:,} bytes.", code="picture_too_large")
    data: bytes = file.read()
    return data
