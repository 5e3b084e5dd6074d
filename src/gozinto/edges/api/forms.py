"""The files of a form: bounded before they are read, and kept on the disk."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

from gozinto.errors import Malformed, TooLarge
from gozinto.standards.tables.limits import Limits

_AROUND_FILES = 1_048_576


def is_form(request: HttpRequest) -> bool:
    """Whether the body is a form with files."""
    return request.headers.get("Content-Type", "").lower().startswith("multipart/form-data")


def read_files(request: HttpRequest) -> list[tuple[str, UploadedFile[Any]]]:
    """The files of the form, each with the name of its part. Raises Malformed, TooLarge."""
    limit = Limits().file_bytes + _AROUND_FILES
    announced = request.headers.get("Content-Length", "")
    if announced.isdigit() and int(announced) > limit:
        raise TooLarge(f"The body may have {limit:,} bytes.", limit_bytes=limit)
    try:
        return [(part, file) for part in request.FILES for file in request.FILES.getlist(part)]
    except (MultiPartParserError, SuspiciousOperation) as problem:
        raise Malformed(f"The form cannot be read: {problem}", code="bad_form") from None
