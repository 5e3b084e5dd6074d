"""The sentences of suspects, as a manager would repeat them; in the language that is active."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gozinto.genealogy.suspects.overturning import Overturn
from gozinto.genealogy.suspects.ranking import Row
from gozinto.trace.suspects.answers import Beside, Factor

Words = Mapping[str, str | Promise]

SHARED: Words = {
    "asset": gettext_lazy("%(hits)s of %(of)s returned units were made with %(what)s"),
    "supplier_lot": gettext_lazy("%(hits)s of %(of)s returned units contain lot %(what)s"),
    "lot": gettext_lazy("%(hits)s of %(of)s returned units contain or are of lot %(what)s"),
    "position": gettext_lazy("%(hits)s of %(of)s returned units were made at %(what)s"),
    "equipment": gettext_lazy("%(hits)s of %(of)s returned units passed %(what)s"),
    "parameter": gettext_lazy("%(hits)s of %(of)s returned units have %(what)s"),
    "gauge": gettext_lazy("%(hits)s of %(of)s returned units were measured with gauge %(what)s"),
    "plan": gettext_lazy("%(hits)s of %(of)s returned units were inspected by plan %(what)s"),
    "recipe": gettext_lazy("%(hits)s of %(of)s returned units were made by %(what)s"),
    "supplier": gettext_lazy("%(hits)s of %(of)s returned units contain material of %(what)s"),
    "crew": gettext_lazy("%(hits)s of %(of)s returned units passed %(what)s"),
    "shift": gettext_lazy("%(hits)s of %(of)s returned units passed %(what)s"),
    "day": gettext_lazy("%(hits)s of %(of)s returned units passed %(what)s"),
    "week": gettext_lazy("%(hits)s of %(of)s returned units passed %(what)s"),
    "operator": gettext_lazy("%(hits)s of %(of)s returned units were in the hands of %(what)s"),
}
"""What the complaints share, by kind of factor."""

LEFT_OUT: Words = {
    "unread": gettext_lazy(
        "The number could not be read, or was concluded: which unit it was is not certain."
    ),
    "no_fault": gettext_lazy("Examined, and no fault of ours was found."),
    "not_units": gettext_lazy("A lot came back, and no single unit is named."),
    "not_shipped": gettext_lazy("No shipment of it before that is on record."),
    "too_young": gettext_lazy("In the field for less than was asked for."),
    "no_genealogy": gettext_lazy("Nothing is on record of how it was made."),
}
"""Why a complaint does not count."""


def named(factor: Factor) -> str:
    """What a factor is called."""
    step, code, name = factor.step or "", factor.code, factor.name or ""
    on = date_format(factor.on, "Y-m-d") if factor.on else ""
    said = {"code": code, "name": name, "step": step, "on": on, "crew": factor.crew or ""}
    if factor.kind == "position":
        return _("%(code)s, position %(place)s") % {**said, "place": factor.place or ""}
    if factor.kind == "parameter":
        return _parameter(factor)
    if factor.kind == "recipe":
        return _("%(material)s in revision %(code)s") % {**said, "material": factor.material or ""}
    if factor.kind == "crew":
        return _("%(step)s with crew %(code)s") % said
    if factor.kind == "shift":
        with_crew = _("%(step)s in shift %(code)s of %(on)s (crew %(crew)s)")
        return (with_crew if factor.crew else _("%(step)s in shift %(code)s of %(on)s")) % said
    if factor.kind == "day":
        return _("%(step)s on %(on)s") % said
    if factor.kind == "week":
        return _("%(step)s in the week from %(on)s") % said
    if factor.kind == "asset":
        return f"{name} {code}".strip()
    if factor.kind in ("supplier", "operator"):
        return name or code
    return f"{code} ({name})" if name and name != code else code


def _parameter(factor: Factor) -> str:
    assert factor.low is not None
    assert factor.high is not None
    low, high = (number_format(float(f"{one:.6g}")) for one in (factor.low, factor.high))
    said = {"what": factor.code, "low": low, "high": high, "material": factor.material or ""}
    if low == high:
        return _("%(what)s of %(low)s in %(material)s") % said
    return _("%(what)s from %(low)s to %(high)s in %(material)s") % said


def suspect(row: Row, factor: Factor) -> str:
    """How many of the complaints share it, how many of all units, and how surprising that is."""
    said = {"hits": _count(row.hits), "of": _count(row.complaints), "what": named(factor)}
    first = str(SHARED[factor.kind]) % said
    numbers = {
        "first": first,
        "population": _count(row.population),
        "exposed": _count(row.exposed),
        "lift": _times(row.lift),
    }
    if row.lift <= 1:
        return (
            _("%(first)s; of all %(population)s in the field %(exposed)s, which is no more often.")
            % numbers
        )
    return (
        _(
            "%(first)s; of all %(population)s in the field only %(exposed)s:"
            " %(lift)s times as often as chance."
        )
        % numbers
    )


def beside(one: Beside) -> str:
    """What a person cannot be told apart from."""
    return _("%(both)s of the units of this person were made at %(machine)s.") % {
        "both": _count(one.both),
        "machine": named(one.factor),
    }


def overturned(found: Overturn, second: Factor | None) -> str:
    """What it would take to think otherwise."""
    said = []
    if found.doubted is not None:
        said.append(
            ngettext(
                "%(n)s further complaint without it, and nobody would believe it.",
                "%(n)s further complaints without it, and nobody would believe it.",
                found.doubted,
            )
            % {"n": _count(found.doubted)}
        )
    if found.behind is not None and second is not None:
        said.append(
            ngettext(
                "%(n)s that has %(what)s instead, and that comes first.",
                "%(n)s that have %(what)s instead, and that comes first.",
                found.behind,
            )
            % {"n": _count(found.behind), "what": named(second)}
        )
    return " ".join(said) or _("No further complaint of these units would change it.")


def left_out(code: str) -> str:
    """Why complaints do not count."""
    return str(LEFT_OUT[code])


def test(kind: str, *, number: str, tells: Sequence[str]) -> str:
    """What to look at, and what that would tell."""
    said = {"number": number, "what": ", ".join(tells)}
    if kind == "sample":
        return _("Test the retained sample of %(number)s: it shows whether it was that lot.") % said
    if kind == "examine":
        return _("Examine %(number)s itself: it shows whether it was that.") % said
    return _("Test %(number)s: of the tied suspects it has only %(what)s.") % said


def days(span: timedelta) -> str:
    """A span in days, as text."""
    return number_format(round(span / timedelta(days=1), 1), decimal_pos=1)


def _count(number: int) -> str:
    return number_format(number, force_grouping=True)


def _times(lift: float) -> str:
    return _count(round(lift)) if lift >= 10 else number_format(round(lift, 1), decimal_pos=1)
