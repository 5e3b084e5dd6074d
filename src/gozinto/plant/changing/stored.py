"""The rows of a kind as the database has them, in their canonical texts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from typing import Any, TypeVar

from django.db.models import Q, QuerySet
from django.db.models.functions import Collate

from gozinto.errors import Unknown
from gozinto.plant.kinds import KEY_SEPARATOR, KINDS, Field, Kind, Type, find_kind, written

AT_ONCE = 5_000
"""Rows in one query: the number of queries grows by one for as many."""

_ORDERED = {Type.INTEGER, Type.DECIMAL, Type.FLAG, Type.DATE, Type.MOMENT, Type.TIME}
"""What is no text, and so has one order."""

T = TypeVar("T")


def batches(listed: Sequence[T]) -> Iterator[Sequence[T]]:
    """The list in pieces that one query takes."""
    for start in range(0, len(listed), AT_ONCE):
        yield listed[start : start + AT_ONCE]


def path(kind: Kind, name: str) -> str:
    """Where a query finds the text of a field: a reference by the code of what it names."""
    field = kind.field(name)
    if field.refers_to and kind.column(name).is_relation:
        return f"{name}__{KINDS[field.refers_to].key[0]}"
    return name


def paths(kind: Kind) -> list[str]:
    """The path of every field of a kind, in their order."""
    return [path(kind, name) for name in kind.names]


def read(kind: Kind, found: QuerySet[Any]) -> Iterator[tuple[int, dict[str, str]]]:
    """The primary key and the canonical row of everything a query finds, one query in all."""
    fields = kind.fields
    for pk, *values in found.values_list("pk", *paths(kind)).iterator(chunk_size=AT_ONCE):
        yield (
            pk,
            {
                field.name: written(field, value)
                for field, value in zip(fields, values, strict=True)
            },
        )


def every(kind: Kind) -> Iterator[dict[str, str]]:
    """Every row of a kind, in the order of its key: the same whatever the database's locale."""
    order = [_sorted_by(kind, name) for name in kind.key]
    for _, row in read(kind, kind.model._default_manager.order_by(*order)):
        yield row


def _sorted_by(kind: Kind, name: str) -> str | Collate:
    where = path(kind, name)
    return where if kind.field(name).type in _ORDERED else Collate(where, "C")


def of_keys(kind: Kind, keys: Collection[str]) -> dict[str, tuple[int, dict[str, str]]]:
    """The primary keys and rows that go by these keys, by key."""
    wanted = set(keys)
    if not kind.key:
        found = read(kind, kind.model._default_manager.all())
        return {kind.key_of(row): (pk, row) for pk, row in found if wanted}
    firsts = sorted({key.partition(KEY_SEPARATOR)[0] for key in wanted})
    by_key: dict[str, tuple[int, dict[str, str]]] = {}
    for some in batches(firsts):
        for pk, row in read(kind, kind.model._default_manager.filter(_begins(kind, some))):
            key = kind.key_of(row)
            if key in wanted:
                by_key[key] = (pk, row)
    return by_key


def _begins(kind: Kind, values: Sequence[str]) -> Q:
    first = path(kind, kind.key[0])
    named = Q(**{f"{first}__in": values})
    return named | Q(**{f"{first}__isnull": True}) if "" in values else named


def pks_of(kind: Kind, keys: Collection[str]) -> dict[str, int]:
    """The primary keys of the rows that go by these keys, by key."""
    if len(kind.key) != 1:
        return {key: pk for key, (pk, _) in of_keys(kind, keys).items()}
    column = kind.key[0]
    found: dict[str, int] = {}
    for some in batches(sorted(keys)):
        rows = kind.model._default_manager.filter(**{f"{column}__in": some})
        found.update(rows.values_list(column, "pk"))
    return found


def find(kind: str, key: str) -> dict[str, str] | None:
    """The canonical row that goes by a key; None where there is none. Raises Unknown (kind)."""
    asked = find_kind(kind)
    found = of_keys(asked, [key]).get(key)
    return found[1] if found else None


def find_all(kind: str, keys: Collection[str]) -> dict[str, dict[str, str]]:
    """The canonical rows that go by these keys, by key; what is not there is left out."""
    found = of_keys(find_kind(kind), keys)
    return {key: found[key][1] for key in keys if key in found}


def get(kind: str, key: str) -> dict[str, str]:
    """The canonical row that goes by a key. Raises Unknown with near keys."""
    found = find(kind, key)
    if found is None:
        raise unknown(kind, key)
    return found


def unknown(kind: str, key: str) -> Unknown:
    """The error for a key that nothing goes by."""
    asked = find_kind(kind)
    return Unknown(
        f"There is no {asked.one} {key!r}.",
        code="unknown_row",
        near=near(asked, key),
        next_step=f"Choose one of the near ones, or list {kind} to see what there is.",
    )


_LOOKED_THROUGH = 20_000


def near(kind: Kind, key: str) -> list[str]:
    """Up to three keys that look like this one, of the first many there are."""
    order = [path(kind, name) for name in kind.key]
    keys = kind.model._default_manager.order_by(*order).values_list(*order)[:_LOOKED_THROUGH]
    texts = [KEY_SEPARATOR.join(str(part or "") for part in parts) for parts in keys]
    return get_close_matches(key, texts, n=3, cutoff=0.7)


def referring(
    kind: Kind, field: Field, *, keys: Collection[str]
) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a kind whose `field` names one of these keys: that key, and the row."""
    wanted = set(keys)
    lasts = sorted({key.rpartition(KEY_SEPARATOR)[2] for key in wanted})
    for some in batches(lasts):
        found = kind.model._default_manager.filter(**{f"{path(kind, field.name)}__in": some})
        for _, row in read(kind, found):
            named = target(field, row)
            if named in wanted:
                yield named, row


def target(field: Field, row: dict[str, str]) -> str:
    """The key that a reference of a row names; "" where it names none."""
    if not row[field.name]:
        return ""
    return KEY_SEPARATOR.join([*(row[name] for name in field.along), row[field.name]])
