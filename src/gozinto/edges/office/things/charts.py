"""Small charts as SVG text, drawn here: values over time, their limits, and the object's own point.

Numbers are written with a point whatever the language; the style sheet says what they look like.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_WIDTH, _HEIGHT = 420.0, 132.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 8.0, 62.0, 10.0, 16.0


@dataclass(frozen=True, slots=True)
class Mark:
    """One value at its time; `is_mine`: the one that the chart is about. `said` is its hint."""

    at: datetime
    value: Decimal
    is_mine: bool
    is_bad: bool = False
    said: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """A line across the chart, with what stands beside it."""

    value: Decimal
    said: str


def chart(marks: Sequence[Mark], *, limits: Sequence[Limit], label: str) -> SafeString:
    """The marks in their order in time, evenly apart; `label` is read out in its stead."""
    low, high = _bounds([*(mark.value for mark in marks), *(one.value for one in limits)])
    step = (_WIDTH - _LEFT - _RIGHT) / max(len(marks) - 1, 1)

    def x(index: int) -> str:
        return f"{_LEFT + (index if len(marks) > 1 else 0.5) * step:.1f}"

    def y(value: Decimal) -> str:
        part = (float(value) - low) / (high - low)
        return f"{_HEIGHT - _BOTTOM - part * (_HEIGHT - _TOP - _BOTTOM):.1f}"

    lines = format_html_join(
        "",
        '<g class="chart-limit"><path d="M{} {}H{}"/><text x="{}" y="{}">{}</text></g>',
        (
            (_LEFT, y(one.value), _WIDTH - _RIGHT, _WIDTH - _RIGHT + 5, y(one.value), one.said)
            for one in limits
        ),
    )
    path = " ".join(
        f"{'L' if index else 'M'}{x(index)} {y(mark.value)}" for index, mark in enumerate(marks)
    )
    dots = format_html_join(
        "",
        '<circle class="chart-dot{}{}" cx="{}" cy="{}" r="{}"><title>{}</title></circle>',
        (
            (
                " mine" if mark.is_mine else "",
                " bad" if mark.is_bad else "",
                x(index),
                y(mark.value),
                "4.5" if mark.is_mine else "1.8",
                mark.said,
            )
            for index, mark in enumerate(marks)
        ),
    )
    return format_html(
        '<svg class="chart" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{}"'
        ' viewBox="0 0 {} {}">{}<path class="chart-line" d="{}"/>{}</svg>',
        label,
        f"{_WIDTH:.0f}",
        f"{_HEIGHT:.0f}",
        lines,
        path,
        dots,
    )


def _bounds(values: Sequence[Decimal]) -> tuple[float, float]:
    """A little more room than the values take, and some where they are all the same."""
    low, high = float(min(values)), float(max(values))
    room = (high - low) * 0.08 or abs(high) * 0.05 or 1.0
    return low - room, high + room
