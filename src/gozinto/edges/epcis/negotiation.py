"""Which syntax and which version both sides can live with.

Source: EPCIS 2.0 section 12.3 and the headers of its OpenAPI page.
"""

from __future__ import annotations

import re
from importlib.metadata import version
from typing import Final

from django.http import HttpRequest

from gozinto.errors import NotSupported
from gozinto.standards.epcis.gozinto import NAMESPACE

JSON_TYPES = ("application/json", "application/ld+json")
XML_TYPES = ("application/xml", "text/xml")
_VERSIONED = ("GS1-EPCIS-Version", "GS1-EPCIS-Min", "GS1-EPCIS-Max")
_CBV_VERSIONED = ("GS1-CBV-Version", "GS1-CBV-Min", "GS1-CBV-Max")
OURS: Final = "2.0.0"

HEADERS = {
    **dict.fromkeys((*_VERSIONED, *_CBV_VERSIONED), OURS),
    "GS1-EPC-Format": "Never_Translates",
    "GS1-Extensions": f"gozinto={NAMESPACE}",
    "GS1-Vendor-Version": version("gozinto"),
    "Cache-Control": "private, no-store",
}
"""What every answer says of this server. Identifiers leave exactly as they were sent."""


def wants_xml(request: HttpRequest) -> bool:
    """Whether the caller reads XML rather than JSON. Raises NotSupported for neither."""
    found = request.get_preferred_type([*JSON_TYPES, *XML_TYPES])
    if found is None:
        raise NotSupported(
            "Answers are written in JSON or XML.",
            code="not_acceptable",
            next_step="Accept application/ld+json, application/json or application/xml.",
        )
    return found in XML_TYPES


def check_versions(request: HttpRequest) -> None:
    """Raise NotSupported (406) for a version or a translation that cannot be met."""
    for lowest, highest, exact in (
        ("GS1-EPCIS-Min", "GS1-EPCIS-Max", "GS1-EPCIS-Version"),
        ("GS1-CBV-Min", "GS1-CBV-Max", "GS1-CBV-Version"),
    ):
        asked = request.headers
        if not (
            _numbers(asked.get(lowest, "0")) <= _numbers(OURS)
            and _numbers(OURS)[:2] <= _numbers(asked.get(highest, "99"), fill=99)[:2]
            and _numbers(asked.get(exact, OURS))[:1] == _numbers(OURS)[:1]
        ):
            raise NotSupported(
                f"Only version {OURS} is spoken here.",
                code="version_not_spoken",
                next_step=f"Leave out {exact}, or send {OURS}.",
            )
    wanted = request.headers.get("GS1-EPC-Format", "Never_Translates")
    if wanted not in ("Never_Translates", "No_Preference"):
        raise NotSupported(
            f"Identifiers are not translated to {wanted!r}: they leave as they were sent.",
            code="epc_format_not_met",
            next_step="Send GS1-EPC-Format: No_Preference.",
        )


def _numbers(text: str, *, fill: int = 0) -> tuple[int, ...]:
    found = [int(part) for part in re.findall(r"\d{1,9}", text)[:3]]
    return tuple(found + [fill] * (3 - len(found)))
