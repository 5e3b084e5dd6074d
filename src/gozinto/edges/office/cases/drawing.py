"""Bars side by side as SVG, and over ranked ones the line of how much they are together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT = 720.0, 220.0
_WIDEST = 72.0
"""A bar and the room around it, where there are few."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 8.0, 40.0, 14.0, 22.0


@dataclass(frozen=True, slots=True)
class Column:
    """A bar: what it stands for, how many, and the share of it and all before it."""

    name: str
    count: int
    sum: float


def pareto(columns: Sequence[Column], *, title: str, is_ranked: bool) -> SafeString:
    """The bars in their order; ranked ones go by their rank, which the table beside them names."""
    top = max((one.count for one in columns), default=0)
    if not top:
        return SafeString("")
    step = min((WIDTH - _LEFT - _RIGHT) / len(columns), _WIDEST)
    high = HEIGHT - _TOP - _BOTTOM
    base = HEIGHT - _BOTTOM
    bars = format_html_join(
        "",
        '<g><rect x="{}" y="{}" width="{}" height="{}"><title>{}: {}</title></rect>'
        '<text x="{}" y="{}" text-anchor="middle">{}</text></g>',
        (
            (
                f"{_LEFT + index * step + step * 0.14:.1f}",
                f"{base - high * one.count / top:.1f}",
                f"{step * 0.72:.1f}",
                f"{max(high * one.count / top, 0.5):.1f}",
                one.name,
                one.count,
                f"{_LEFT + (index + 0.5) * step:.1f}",
                f"{base + 14:.1f}",
                _label(index, one, len(columns), is_ranked=is_ranked),
            )
            for index, one in enumerate(columns)
        ),
    )
    return format_html(
        '<svg class="pareto" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}</svg>',
        f"{WIDTH:.0f}",
        f"{HEIGHT:.0f}",
        f"{title}: {', '.join(f'{one.name} {one.count}' for one in columns)}",
        format_html('<line x1="0" x2="{}" y1="{}" y2="{}"/>', WIDTH - _RIGHT, base, base),
        bars,
        _line(columns, step=step, base=base, high=high) if is_ranked else "",
    )


def _label(index: int, one: Column, count: int, *, is_ranked: bool) -> str:
    """The rank; of weeks the first and the last day, that they do not run into each other."""
    if is_ranked:
        return str(index + 1)
    return one.name if index in (0, count - 1) and count > 1 else ""


def _line(columns: Sequence[Column], *, step: float, base: float, high: float) -> SafeString:
    path = " ".join(
        f"{'L' if index else 'M'}{_LEFT + (index + 0.5) * step:.1f} {base - high * one.sum:.1f}"
        for index, one in enumerate(columns)
    )
    marks = format_html_join(
        "",
        '<text class="mark" x="{}" y="{}">{} %</text>',
        (
            (WIDTH - _RIGHT + 4, f"{base - high * part / 100 + 4:.1f}", part)
            for part in (50, 80, 100)
        ),
    )
    return format_html('<path d="{}"/>{}', path, marks)
