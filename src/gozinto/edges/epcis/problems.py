"""What a caller of /epcis sees of each error: the standard's exceptions, as JSON or XML.

Source: EPCIS 2.0 section 12 and its OpenAPI page; problem documents by RFC 9457.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from lxml import etree

from gozinto import errors

logger = logging.getLogger(__name__)

_XML_NAMESPACE = "urn:ietf:rfc:7807"


@dataclass(frozen=True, slots=True)
class Seen:
    """The status of an error class, the standard's exception and its title."""

    status: int
    exception: str
    title: str


TABLE: Mapping[type[errors.GozintoError], Seen] = {
    errors.GozintoError: Seen(500, "ImplementationException", "Something went wrong"),
    errors.Malformed: Seen(400, "ValidationException", "This cannot be read"),
    errors.TooLarge: Seen(413, "CaptureLimitExceededException", "This is too large"),
    errors.Refused: Seen(400, "ValidationException", "Rules forbid this"),
    errors.InTheWay: Seen(409, "ResourceAlreadyExistsException", "Other things stand in the way"),
    errors.Outdated: Seen(409, "ResourceAlreadyExistsException", "It was changed since"),
    errors.Conflict: Seen(409, "ResourceAlreadyExistsException", "It exists already"),
    errors.Unknown: Seen(404, "NoSuchResourceException", "There is no such thing"),
    errors.Ambiguous: Seen(400, "QueryParameterException", "Several things go by this name"),
    errors.NotSignedIn: Seen(401, "SecurityException", "Not signed in"),
    errors.Forbidden: Seen(403, "SecurityException", "Not allowed"),
    errors.TooManyRequests: Seen(429, "ImplementationException", "Too many requests"),
    errors.NotSupported: Seen(406, "NotAcceptableException", "This cannot be met"),
    errors.Unavailable: Seen(503, "ImplementationException", "Not available now"),
    errors.StorageFull: Seen(507, "ImplementationException", "The disk is nearly full"),
}
"""Exhaustive over gozinto.errors; a test fails when a class is missing."""

_BY_CODE: Mapping[str, Seen] = {
    "bad_parameter": Seen(400, "QueryParameterException", "A parameter is wrong"),
    "unknown_parameter": Seen(400, "QueryParameterException", "A parameter is not known"),
    "bad_page_token": Seen(400, "QueryParameterException", "A parameter is wrong"),
    "parameter_not_answered": Seen(501, "ImplementationException", "Not answered yet"),
    "method_not_allowed": Seen(405, "ImplementationException", "Not for this address"),
    "unknown_media_type": Seen(415, "UnsupportedMediaTypeException", "Neither JSON nor XML"),
}
"""Codes of which the standard knows more than their class says."""


def seen(error: errors.GozintoError) -> Seen:
    """The row for this error: by its code, else by its class."""
    return _BY_CODE.get(error.code) or TABLE[type(error)]


def document(error: errors.GozintoError) -> dict[str, Any]:
    """The problem document of this error; absent facts are absent."""
    row = seen(error)
    facts: dict[str, Any] = {
        "type": f"epcisException:{row.exception}",
        "title": row.title,
        "status": row.status,
        "detail": error.message,
        "code": error.code,
        "next_step": error.next_step,
        "data": {name: str(value) for name, value in error.data.items()},
        "violations": [v.as_dict() for v in getattr(error, "violations", ())],
    }
    return {name: value for name, value in facts.items() if value}


def render(error: errors.GozintoError, *, as_xml: bool) -> HttpResponse:
    """The response for this error in the syntax that the caller reads."""
    facts = document(error)
    body, kind = (_xml(facts), "xml") if as_xml else (json.dumps(facts, ensure_ascii=False), "json")
    answer = HttpResponse(body, status=facts["status"], content_type=f"application/problem+{kind}")
    if facts["status"] == 401:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


def unforeseen(request: HttpRequest, error: Exception, *, as_xml: bool) -> HttpResponse:
    """The response for a fault of ours, which the log tells in full."""
    logger.error("unforeseen at %s", request.path, exc_info=error)
    return render(
        errors.GozintoError(
            "Something unforeseen happened.",
            code="server_error",
            next_step="Report it with the X-Request-ID of this answer.",
        ),
        as_xml=as_xml,
    )


def _xml(facts: Mapping[str, Any]) -> bytes:
    root = etree.Element(f"{{{_XML_NAMESPACE}}}problem", nsmap={"problem": _XML_NAMESPACE})
    _add(root, facts)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _add(parent: etree._Element, facts: Mapping[str, Any]) -> None:
    for name, value in facts.items():
        for item in value if isinstance(value, list) else [value]:
            child = etree.SubElement(parent, f"{{{_XML_NAMESPACE}}}{name}")
            if isinstance(item, dict):
                _add(child, item)
            else:
                # What XML cannot hold (a control character out of a bad value) is shown escaped.
                child.text = _shown(str(item))


def _shown(text: str) -> str:
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
