"""Everything but traceable objects that goes by a code, a URI, a GLN or a GTIN: in one query."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from django.db import connection

from gozinto.plant import identifiers
from gozinto.standards.gs1.content import Content
from gozinto.standards.gs1.scan import Scan

_MOST = 50

# One branch a table, each by its own unique indexes. Equipment, orders and runs have no column
# for the URI that is made of their code.
_FOUND = """
SELECT kind, code, uri, name, state FROM (
    SELECT 'person' AS kind, code, '' AS uri, name, state FROM gozinto_person
        WHERE code = ANY(%(codes)s)
    UNION ALL SELECT 'location', code, uri, name, '' FROM gozinto_location
        WHERE code = ANY(%(codes)s) OR uri = ANY(%(uris)s) OR gln = ANY(%(locations)s)
    UNION ALL SELECT 'partner', code, uri, name, state FROM gozinto_partner
        WHERE code = ANY(%(codes)s) OR uri = ANY(%(uris)s) OR gln = ANY(%(parties)s)
    UNION ALL SELECT 'asset', code, uri, name, state FROM gozinto_physicalasset
        WHERE code = ANY(%(codes)s) OR uri = ANY(%(uris)s)
    UNION ALL SELECT 'equipment', code, '', name, state FROM gozinto_equipment
        WHERE code = ANY(%(codes)s) OR code = ANY(%(equipment)s)
    UNION ALL SELECT 'order', number, '', kind, state FROM gozinto_order
        WHERE number = ANY(%(codes)s) OR number = ANY(%(orders)s)
    UNION ALL SELECT 'material', code, '', name, state FROM gozinto_material
        WHERE code = ANY(%(codes)s) OR gtin = ANY(%(gtins)s)
    UNION ALL SELECT 'job', '', uri, '', '' FROM gozinto_run WHERE uri = ANY(%(runs)s)
) found ORDER BY kind, code, uri LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One thing that a scan may mean.

    `kind`: lot, serial, container, asset, person, location, partner, equipment, order, job or
    material. `code`: its number or code. `name`: its own, or that of the material it is made of.
    `state`: as the master data has it, "" where it has none.
    """

    kind: str
    code: str
    uri: str = ""
    name: str = ""
    state: str = ""


def find(scan: Scan, content: Content, *, domain: str) -> list[Match]:
    """What goes by the codes in a scan; at most 50. `domain`: that of the plant's own URIs."""
    has_item = bool(content.lot or content.serial or content.sscc)
    codes = [scan.number] if scan.number else []
    parameters: dict[str, Any] = {
        "codes": codes,
        "uris": [scan.uri] if scan.uri else [],
        "locations": [content.location] if content.location else [],
        "parties": [content.party] if content.party else [],
        "gtins": [content.gtin] if content.gtin and not has_item else [],
        "equipment": _own(scan.uri, domain, "equipment"),
        "orders": _own(scan.uri, domain, "bt"),
        "runs": [identifiers.run_uri(domain, number=code) for code in codes]
        or ([scan.uri] if scan.uri else []),
        "most": _MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, parameters)
        rows = cursor.fetchall()
    return [_match(*row, domain=domain) for row in rows]


def _match(kind: str, code: str, uri: str, name: str, state: str, *, domain: str) -> Match:
    if kind == "job":
        code = "".join(_own(uri, domain, "run")) or uri
    return Match(kind=kind, code=code, uri=uri, name=name, state=state)


def _own(uri: str, domain: str, room: str) -> Collection[str]:
    """The code in one of the plant's own URIs of that room, as a list of one or none."""
    match = re.fullmatch(rf"https://{re.escape(domain)}/{room}/([^/?#]+)", uri)
    return [unquote(match[1])] if match else []
