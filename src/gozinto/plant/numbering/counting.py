"""Takes the next places of a sequence.

Waiting-free: a sequence lies in blocks. Who needs a number locks the lowest block that nobody
holds, and where all are held begins a new one behind them; so an open transaction keeps nobody
waiting. What it took comes back when it fails. Gaps are what stands in blocks that others held
then; they are used next, before a new block is begun.

Gapless: one at a time. The next waits for the end of the transaction before it, and what that
one took comes back when it fails, so the count has no holes. (A number skipped because something
else carries it already is none.)
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from django.db import connection
from django.db.models import F, Max, QuerySet

from gozinto.errors import Refused
from gozinto.plant.models import SequenceBlock
from gozinto.plant.numbering.formats import Series
from gozinto.standards.numbers import writing

LARGEST_BLOCK = 1000
_BLOCKS_OF_A_SEQUENCE = 100
_MOST_FORGOTTEN = 1000

_MISSING = """
SELECT before + 1, first - 1 FROM (
    SELECT first, lag(last, 1, 0::bigint) OVER (ORDER BY first) AS before
    FROM gozinto_sequenceblock WHERE NOT is_returned
        AND format_id = %(format)s AND series = %(series)s AND scope = %(scope)s
) AS beside WHERE first > before + 1 ORDER BY before
"""


def draw(series: Series, *, count: int) -> list[int]:
    """The next `count` places, ascending a block at a time. Inside a transaction alone.

    Raises Refused when fewer are left.
    """
    assert connection.in_atomic_block
    if series.format.gapless:
        alone(_name(series))
    places: list[int] = []
    while len(places) < count:
        missing = count - len(places)
        found = _from_blocks(series, count=missing)
        places += found
        if not found and not _begin(series, count=missing) and not _wait(series):
            raise Refused([writing.exhausted(series.pattern, largest=_largest(series))])
    return places


def give_back(series: Series, places: Sequence[int]) -> None:
    """Put places that nobody used where the next ones are taken from: the lowest come first."""
    for first, last in stretches(places):
        SequenceBlock.objects.create(
            **series.key, first=first, next=first, last=last, is_returned=True
        )


def stretches(places: Sequence[int]) -> list[tuple[int, int]]:
    """The places as few (first, last) pairs without holes, ascending."""
    found: list[tuple[int, int]] = []
    for place in sorted(places):
        if found and found[-1][1] == place - 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found


def upcoming(series: Series) -> int:
    """The place that is taken next if nobody else draws meanwhile."""
    lowest = _open(series).first()
    return lowest.next if lowest else _highest(series) + 1


def _largest(series: Series) -> int:
    counted = series.pattern.sequence
    assert counted is not None  # a pattern without one is refused
    return counted.largest


def _blocks(series: Series) -> QuerySet[SequenceBlock]:
    return SequenceBlock.objects.filter(**series.key)


def _open(series: Series) -> QuerySet[SequenceBlock]:
    return _blocks(series).filter(next__lte=F("last")).order_by("next")


def _highest(series: Series) -> int:
    found = _blocks(series).filter(is_returned=False).aggregate(highest=Max("last"))
    return int(found["highest"] or 0)


def _from_blocks(series: Series, *, count: int) -> list[int]:
    """Up to `count` places of the lowest block that is free; none when there is no such block."""
    block = _open(series).select_for_update(skip_locked=True).first()
    if block is None:
        return []
    end = min(block.next + count, block.last + 1)
    places = list(range(block.next, end))
    block.next = end
    block.save(update_fields=["next"])
    return places


def _begin(series: Series, *, count: int) -> bool:
    """Begin blocks for `count` places behind all others; whether there was room for one."""
    largest = _largest(series)
    if series.format.gapless:
        first = _highest(series) + 1
        return first <= largest and bool(_add(series, [(first, largest)]))
    size = _size(series)
    wanted = -(-count // size)
    begun = _add(series, _forgotten(series)[:wanted])
    start = _highest(series) + 1
    while begun < wanted and start <= largest:
        pieces = _cut(start, largest, size=size, most=wanted - begun)
        begun += _add(series, pieces)
        start = pieces[-1][1] + 1
    return begun > 0


def _size(series: Series) -> int:
    return max(1, min(LARGEST_BLOCK, _largest(series) // _BLOCKS_OF_A_SEQUENCE))


def _wait(series: Series) -> bool:
    """Wait for one who holds some of what is left; whether there was one."""
    held = _open(series).first()
    if held:
        # Locked by its key: whether any of it is left is seen when it is looked for again.
        return SequenceBlock.objects.select_for_update().filter(pk=held.pk).exists()
    begun = _forgotten(series)
    begun += _cut(_highest(series) + 1, _largest(series), size=_size(series), most=1)
    if begun:
        alone(_piece(series, begun[0][0]))
    return bool(begun)


def _cut(first: int, last: int, *, size: int, most: int) -> list[tuple[int, int]]:
    """The first pieces of `size` places, the last one perhaps shorter."""
    starts = islice(range(first, last + 1, size), most)
    return [(start, min(start + size - 1, last)) for start in starts]


def _forgotten(series: Series) -> list[tuple[int, int]]:
    """The pieces that are missing between blocks, cut as they would have been begun."""
    size = _size(series)
    return [
        piece
        for first, last in missing(series.format.pk, series=series.pattern.text, scope=series.scope)
        for piece in _cut(first, last, size=size, most=_MOST_FORGOTTEN)
    ]


def missing(format: int, *, series: str, scope: str) -> list[tuple[int, int]]:
    """First and last places of what lies in no block, though blocks lie behind it.

    Whoever began a block there failed, or has not come to his end.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MISSING, {"format": format, "series": series, "scope": scope})
        return list(cursor.fetchall())


def _add(series: Series, wanted: Sequence[tuple[int, int]]) -> int:
    """Add those of the blocks that nobody else is about to add; answers how many."""
    free = [pair for pair in wanted if series.format.gapless or _try_lock(series, pair[0])]
    # Looked up after the lock: whoever had it before has committed what we see now, or failed.
    firsts = _blocks(series).filter(is_returned=False, first__in=[first for first, _ in free])
    there = set(firsts.values_list("first", flat=True))
    rows = [
        SequenceBlock(**series.key, first=first, next=first, last=last)
        for first, last in free
        if first not in there
    ]
    SequenceBlock.objects.bulk_create(rows)
    return len(rows)


def alone(name: str) -> None:
    """Wait for whoever does what has this name, and keep others from it until the end."""
    _call("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", name)


def _try_lock(series: Series, first: int) -> bool:
    name = _piece(series, first)
    return _call("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", name) is True


def _piece(series: Series, first: int) -> str:
    return f"{_name(series)}#{first}"


def _name(series: Series) -> str:
    return f"gozinto sequence {series.format.pk} {series.pattern.text} {series.scope}"


def _call(statement: str, name: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement, [name])
        row = cursor.fetchone()
    return row[0] if row else None
