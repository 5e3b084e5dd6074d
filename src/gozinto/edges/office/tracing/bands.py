"""The bands and flows of a large answer as SVG text; each band a link into the graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gozinto.edges.office import words
from gozinto.edges.office.tracing.drawing import NOTHING, Drawing
from gozinto.edges.office.tracing.sankey import Band, Flow, Sankey

_BAR = 12.0
_STEP = 186.0
_ROOM = 168.0
"""For the words right of the last level."""
_TALL = 400.0
_LOWEST = 30.0
"""A band is never lower than its two lines of words."""
_GAP = 10.0
_MARGIN = 12.0

Href = Callable[[Band], str]


@dataclass(frozen=True, slots=True)
class _Placed:
    x: float
    y: float
    height: float


def draw(found: Sankey, *, href: Href, label: str, beneath: SafeString = NOTHING) -> Drawing:
    """The picture. `href` says where a band leads, "" nowhere; `label` is read in its stead."""
    places = _places(found)
    names = {band.key: _title(band) for level in found.levels for band in level}
    flows = [
        format_html(
            '<path class="flow" d="{}"><title>{}</title></path>', shape, _flow_words(flow, names)
        )
        for flow, shape in _ribbons(found, places)
    ]
    bands = [_bar(band, places[band.key], href(band)) for level in found.levels for band in level]
    width = _STEP * (len(found.levels) - 1) + _BAR + _ROOM + 2 * _MARGIN
    height = max((one.y + one.height for one in places.values()), default=0.0) + 2 * _MARGIN
    svg = format_html(
        '<svg class="graph sankey" xmlns="http://www.w3.org/2000/svg" role="group" aria-label="{}"'
        ' viewBox="{} {} {} {}" width="{}" height="{}">{}<g>{}</g>{}</svg>',
        label,
        _n(-_MARGIN),
        _n(-_MARGIN),
        _n(width),
        _n(height),
        _n(width),
        _n(height),
        beneath,
        format_html_join("", "{}", ((one,) for one in flows)),
        format_html_join("", "{}", ((one,) for one in bands)),
    )
    return Drawing(svg, width, height, 0, len(bands))


def _places(found: Sankey) -> dict[str, _Placed]:
    most = max((sum(band.count for band in level) for level in found.levels), default=1)
    heights = {
        band.key: max(_LOWEST, _TALL * band.count / most)
        for level in found.levels
        for band in level
    }
    tall = [sum(heights[b.key] + _GAP for b in level) - _GAP for level in found.levels]
    places: dict[str, _Placed] = {}
    for number, level in enumerate(found.levels):
        y = (max(tall) - tall[number]) / 2
        for band in level:
            places[band.key] = _Placed(_STEP * number, y, heights[band.key])
            y += heights[band.key] + _GAP
    return places


def _ribbons(found: Sankey, places: dict[str, _Placed]) -> list[tuple[Flow, str]]:
    """Each flow between its shares of both bands, from the upper edge down."""
    out: dict[str, int] = defaultdict(int)
    into: dict[str, int] = defaultdict(int)
    for flow in found.flows:
        out[flow.source] += flow.count
        into[flow.target] += flow.count
    left: dict[str, float] = {key: one.y for key, one in places.items()}
    right = dict(left)
    drawn: list[tuple[Flow, str]] = []
    for flow in sorted(found.flows, key=lambda f: (places[f.source].y, places[f.target].y)):
        start, end = places[flow.source], places[flow.target]
        thick = start.height * flow.count / out[flow.source]
        thin = end.height * flow.count / into[flow.target]
        drawn.append(
            (flow, _ribbon(start, end, left[flow.source], right[flow.target], thick, thin))
        )
        left[flow.source] += thick
        right[flow.target] += thin
    return drawn


def _ribbon(
    start: _Placed, end: _Placed, top: float, end_top: float, thick: float, thin: float
) -> str:
    x, to = start.x + _BAR, end.x
    middle = (x + to) / 2
    low, end_low = top + thick, end_top + thin
    upper = f"C{_n(middle)} {_n(top)} {_n(middle)} {_n(end_top)} {_n(to)} {_n(end_top)}"
    lower = f"C{_n(middle)} {_n(end_low)} {_n(middle)} {_n(low)} {_n(x)} {_n(low)}"
    return f"M{_n(x)} {_n(top)}{upper}L{_n(to)} {_n(end_low)}{lower}Z"


def _bar(band: Band, place: _Placed, href: str) -> SafeString:
    middle = place.y + place.height / 2
    inside = format_html(
        '<title>{} {}</title><rect class="box-face" x="{}" y="{}" width="{}" height="{}" rx="2"/>'
        '<text class="box-title" x="{}" y="{}">{}</text>'
        '<text class="box-words" x="{}" y="{}">{}</text>',
        _count(band),
        _words(band),
        _n(place.x),
        _n(place.y),
        _n(_BAR),
        _n(place.height),
        _n(place.x + _BAR + 6),
        _n(middle - 2),
        _count(band),
        _n(place.x + _BAR + 6),
        _n(middle + 11),
        _fit(_words(band)),
    )
    origin = " origin" if band.is_origin else ""
    if not href:
        return format_html('<g class="box band{}" role="img">{}</g>', origin, inside)
    return format_html(
        '<a class="box band{}" href="{}" aria-label="{}">{}</a>', origin, href, _title(band), inside
    )


def _fit(text: str) -> str:
    return text if len(text) <= _LETTERS else text[: _LETTERS - 1].rstrip() + "…"


_LETTERS = 27


def _count(band: Band) -> str:
    return f"{number_format(band.count, force_grouping=True)} ×"


def _words(band: Band) -> str:
    if band.kinds == 1:
        return band.words or words.name(words.KINDS, band.kind)
    return ngettext("%(n)s more material", "%(n)s more materials", band.kinds) % {"n": band.kinds}


def _title(band: Band) -> str:
    return f"{_count(band)} {_words(band)}"


def _flow_words(flow: Flow, names: dict[str, str]) -> str:
    count = number_format(flow.count, force_grouping=True)
    return _("%(source)s → %(target)s: %(n)s times") % {
        "source": names[flow.source],
        "target": names[flow.target],
        "n": count,
    }


def _n(number: float) -> str:
    return f"{number:.1f}"
