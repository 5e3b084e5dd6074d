"""A control chart as SVG: values, the process's own limits, what is allowed, and the signals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gozinto.edges.office import words
from gozinto.edges.office.search import thing_address
from gozinto.record.charts import Chart, Value

WIDTH, HEIGHT = 1120, 340
_LEFT, _RIGHT, _TOP, _BOTTOM = 74, 96, 14, 26
_ROOM = 0.08
"""How much of the height stays free above and below."""


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where a value and its place in the row stand in the picture."""

    low: float
    high: float
    count: int

    def y(self, value: float) -> float:
        """From the top."""
        share = (value - self.low) / (self.high - self.low)
        return round(HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM), 1)

    def x(self, index: float) -> float:
        """From the left."""
        step = (WIDTH - _LEFT - _RIGHT) / max(1, self.count - 1)
        return round(_LEFT + index * step, 1)


def drawn(chart: Chart) -> SafeString:
    """The picture; each value is a link to what was measured."""
    scale = _scale(chart)
    title = f"{chart.series.characteristic} {chart.series.equipment}".strip()
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="group" aria-label="{}">{}{}{}{}{}</svg>',
        WIDTH,
        HEIGHT,
        title,
        _lines(_process_limits(chart.values, scale)),
        _lines(_allowed(chart, scale)),
        _line_of(chart.values, scale),
        format_html_join("", "{}", ((one,) for one in _points(chart, scale))),
        _times(chart.values, scale),
    )


def _scale(chart: Chart) -> _Scale:
    shown = [one.value for one in chart.values]
    for one in chart.values:
        if one.center is not None and one.sigma is not None:
            shown += [one.center - 3 * one.sigma, one.center + 3 * one.sigma]
    limits = [float(one) for one in (chart.series.lower, chart.series.upper) if one is not None]
    low, high = min(shown), max(shown)
    spread = (high - low) or abs(high) or 1.0
    # A limit far away would press the values flat, and is told in words.
    near = [one for one in limits if low - spread <= one <= high + spread]
    low, high = min([low, *near]), max([high, *near])
    room = ((high - low) or abs(high) or 1.0) * _ROOM
    return _Scale(low - room, high + room, len(chart.values))


_Line = tuple[str, float, float, float, str]
"""A level line: its class, from and to where, at what height, and what it says at its end."""


def _process_limits(values: Sequence[Value], scale: _Scale) -> Iterator[_Line]:
    begin = 0
    for (center, sigma), group in groupby(values, key=lambda one: (one.center, one.sigma)):
        count = len(list(group))
        left, right = scale.x(begin - 0.5), scale.x(begin + count - 0.5)
        begin += count
        if center is None or sigma is None:
            continue
        is_last = begin == len(values)
        for times in range(-3, 4):
            kind = "center" if times == 0 else "sigma three" if abs(times) == 3 else "sigma"
            said = ("x̄" if times == 0 else f"{times:+d}σ") if times in (-3, 0, 3) else ""
            height = scale.y(center + times * sigma)
            yield (
                kind,
                max(left, _LEFT),
                min(right, WIDTH - _RIGHT),
                height,
                said if is_last else "",
            )


def _allowed(chart: Chart, scale: _Scale) -> Iterator[_Line]:
    for one, word in ((chart.series.lower, _("lower")), (chart.series.upper, _("upper"))):
        if one is not None and scale.low <= float(one) <= scale.high:
            yield (
                "limit",
                _LEFT,
                WIDTH - _RIGHT,
                scale.y(float(one)),
                f"{word} {_number(float(one))}",
            )


def _lines(lines: Iterator[_Line]) -> SafeString:
    return format_html_join("", "{}", ((_level(*line),) for line in lines))


def _level(kind: str, left: float, right: float, height: float, said: str) -> SafeString:
    """A level line; a limit says what it is above its end, the process's own beside it."""
    is_limit = kind == "limit"
    return format_html(
        '<line class="{}" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>',
        *(kind, left, right, height, height),
        *(("bad", right, height - 4, "end") if is_limit else ("", right + 6, height + 4, "start")),
        said,
    )


def _line_of(values: Sequence[Value], scale: _Scale) -> SafeString:
    places = " ".join(f"{scale.x(i)},{scale.y(one.value)}" for i, one in enumerate(values))
    return format_html('<polyline class="value" points="{}"/>', places)


def _points(chart: Chart, scale: _Scale) -> Iterator[SafeString]:
    unit = words.unit(chart.series.uom) if chart.series.uom else ""
    for index, one in enumerate(chart.values):
        kind = "signal" if one.rules else "out" if _is_out(one, chart) else "in"
        said = f"{one.number} · {_number(one.value)} {unit} · {words.moment(one.at)}"
        if one.rules:
            said += " · " + _("Western Electric rule %(rules)s") % {"rules": ", ".join(one.rules)}
        yield format_html(
            '<a class="{}" href="{}" aria-label="{}"><title>{}</title>'
            '<circle cx="{}" cy="{}" r="{}"/></a>',
            kind,
            thing_address(one.uri) if one.uri else "#",
            said,
            said,
            scale.x(index),
            scale.y(one.value),
            5 if one.rules else 3,
        )


def _is_out(one: Value, chart: Chart) -> bool:
    low, high = chart.series.lower, chart.series.upper
    return (low is not None and one.value < float(low)) or (
        high is not None and one.value > float(high)
    )


def _times(values: Sequence[Value], scale: _Scale) -> SafeString:
    ends = {0: "start", len(values) - 1: "end"} if len(values) > 1 else {0: "start"}
    levels = [scale.low + (scale.high - scale.low) * share for share in (0.1, 0.5, 0.9)]
    return format_html(
        "{}{}",
        format_html_join(
            "",
            '<text x="{}" y="{}" text-anchor="{}">{}</text>',
            (
                (scale.x(index), HEIGHT - 6, anchor, words.moment(values[index].at))
                for index, anchor in ends.items()
            ),
        ),
        format_html_join(
            "",
            '<text x="{}" y="{}" text-anchor="end">{}</text>',
            ((_LEFT - 10, scale.y(level) + 4, _number(level)) for level in levels),
        ),
    )


def _number(value: float) -> str:
    """So many digits as tell values of a process apart."""
    text = f"{value:.4g}"
    digits = len(text.partition(".")[2]) if "e" not in text else 0
    return formats.number_format(value, decimal_pos=digits)
