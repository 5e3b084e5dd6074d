"""Small bars, one a week, as SVG."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT = 320, 64
_BOTTOM, _GAP = 14, 2

Bar = tuple[str, float | None, str]
"""The week, its value (None for nothing), and that in words."""


def bars(values: Sequence[Bar], *, title: str, is_share: bool) -> SafeString:
    """The values as bars; those of a share that should be whole stand against all of it."""
    if not values:
        return SafeString("")
    top = 1.0 if is_share else max((value or 0.0 for _, value, _ in values), default=0.0) or 1.0
    width = WIDTH / len(values)
    return format_html(
        '<svg class="bars" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        "<title>{}</title>{}{}{}</svg>",
        WIDTH,
        HEIGHT,
        f"{title}: {', '.join(f'{week} {said}' for week, _, said in values)}",
        title,
        format_html('<line x1="0" x2="{}" y1="{}" y2="{}"/>', WIDTH, *[HEIGHT - _BOTTOM] * 2),
        format_html_join(
            "",
            '<rect x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>',
            (
                (
                    round(index * width + _GAP / 2, 1),
                    round(HEIGHT - _BOTTOM - _height(value, top), 1),
                    round(min(width - _GAP, 40), 1),
                    _height(value, top),
                    f"{week}: {said}",
                )
                for index, (week, value, said) in enumerate(values)
                if value is not None
            ),
        ),
        format_html(
            '<text x="0" y="{}">{}</text><text x="{}" y="{}" text-anchor="end">{}</text>',
            HEIGHT - 2,
            values[0][0],
            WIDTH,
            HEIGHT - 2,
            values[-1][0] if len(values) > 1 else "",
        ),
    )


def _height(value: float | None, top: float) -> float:
    """At least a line, so that a little is not nothing."""
    return max(1.0, round((value or 0.0) / top * (HEIGHT - _BOTTOM - 2), 1))
