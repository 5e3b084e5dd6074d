"""What a format would issue next, and which places of its sequence have no number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import connection
from django.db.models import F

from gozinto.plant.models import NumberingFormat, NumberRange, SequenceBlock
from gozinto.plant.numbering import counting, formats
from gozinto.standards.numbers import patterns, writing
from gozinto.standards.numbers.shapes import Facts
from gozinto.standards.numbers.writing import Preview

_HOLES = """
SELECT before + 1, sequence - 1 FROM (
    SELECT sequence, lag(sequence, 1, 0) OVER (ORDER BY sequence) AS before FROM (
        SELECT sequence FROM gozinto_issuednumber
            WHERE format_id = %(format)s AND series = %(series)s AND scope = %(scope)s
        UNION SELECT greatest(%(end)s, (SELECT max(sequence) + 1 FROM gozinto_issuednumber
            WHERE format_id = %(format)s AND series = %(series)s AND scope = %(scope)s))
    ) AS places
) AS beside WHERE sequence > before + 1 ORDER BY before
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Places of a sequence, below the last one given out, of which no number was issued.

    `why`: "free", they are issued next; "reserved", the panel `holder` may have printed them;
    "taken", something else carries those numbers.
    """

    scope: str
    first: int
    last: int
    why: str
    holder: str = ""


def preview(
    *,
    format: str,
    count: int = 5,
    at: date | datetime | None = None,
    shift: str = "",
    line: str = "",
    material: str = "",
) -> Preview:
    """The next numbers of a format as it stands, and the first after the next reset.

    None of them is issued, and those that something carries already are not left out.
    Raises Unknown for a format that is not there, Refused as issuing does.
    """
    used = formats.get(format)
    facts = formats.facts(used, at=at, shift=shift, line=line, material=material)
    series = formats.series(used, facts)
    upcoming = replace(facts, sequence=counting.upcoming(series))
    return writing.preview(series.pattern, upcoming, count=count)


def attempt(
    pattern: str,
    *,
    format: str = "",
    at: date,
    place: int = 0,
    codes: Mapping[str, str],
    count: int,
) -> tuple[Preview, bool]:
    """What a pattern would make that somebody is still writing; and whether those are the numbers
    that `format` issues next, because that pattern is its own. `place`: of the first number in
    the sequence; 0: the next. Raises Refused with all that is wrong with the pattern.
    """
    read = patterns.read(pattern)
    used = NumberingFormat.objects.filter(code=format, pattern=pattern).exists() and not place
    if used:
        return preview(format=format, count=count, at=at, **codes), True
    facts = Facts(day=at, sequence=place, **codes)
    return writing.preview(read, facts, count=count), False


def gaps(*, format: str) -> list[Gap]:
    """The places without a number of a format, by its pattern as it stands, in every scope.

    Raises Unknown for a format that is not there.
    """
    used = formats.get(format)
    blocks = SequenceBlock.objects.filter(format=used, series=used.pattern)
    scopes = blocks.order_by("scope").values_list("scope", flat=True).distinct()
    return [
        Gap(scope=scope, first=first, last=last, why=why, holder=holder)
        for scope in scopes
        for first, last, why, holder in _gaps(format=used.pk, series=used.pattern, scope=scope)
    ]


_Labelled = tuple[int, int, str, str]


def _gaps(*, format: int, series: str, scope: str) -> Iterator[_Labelled]:
    of = {"format_id": format, "series": series, "scope": scope}
    held = NumberRange.objects.filter(**of, returned__isnull=True)
    free = SequenceBlock.objects.filter(**of, next__lte=F("last"))
    known: list[_Labelled] = [
        *((row.first, row.last, "reserved", row.holder) for row in held),
        *((row.next, row.last, "free", "") for row in free),
        *(
            (first, last, "free", "")
            for first, last in counting.missing(format, series=series, scope=scope)
        ),
    ]
    with connection.cursor() as cursor:
        end = max((last for _, last, why, _ in known if why == "reserved"), default=0) + 1
        asked: dict[str, int | str] = {
            "format": format,
            "series": series,
            "scope": scope,
            "end": end,
        }
        cursor.execute(_HOLES, asked)
        holes = cursor.fetchall()
    for first, last in holes:
        yield from _explained(first, last, known=sorted(known))


def _explained(first: int, last: int, *, known: Iterable[_Labelled]) -> Iterator[_Labelled]:
    """A hole, cut into pieces of which each has one reason."""
    at = first
    for low, high, why, holder in known:
        low, high = max(low, at), min(high, last)
        if low > high:
            continue
        if at < low:
            yield at, low - 1, "taken", ""
        yield low, high, why, holder
        at = high + 1
    if at <= last:
        yield at, last, "taken", ""
