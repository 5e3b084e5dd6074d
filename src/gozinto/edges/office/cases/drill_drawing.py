"""Drills one beside the other as SVG: their shares as lines, and how long each took as bars."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT = 460.0, 180.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 10.0, 12.0, 24.0
_HIGH = HEIGHT - _TOP - _BOTTOM
_NAMED = 4
"""Drills that are named below the picture; there is no room for more."""

Tick = tuple[str, float]
"""What stands beside the axis, and how high."""


def shares(
    lines: Sequence[tuple[str, Sequence[float | None]]], names: Sequence[str], *, title: str
) -> SafeString:
    """The shares of each drill: a line each, by its name, with a value a drill.

    The axis begins below the lowest: drills differ in the last percents.
    """
    known = [one for _name, values in lines for one in values if one is not None]
    low = max(0.0, math.floor((min(known, default=1.0) - 0.05) * 10) / 10)
    top = max(1.0, *known) if known else 1.0

    def y(share: float) -> float:
        return _TOP + _HIGH * (top - share) / (top - low)

    drawn = format_html_join(
        "",
        '<g class="line-{}"><path d="{}"/>{}</g>',
        (
            (index, _path(values, y), _dots(name, values, names, y))
            for index, (name, values) in enumerate(lines)
        ),
    )
    ticks = [(f"{share * 100:.0f} %", y(share)) for share in (low, (low + 1) / 2, 1.0)]
    return _frame(title, ticks, drawn, names)


def clocks(
    seconds: Sequence[float],
    names: Sequence[str],
    *,
    hours: Mapping[int, str],
    said: Sequence[str],
    title: str,
) -> SafeString:
    """How long each drill took, in `said` words, against a line at each of these hours.

    The axis is of square roots, so that minutes and a day stand on one picture.
    """
    most = max([max(hours) * 3600.0, *seconds]) * 1.08

    def y(value: float) -> float:
        return _TOP + _HIGH * (1 - math.sqrt(value / most))

    width = min((WIDTH - _LEFT - _RIGHT) / max(len(seconds), 1) * 0.6, 40.0)
    bars = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"><title>{}: {}</title></rect>',
        (
            (
                "late" if value > min(hours) * 3600 else "",
                f"{_x(index, len(seconds)) - width / 2:.1f}",
                f"{y(value):.1f}",
                f"{width:.1f}",
                f"{max(_TOP + _HIGH - y(value), 1):.1f}",
                name,
                text,
            )
            for index, (value, name, text) in enumerate(zip(seconds, names, said, strict=True))
        ),
    )
    targets = format_html_join(
        "",
        '<path class="target" d="M{} {}H{}"/>',
        ((_LEFT, f"{y(hour * 3600):.1f}", WIDTH - _RIGHT) for hour in hours),
    )
    ticks = [(word, y(hour * 3600)) for hour, word in hours.items()]
    return _frame(title, ticks, format_html("{}{}", bars, targets), names)


def _frame(
    title: str, ticks: Sequence[Tick], drawn: SafeString, names: Sequence[str]
) -> SafeString:
    base = _TOP + _HIGH
    axis = format_html_join(
        "",
        '<path class="tick" d="M{} {}H{}"/><text x="{}" y="{}" text-anchor="end">{}</text>',
        (
            (_LEFT, f"{at:.1f}", WIDTH - _RIGHT, _LEFT - 6, f"{at + 4:.1f}", word)
            for word, at in ticks
        ),
    )
    below = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="middle">{}</text>',
        (
            (f"{_x(index, len(names)):.1f}", f"{base + 17:.1f}", names[index])
            for index in _named(len(names))
        ),
    )
    return format_html(
        '<svg class="drills" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img"'
        ' aria-label="{}">{}<path class="base" d="M{} {}H{}"/>{}{}</svg>',
        f"{WIDTH:.0f}",
        f"{HEIGHT:.0f}",
        title,
        axis,
        _LEFT,
        base,
        WIDTH - _RIGHT,
        drawn,
        below,
    )


def _x(index: int, count: int) -> float:
    return _LEFT + (index + 0.5) * (WIDTH - _LEFT - _RIGHT) / max(count, 1)


def _named(count: int) -> Sequence[int]:
    """Which drills are named below, the last among them."""
    every = math.ceil(count / _NAMED) or 1
    return range((count - 1) % every, count, every)


def _path(values: Sequence[float | None], y: Callable[[float], float]) -> str:
    told = [(index, one) for index, one in enumerate(values) if one is not None]
    return " ".join(
        f"{'L' if place else 'M'}{_x(index, len(values)):.1f} {y(one):.1f}"
        for place, (index, one) in enumerate(told)
    )


def _dots(
    name: str,
    values: Sequence[float | None],
    names: Sequence[str],
    y: Callable[[float], float],
) -> SafeString:
    return format_html_join(
        "",
        '<circle cx="{}" cy="{}" r="3"><title>{}: {} {}</title></circle>',
        (
            (
                f"{_x(index, len(values)):.1f}",
                f"{y(one):.1f}",
                names[index],
                name,
                f"{one * 100:.1f} %",
            )
            for index, one in enumerate(values)
            if one is not None
        ),
    )
