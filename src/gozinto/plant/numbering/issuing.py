"""Issues numbers, each against everything ever issued and everything on record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from gozinto.errors import Refused, Violation
from gozinto.plant.models import IssuedNumber, NumberRange, TraceableObject
from gozinto.plant.numbering import counting, formats
from gozinto.plant.numbering.formats import Series
from gozinto.standards.numbers import writing
from gozinto.standards.numbers.shapes import Facts

MOST = 10_000
"""Numbers issued or set aside at once."""

_REGISTERED = """
INSERT INTO gozinto_issuednumber (text, format_id, series, scope, sequence, range_id, by, at)
SELECT text, %(format)s, %(series)s, %(scope)s, sequence, range, %(by)s, %(at)s
FROM unnest(%(texts)s::text[], %(sequences)s::bigint[], %(ranges)s::bigint[])
    WITH ORDINALITY AS given (text, sequence, range, ordinal) ORDER BY ordinal
ON CONFLICT (text) DO NOTHING RETURNING text
"""


def issue(
    *,
    format: str,
    by: str,
    count: int = 1,
    at: date | datetime | None = None,
    shift: str = "",
    line: str = "",
    material: str = "",
) -> list[str]:
    """The next `count` numbers of a format, in this transaction: they come back if it fails.

    `at`: the production day, or a moment (now). Raises Refused with all that is missing, does
    not fit or is used up; then none is issued. Raises Unknown for a format that is not there.
    """
    check_count(count)
    with transaction.atomic():
        used = formats.active(format)
        facts = formats.facts(used, at=at, shift=shift, line=line, material=material)
        series = formats.series(used, facts)
        texts: list[str] = []
        while len(texts) < count:
            places = counting.draw(series, count=count - len(texts))
            free = unused(series, facts, places=places)
            texts += register(series, free, by=by)
        return texts


def unused(series: Series, facts: Facts, *, places: Sequence[int]) -> dict[int, str]:
    """The numbers of these places, without those that something carries or carried already."""
    written = writing.written_all(series.pattern, facts, sequences=places)
    taken = taken_of(written)
    return {place: text for place, text in zip(places, written, strict=True) if text not in taken}


def taken_of(texts: Iterable[str]) -> set[str]:
    """Those of the texts that were issued before or are a number of something on record."""
    wanted = list(texts)
    issued = IssuedNumber.objects.filter(text__in=wanted).values_list("text", flat=True)
    known = TraceableObject.objects.filter(number__in=wanted).values_list("number", flat=True)
    return {*issued, *known}


def register(
    series: Series,
    numbers: dict[int, str],
    *,
    by: str,
    of: dict[int, NumberRange] | None = None,
) -> list[str]:
    """Put numbers, by their places, among those issued; answers those that nobody else has.

    `of`: the range that each was drawn from, where a panel drew it. The key of the table decides
    between two that issue the same text at the same time, and the second one waits for the first.
    """
    ranges = [of[place].pk if of else None for place in numbers]
    given: dict[str, Any] = {
        "format": series.format.pk,
        "series": series.pattern.text,
        "scope": series.scope,
        "by": by,
        "at": timezone.now(),
        "texts": list(numbers.values()),
        "sequences": list(numbers),
        "ranges": ranges,
    }
    with connection.cursor() as cursor:
        cursor.execute(_REGISTERED, given)
        kept = {text for (text,) in cursor.fetchall()}
    return [text for text in numbers.values() if text in kept]


def check_count(count: int) -> None:
    """Raises Refused unless so many numbers may be had at once."""
    if not 1 <= count <= MOST:
        raise Refused(
            [
                Violation(
                    code="bad_number_count",
                    message=f"Between 1 and {MOST} numbers are issued at once, not {count}.",
                    next_step="Ask for fewer, several times.",
                    value=str(count),
                )
            ]
        )
