"""How labels would come out, over HTTP: as a picture, a drawing, a PDF or ZPL. Nothing is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, cast

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from gozinto.access.roles import INSIDE
from gozinto.edges.api import jsontext, reading
from gozinto.edges.api.authentication import Holders
from gozinto.edges.api.numbering import read_shape
from gozinto.edges.api.numbering_shapes import Given
from gozinto.edges.api.shapes import Problem
from gozinto.errors import Malformed
from gozinto.labels import content, library, rendering
from gozinto.labels.layouts import Filled

router = Router(tags=["labels"], auth=Holders(INSIDE))

BODY_LIMIT_BYTES = 1_048_576
MOST = 1_000
"""Labels of one preview: half a minute's work."""
Format = Literal["png", "svg", "pdf", "zpl"]
_REFUSALS = dict.fromkeys((400, 401, 403, 404, 409, 413, 422), Problem)


class PreviewIn(Given):
    """Whose labels, and as what. Without ids: of something that does not exist."""

    layout: str = Field(min_length=1, max_length=80, description="its code, as /label-layouts has")
    ids: list[Annotated[str, Field(min_length=1, max_length=2000)]] = Field(
        default_factory=list, max_length=MOST, description="anything each thing goes by"
    )
    format: Format | None = Field(None, description="else what Accept asks for, else png")
    dpi: int = Field(300, ge=72, le=1200, description="of a png")
    dpmm: Literal[6, 8, 12, 24] = Field(8, description="dots a millimetre of a zpl")


@dataclass(frozen=True, slots=True)
class _Output:
    """One format: its media type, whether it holds several labels, and what draws it."""

    media_type: str
    many: bool
    draw: Callable[[Sequence[Filled], PreviewIn], bytes]


_OUTPUTS: Mapping[Format, _Output] = {
    "png": _Output("image/png", False, lambda of, sent: rendering.png(of[0], dpi=sent.dpi)),
    "svg": _Output("image/svg+xml", False, lambda of, sent: rendering.svg(of[0]).encode()),
    "pdf": _Output("application/pdf", True, lambda of, sent: rendering.pdf(of)),
    "zpl": _Output(
        "application/vnd.zebra.zpl", True, lambda of, sent: rendering.zpl(of, dpmm=sent.dpmm)
    ),
}
_CONTENT = {
    one.media_type: {"schema": {"type": "string", "format": "binary"}} for one in _OUTPUTS.values()
}


@router.post(
    "/labels/preview",
    response={200: None, **_REFUSALS},
    summary="How labels come out",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": PreviewIn.model_json_schema()}},
        },
        "responses": {200: {"description": "The labels, each read back", "content": _CONTENT}},
    },
)
def preview(request: HttpRequest) -> HttpResponse:
    """The labels of these things, verified as if they were to be printed.

    PNG and SVG hold one label, PDF and ZPL as many as there are. Nothing is printed or kept.
    """
    reading.refuse_others(request.GET, known=())
    sent = read_shape(PreviewIn, jsontext.read_object(request, limit_bytes=BODY_LIMIT_BYTES))
    wanted = sent.format or _accepted(request.headers.get("Accept", ""))
    output = _OUTPUTS[wanted]
    if len(sent.ids) > 1 and not output.many:
        raise Malformed(
            f"A {wanted} holds one label, not {len(sent.ids)}.",
            code="bad_parameter",
            next_step="Ask for one, or for a pdf.",
        )
    layout = library.get(sent.layout)
    labels = content.fill_each(layout, of=sent.ids) if sent.ids else [content.example(layout)]
    return HttpResponse(output.draw(labels, sent), content_type=output.media_type)


def _accepted(header: str) -> Format:
    """The first format that Accept names; png where it names none of them."""
    named = [part.partition(";")[0].strip().lower() for part in header.split(",")]
    found = (name for media in named for name, one in _OUTPUTS.items() if one.media_type == media)
    return cast("Format", next(found, "png"))
