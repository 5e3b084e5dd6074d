"""The rates of failures before and after, in words and drawn: two bars with their intervals."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gozinto.cases.standing import Standing
from gozinto.edges.office.cases import wording

WIDTH, HEIGHT = 420, 76
_LEFT, _RIGHT, _BAR = 70, 8, 16


def of(case: Standing) -> dict[str, Any] | None:
    """The figures by which it was last said that it helped, or did not; None without any."""
    told: Mapping[str, Any] = case.made.get("figures") or {}
    if not told:
        return None
    both = [(_("Before"), told["before"]), (_("After"), told["after"])]
    return {
        "rows": [(word, _counted(one, told), _rate(one)) for word, one in both],
        "ratio": _ratio(told),
        "is_proven": bool(told["is_proven"]),
        "chance": number_format(told["chance"], decimal_pos=4),
        "drawing": drawing([(word, one) for word, one in both]),
    }


def _counted(one: Mapping[str, Any], told: Mapping[str, Any]) -> str:
    return _("%(failures)s %(counted)s of %(units)s %(made)s") % {
        "failures": number_format(one["failures"], force_grouping=True),
        "counted": wording.CHOICES[told["counted"]],
        "units": number_format(one["units"], decimal_pos=0, force_grouping=True),
        "made": wording.CHOICES[told["of_units"]],
    }


def _rate(one: Mapping[str, Any]) -> str:
    """In failures of a thousand units, with the interval."""
    low, high = _thousand(one["lower"]), _thousand(one["upper"])
    return _("%(rate)s of 1,000 (%(low)s to %(high)s)") % {
        "rate": _thousand(one["value"]),
        "low": low,
        "high": high,
    }


def _thousand(rate: float) -> str:
    return number_format(rate * 1000, decimal_pos=2)


def _ratio(told: Mapping[str, Any]) -> str:
    ratio = told.get("ratio")
    if not ratio:
        return ""
    high = number_format(ratio["upper"], decimal_pos=2) if "upper" in ratio else "∞"
    return _("%(ratio)s times as often as before (%(low)s to %(high)s, 95 %% sure)") % {
        "ratio": number_format(ratio["value"], decimal_pos=2),
        "low": number_format(ratio["lower"], decimal_pos=2),
        "high": high,
    }


def drawing(both: list[tuple[str, Mapping[str, Any]]]) -> SafeString:
    """A bar for each rate, and the line of its interval."""
    top = max(one["upper"] for _word, one in both) or 1.0
    scale = (WIDTH - _LEFT - _RIGHT) / top
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="rates" viewBox="0 0 {} {}" role="img"'
        ' aria-label="{}" font-family="Inter Label" font-size="12">{}</svg>',
        WIDTH,
        HEIGHT,
        "; ".join(f"{word}: {_rate(one)}" for word, one in both),
        format_html_join(
            "",
            '<text x="0" y="{0}">{1}</text>'
            '<rect fill="#9aa0a4" x="{2}" y="{3}" width="{4}" height="{5}"/>'
            '<path fill="none" stroke="currentColor" d="M{6} {7}H{8}M{6} {9}v8M{8} {9}v8"/>',
            (
                (
                    index * 36 + 22,
                    word,
                    _LEFT,
                    index * 36 + 10,
                    max(1.0, round(one["value"] * scale, 1)),
                    _BAR,
                    round(_LEFT + one["lower"] * scale, 1),
                    index * 36 + 18,
                    round(_LEFT + min(one["upper"], math.inf) * scale, 1),
                    index * 36 + 14,
                )
                for index, (word, one) in enumerate(both)
            ),
        ),
    )
