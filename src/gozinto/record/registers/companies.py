"""Companies, and what the record holds of each: deliveries, shipments, returns, lots on hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any, Literal

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from gozinto.plant.models import Partner
from gozinto.record.listing import MOST, Column, Listing
from gozinto.record.models.mentioned import RECEIVER, SENDER

LATELY = timedelta(days=90)
"""How far back deliveries are counted."""
COUNTED = 1_000
"""Events of one company that are counted; beyond, it is as many and more."""
_MOST_HELD = 5_000

Way = Literal["deliveries", "shipments", "returns"]
_OF_WAY: Mapping[Way, tuple[str, str]] = {
    "deliveries": (SENDER, "e.biz_step = 'receiving' AND e.disposition <> 'returned'"),
    "shipments": (RECEIVER, "e.biz_step = 'shipping'"),
    "returns": (SENDER, "e.biz_step = 'receiving' AND e.disposition = 'returned'"),
}
_COUNT = """
SELECT u.uri, count(*) FROM unnest(%(uris)s::text[]) u(uri) CROSS JOIN LATERAL (
    SELECT 1 FROM gozinto_event e
    WHERE {way} AND substring(e.document, '{party}') = u.uri AND e.event_time >= %(since)s
        AND NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = e.position)
    LIMIT %(most)s
) counted GROUP BY u.uri
"""
_HELD = f"""
SELECT substring(e.document, '{SENDER}'), count(DISTINCT h.object_id) FROM (
    SELECT object_id FROM gozinto_objectstate WHERE held LIMIT %(most)s
) h
JOIN gozinto_involvement i ON i.object_id = h.object_id
JOIN gozinto_event e ON e.position = i.event_id
WHERE e.biz_step = 'receiving' AND e.disposition <> 'returned'
    AND substring(e.document, '{SENDER}') = ANY(%(uris)s::text[])
GROUP BY 1
"""


def _found(text: str) -> list[int]:
    """Companies by their code, or by a part of their name."""
    asked = Q(code__istartswith=text) | Q(name__icontains=text) | Q(gln=text)
    return list(Partner.objects.filter(asked).values_list("pk", flat=True)[:MOST])


PARTNERS = Listing(
    name="partners",
    rows=Partner.objects.all,
    sort="name",
    find=_found,
    columns=(
        Column("uri", "uri"),
        Column("code", "code", sorts=True),
        Column("name", "name", sorts=True),
        Column("kind", "kind", sorts=True),
        Column("state", "state", sorts=True),
        Column("gln", "gln"),
    ),
)


def counted(uris: Collection[str], *, way: Way) -> dict[str, int]:
    """How many events of a kind there were with each of these companies in the last `LATELY`.

    At most `COUNTED` of each are counted; who has none is absent. One query.
    """
    party, condition = _OF_WAY[way]
    return _numbers(
        _COUNT.format(way=condition, party=party),
        {"uris": [*uris], "since": timezone.now() - LATELY, "most": COUNTED},
    )


def held_lots(uris: Collection[str]) -> dict[str, int]:
    """How many things that came from each of these companies are on hold now. One query."""
    return _numbers(_HELD, {"uris": [*uris], "most": _MOST_HELD})


def _numbers(statement: str, parameters: Mapping[str, Any]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return dict(cursor.fetchall())
