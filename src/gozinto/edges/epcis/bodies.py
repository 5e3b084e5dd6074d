"""The body of a request as a stream that can go back, never all of it in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from django.http import HttpRequest

from gozinto.errors import Malformed, TooLarge
from gozinto.standards.epcis import documents
from gozinto.standards.epcis.documents import Syntax
from gozinto.standards.epcis.limits import Limits

LIMITS = Limits()
_IN_MEMORY_BYTES = 2**20
_AT_ONCE_BYTES = 2**16


@contextmanager
def open_body(request: HttpRequest) -> Iterator[BinaryIO]:
    """The whole body, on disk where it is large. Raises Malformed, TooLarge."""
    if "chunked" in request.headers.get("Transfer-Encoding", "").lower():
        raise Malformed(
            "A body of unannounced length is not read here.",
            code="length_required",
            next_step="Send it with a Content-Length.",
        )
    announced = request.headers.get("Content-Length", "")
    if announced.isdigit() and int(announced) > LIMITS.document_bytes:
        raise _too_large()
    with SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES) as body:
        count = 0
        while part := request.read(_AT_ONCE_BYTES):
            count += len(part)
            if count > LIMITS.document_bytes:
                raise _too_large()
            body.write(part)
        body.seek(0)
        yield cast(BinaryIO, body)


def syntax_of(request: HttpRequest) -> Syntax | None:
    """The syntax that the Content-Type names, None when there is none. Raises Malformed (415)."""
    named = request.headers.get("Content-Type", "")
    return documents.syntax_of(named) if named else None


def _too_large() -> TooLarge:
    limit = LIMITS.document_bytes
    return TooLarge(f"A document may have {limit:,} bytes.", limit_bytes=limit)
