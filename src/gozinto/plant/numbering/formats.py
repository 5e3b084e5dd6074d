"""The formats by which numbers are issued, and the facts that a number of one tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from gozinto.errors import Refused, Unknown, Violation
from gozinto.plant import enterprise
from gozinto.plant.models import NumberingFormat, Shift
from gozinto.standards.numbers import patterns, writing
from gozinto.standards.numbers.shapes import Facts, Pattern

FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One sequence: of a format, by its pattern as it stands, within one scope."""

    format: NumberingFormat
    pattern: Pattern
    scope: str

    @property
    def key(self) -> dict[str, object]:
        """Its columns, in every table that speaks of a sequence."""
        return {"format": self.format, "series": self.pattern.text, "scope": self.scope}


def get(code: str) -> NumberingFormat:
    """The format of this code. Raises Unknown, with codes that begin alike."""
    found = NumberingFormat.objects.select_related("material", "line").filter(code=code).first()
    if found is None:
        near = NumberingFormat.objects.filter(code__istartswith=code[:2]).order_by("code")
        raise Unknown(
            f"There is no numbering format {code!r}.",
            code="unknown_format",
            near=list(near.values_list("code", flat=True)[:5]),
            next_step="Choose one of the near ones, or describe it in the plant's master data.",
        )
    return found


def active(code: str) -> NumberingFormat:
    """The format of this code, by which numbers are issued. Raises Unknown, or Refused."""
    found = get(code)
    if found.state != NumberingFormat.State.ACTIVE:
        raise Refused(
            [
                Violation(
                    code="format_not_active",
                    message=f"The numbering format {code} is {found.state}.",
                    next_step="Use an active format, or set this one active.",
                    value=code,
                )
            ]
        )
    return found


def facts(
    format: NumberingFormat,
    *,
    at: date | datetime | None = None,
    shift: str = "",
    line: str = "",
    material: str = "",
) -> Facts:
    """What a number of the format tells when it is made at `at` (now): its production day too.

    A date is the production day. A moment counts to the day of its shift where the number shows
    one, else to the day of the plant's zone. A format of one material or line numbers that alone.
    Raises Refused.
    """
    own = {
        "line": format.line.code if format.line else "",
        "material": format.material.code if format.material else "",
    }
    given = {"line": line, "material": material}
    others = [name for name in own if own[name] and given[name] not in ("", own[name])]
    if others:
        raise Refused(
            [
                Violation(
                    code="format_of_another",
                    message=f"The format {format.code} is of the {name} {own[name]} alone.",
                    next_step=f"Use a format of {given[name]}.",
                    value=given[name],
                )
                for name in others
            ]
        )
    day, shift = _day(format, at=at, shift=shift)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Refused(
            [
                Violation(
                    code="bad_production_day",
                    message=f"{day} is no day on which anything was made.",
                    next_step=f"Give a day from {FIRST_YEAR} to {LAST_YEAR}.",
                    value=str(day),
                )
            ]
        )
    return Facts(
        day=day,
        shift=shift,
        line=line or own["line"],
        material=material or own["material"],
    )


def series(format: NumberingFormat, of: Facts) -> Series:
    """The sequence to which a number with these facts belongs. Raises Refused."""
    pattern = patterns.read(format.pattern)
    return Series(format=format, pattern=pattern, scope=writing.scope(pattern, of))


def _day(format: NumberingFormat, *, at: date | datetime | None, shift: str) -> tuple[date, str]:
    if at is not None and not isinstance(at, datetime):
        return at, shift
    moment = at or timezone.now()
    pattern = patterns.read(format.pattern)
    if "shift" in pattern.wants or "shift" in pattern.resets:
        running = Shift.objects.filter(starts_at__lte=moment, ends_at__gt=moment)
        named = running.filter(code=shift) if shift else running
        found = set(named.values_list("date", "code"))
        if len(found) == 1:
            return found.pop()
    return moment.astimezone(ZoneInfo(enterprise.get().zone)).date(), shift
