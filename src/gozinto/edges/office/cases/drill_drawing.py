"""Drills one beside the other as SVG: their shares as lines, and how long each took as bars."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT = 720.0, 200.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 44.0, 128.0, 14.0, 24.0
_HIGH = HEIGHT - _TOP - _BOTTOM
_APART = 13.0
"""Between two words at the end of lines."""

Line = tuple[str, Sequence[float | None]]
"""What it is called, and its shares, a drill each."""


def shares(lines: Sequence[Line], names: Sequence[str], *, title: str) -> SafeString:
    """The shares of each drill, a line each with its name at its end.

    The axis begins below the lowest: drills differ in the last percents.
    """
    known = [one for _name, values in lines for one in values if one is not None]
    low = min(0.9, math.floor((min(known, default=1.0) - 0.02) * 10) / 10)
    low, top = max(low, 0.0), max(1.0, *known) if known else 1.0

    def y(share: float) -> float:
        return _TOP + _HIGH * (top - share) / (top - low)

    ticks = [(f"{share * 100:.0f} %", y(share)) for share in (low, (low + 1) / 2, 1.0)]
    places = apart([y(_last(values)) for _name, values in lines])
    drawn = format_html_join(
        "",
        '<g class="line-{}">{}{}<text x="{}" y="{}">{}</text></g>',
        (
            (
                index,
                _path(values, y, count=len(names)),
                _dots(name, values, names, y),
                f"{WIDTH - _RIGHT + 12:.1f}",
                f"{places[index] + 4:.1f}",
                name,
            )
            for index, (name, values) in enumerate(lines)
        ),
    )
    return _frame("drills", title, ticks, drawn, names)


def clocks(seconds: Sequence[float], names: Sequence[str], *, hours: Mapping[int, str],
           said: Sequence[str], title: str) -> SafeString:  # fmt: skip
    """How long each drill took, against lines at these hours. The axis is of square roots, so that
    minutes and a day stand on one picture."""
    most = max([max(hours) * 3600.0, *seconds]) * 1.08

    def y(value: float) -> float:
        return _TOP + _HIGH * (1 - math.sqrt(value / most))

    step = (WIDTH - _LEFT - _RIGHT) / max(len(seconds), 1)
    bar = min(step * 0.6, 40.0)
    bars = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"><title>{}: {}</title></rect>',
        (
            (
                "late" if value > min(hours) * 3600 else "",
                f"{_x(index, len(seconds)) - bar / 2:.1f}",
                f"{y(value):.1f}",
                f"{bar:.1f}",
                f"{max(_TOP + _HIGH - y(value), 1):.1f}",
                name,
                text,
            )
            for index, (value, name, text) in enumerate(zip(seconds, names, said, strict=True))
        ),
    )
    marks = format_html_join(
        "",
        '<g class="target"><path d="M{} {}H{}"/><text x="{}" y="{}">{}</text></g>',
        (
            (_LEFT, f"{y(hour * 3600):.1f}", WIDTH - _RIGHT, WIDTH - _RIGHT + 12,
             f"{y(hour * 3600) + 4:.1f}", word)
            for hour, word in hours.items()
        ),
    )  # fmt: skip
    return _frame("drills", title, (), format_html("{}{}", bars, marks), names)


def _frame(
    kind: str,
    title: str,
    ticks: Sequence[tuple[str, float]],
    drawn: SafeString,
    names: Sequence[str],
) -> SafeString:
    base = _TOP + _HIGH
    axis = format_html_join(
        "",
        '<path class="tick" d="M{} {}H{}"/>'
        '<text class="tick" x="{}" y="{}" text-anchor="end">{}</text>',
        (
            (_LEFT, f"{at:.1f}", WIDTH - _RIGHT, _LEFT - 6, f"{at + 3.5:.1f}", word)
            for word, at in ticks
        ),
    )
    below = format_html_join(
        "",
        '<text class="tick" x="{}" y="{}" text-anchor="middle">{}</text>',
        (
            (f"{_x(index, len(names)):.1f}", f"{base + 16:.1f}", names[index])
            for index in _named(len(names))
        ),
    )
    return format_html(
        '<svg class="{}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img"'
        ' aria-label="{}">{}<path class="base" d="M{} {}H{}"/>{}{}</svg>',
        kind,
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
    """Which drills are named below: as many as there is room for."""
    every = math.ceil(count / 6) or 1
    return range((count - 1) % every, count, every)


def _path(values: Sequence[float | None], y: Callable[[float], float], *, count: int) -> SafeString:
    told = [(index, one) for index, one in enumerate(values) if one is not None]
    path = " ".join(
        f"{'L' if place else 'M'}{_x(index, count):.1f} {y(one):.1f}"
        for place, (index, one) in enumerate(told)
    )
    return format_html('<path d="{}"/>', path)


def _dots(
    name: str, values: Sequence[float | None], names: Sequence[str], y: Callable[[float], float]
) -> SafeString:
    return format_html_join(
        "",
        '<circle cx="{}" cy="{}" r="3"><title>{}: {} {}</title></circle>',
        (
            (f"{_x(index, len(values)):.1f}", f"{y(one):.1f}", names[index], name,
             f"{one * 100:.1f} %")
            for index, one in enumerate(values)
            if one is not None
        ),
    )  # fmt: skip


def _last(values: Sequence[float | None]) -> float:
    return next((one for one in reversed(values) if one is not None), 1.0)


def apart(places: Sequence[float]) -> list[float]:
    """The places of words, each moved down until it covers none before it."""
    moved: dict[int, float] = {}
    floor = -math.inf
    for index in sorted(range(len(places)), key=lambda one: places[one]):
        moved[index] = floor = max(places[index], floor + _APART)
    return [moved[index] for index in range(len(places))]
