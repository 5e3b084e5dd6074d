"""Makes numbers void, and keeps which number took the place of which."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from gozinto.errors import Conflict, Refused, Unknown, Violation
from gozinto.plant.models import IssuedNumber, Relabelling, TraceableObject, VoidNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Relabelled:
    """One change of a label: which number took the place of which, why, by whom and when."""

    old: str
    new: str
    why: str
    by: str
    at: datetime


def void(text: str, *, why: str, by: str) -> None:
    """Say that nothing may carry this issued number; it is never issued again.

    Raises Unknown for a number that was not issued, Conflict for one that is void already, and
    Refused for one that something on record carries, or without a reason.
    """
    number = _issued(text)
    faults = _without_reason(why, code="void_without_reason")
    if TraceableObject.objects.filter(number=text).exists():
        faults.append(_in_use(text))
    if faults:
        raise Refused(faults)
    try:
        with transaction.atomic():
            VoidNumber.objects.create(number=number, why=why.strip(), by=by, at=timezone.now())
    except IntegrityError as problem:
        raise Conflict(
            f"{text} is void already.", code="number_void", next_step="Nothing is left to do."
        ) from problem


def void_each(texts: Collection[str], *, why: str, by: str) -> None:
    """Say it of several numbers at once, all or none. Four queries.

    Raises Unknown for one that was not issued, and Refused for those that something on record
    carries, or without a reason.
    """
    numbers = {one.text: one for one in IssuedNumber.objects.filter(text__in=texts)}
    for text in texts:
        if text not in numbers:
            raise _not_issued(text)
    faults = _without_reason(why, code="void_without_reason")
    carried = TraceableObject.objects.filter(number__in=texts).values_list("number", flat=True)
    faults += [_in_use(text) for text in sorted(set(carried))]
    if faults:
        raise Refused(faults)
    now = timezone.now()
    VoidNumber.objects.bulk_create(
        VoidNumber(number=numbers[text], why=why.strip(), by=by, at=now) for text in texts
    )


def relabel(*, old: str, new: str, why: str, by: str) -> Relabelled:
    """Say that the issued number `new` took the place of `old` on a label.

    The old one is never issued again, and both lead to the same thing. Raises Unknown for a
    number that is neither issued nor on record, Refused for a new one that is void, or that
    something carries already, and Conflict where one of them was replaced before.
    """
    if not TraceableObject.objects.filter(number=old).exists():
        _issued(old)
    faults = _without_reason(why, code="relabel_without_reason")
    number = _issued(new)
    if VoidNumber.objects.filter(number=number).exists():
        faults.append(_unfit(new, "is void"))
    if old == new or TraceableObject.objects.filter(number=new).exists():
        faults.append(_unfit(new, "is on something already"))
    if Relabelling.objects.filter(old=new).exists():
        faults.append(_unfit(new, "was replaced by another one"))
    if faults:
        raise Refused(faults)
    try:
        with transaction.atomic():
            row = Relabelling.objects.create(
                old=old, new=new, why=why.strip(), by=by, at=timezone.now()
            )
    except IntegrityError as problem:
        raise Conflict(
            f"{old} was replaced before, or {new} took the place of another number.",
            code="number_relabelled",
            next_step="Relabel the number that stands on it now, to a new one.",
        ) from problem
    return _told(row)


def history(text: str) -> list[Relabelled]:
    """Every change of the label on which this number stands or stood, oldest first."""
    names, found = {text}, dict[int, Relabelling]()
    while True:
        rows = Relabelling.objects.filter(Q(old__in=names) | Q(new__in=names))
        more = {row.pk: row for row in rows.exclude(pk__in=found)}
        if not more:
            return [_told(row) for _, row in sorted(found.items())]
        found |= more
        names = {name for row in more.values() for name in (row.old, row.new)}


def changed(texts: Collection[str]) -> set[str]:
    """Those of these numbers that stand or stood on a label that was changed; one query."""
    wanted = list(texts)
    rows = Relabelling.objects.filter(Q(old__in=wanted) | Q(new__in=wanted)) if wanted else ()
    return {name for row in rows for name in (row.old, row.new)} & set(wanted)


def _issued(text: str) -> IssuedNumber:
    number = IssuedNumber.objects.filter(text=text).first()
    if number is None:
        raise _not_issued(text)
    return number


def _not_issued(text: str) -> Unknown:
    return Unknown(
        f"The number {text!r} was never issued here.",
        code="number_not_issued",
        next_step="Check it; `gozinto numbers recognise` says whose it may be.",
    )


def _in_use(text: str) -> Violation:
    return Violation(
        code="number_in_use",
        message=f"Something on record carries {text}.",
        next_step="Relabel it, or scrap what carries it.",
        value=text,
    )


def _without_reason(why: str, *, code: str) -> list[Violation]:
    if why.strip():
        return []
    return [Violation(code=code, message="No reason was given.", next_step="Say why.")]


def _unfit(text: str, what: str) -> Violation:
    return Violation(
        code="number_unfit",
        message=f"The number {text} {what}.",
        next_step="Issue a new one for the label.",
        value=text,
    )


def _told(row: Relabelling) -> Relabelled:
    return Relabelled(old=row.old, new=row.new, why=row.why, by=row.by, at=row.at)
