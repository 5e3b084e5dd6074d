"""A picture as SVG text: drawn here, styled by the style sheet, each box a link.

Numbers are written with a point whatever the language, and everything that comes from a
label is escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gozinto.edges.office import words
from gozinto.edges.office.tracing import layout
from gozinto.edges.office.tracing.graph import Arrow, Mounted, Picture, Shape

_TITLE_PX = 7.4  # a monospaced character of 12 px
_SMALL_PX = 5.6  # an average character of 10.5 px
_NARROWEST = 128.0
_WIDEST = 212.0
_BOX_HEIGHT = 40.0
_CHIP_HEIGHT = 22.0
_MARGIN = 10.0

NOTHING = SafeString("")
"""No style: a page brings one."""

Href = Callable[[Shape], str]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The SVG of a trace, its size, and how many of its nodes have no box."""

    svg: SafeString
    width: float
    height: float
    left_out: int
    boxes: int


def draw(
    picture: Picture,
    *,
    href: Href,
    selected: str,
    label: str,
    beneath: SafeString = NOTHING,
) -> Drawing:
    """Lay out and draw. `href` says where a box leads; `label` is read out in its stead.

    `beneath`: what stands first in the picture: a style, where no page brings one.
    """
    widths = _column_widths(picture)
    boxes = [
        layout.Box(shape.key, widths[picture.level[shape.key]], _height(shape))
        for shape in picture.shapes
    ]
    edges = [(arrow.source, arrow.target) for arrow in picture.arrows]
    plan = layout.arrange(boxes, edges, level=picture.level)
    names = {shape.key: _title(shape) for shape in picture.shapes}
    lines = [
        _line(arrow, plan.routes[arrow.source, arrow.target], names) for arrow in picture.arrows
    ]
    shapes = [
        _shape(shape, plan.places[shape.key], href=href(shape), is_selected=shape.key == selected)
        for shape in picture.shapes
    ]
    width, height = plan.width + 2 * _MARGIN, plan.height + 2 * _MARGIN
    svg = format_html(
        '<svg class="graph" xmlns="http://www.w3.org/2000/svg" role="group" aria-label="{}" '
        'viewBox="{} {} {} {}" width="{}" height="{}">{}<g class="graph-lines">{}</g>{}</svg>',
        label,
        _n(-_MARGIN),
        _n(-_MARGIN),
        _n(width),
        _n(height),
        _n(width),
        _n(height),
        beneath,
        _join(lines),
        _join(shapes),
    )
    return Drawing(svg, width, height, picture.left_out, len(picture.shapes))


def _n(number: float) -> str:
    return f"{number:.1f}"


def _join(parts: Sequence[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _title(shape: Shape) -> str:
    return f"{len(shape.members):,} ×" if len(shape.members) > 1 else shape.title


def _chip_text(asset: Mounted) -> str:
    name = f"{words.asset_kind(asset.kind)} {asset.code}"
    if asset.is_over:
        return _("%(name)s · %(cycles)d of %(limit)d") % {
            "name": name,
            "cycles": asset.cycles,
            "limit": asset.limit,
        }
    return name


def _height(shape: Shape) -> float:
    chips = _CHIP_HEIGHT * len(shape.chips)
    return _BOX_HEIGHT + (chips + 6 if chips else 0)


def _column_widths(picture: Picture) -> dict[int, float]:
    widths: dict[int, float] = {}
    for shape in picture.shapes:
        column = picture.level[shape.key]
        texts = [20 + _TITLE_PX * len(_title(shape)), 20 + _SMALL_PX * len(shape.subtitle)]
        texts += [34 + _SMALL_PX * len(_chip_text(chip)) for chip in shape.chips]
        wanted = min(max(*texts, _NARROWEST), _WIDEST)
        widths[column] = max(widths.get(column, 0.0), wanted)
    return widths


def _fit(text: str, *, width: float, character: float) -> str:
    room = int((width - 18) / character)
    return text if len(text) <= room else text[: max(room - 1, 1)].rstrip() + "…"


def _line(arrow: Arrow, points: Sequence[tuple[float, float]], names: dict[str, str]) -> SafeString:
    (x, y), *rest = points
    path = [f"M{_n(x)} {_n(y)}"]
    for index, (to_x, to_y) in enumerate(rest):
        # Even steps cross a gap between columns in a curve, odd ones run straight through one.
        if index % 2 == 0 and to_x >= x:
            middle = (x + to_x) / 2
            path.append(f"C{_n(middle)} {_n(y)} {_n(middle)} {_n(to_y)} {_n(to_x)} {_n(to_y)}")
        elif index % 2 == 0:
            # Rework runs back: out below its box and in again from the left.
            path.append(
                f"C{_n(x + 40)} {_n(y + 60)} {_n(to_x - 40)} {_n(to_y + 60)} {_n(to_x)} {_n(to_y)}"
            )
        else:
            path.append(f"L{_n(to_x)} {_n(to_y)}")
        x, y = to_x, to_y
    hint = f"{names[arrow.source]} → {names[arrow.target]}"
    if arrow.quantity is not None:
        hint += f": {words.quantity(arrow.quantity, arrow.uom)}"
    return format_html(
        '<path class="line{}" d="{}" stroke-width="{}"><title>{}</title></path>',
        " unsure" if arrow.dashed else "",
        " ".join(path),
        f"{arrow.thickness:.2f}",
        hint,
    )


def _shape(shape: Shape, place: layout.Place, *, href: str, is_selected: bool) -> SafeString:
    many = len(shape.members) > 1
    classes = ["box", f"box-{shape.kind}"]
    classes += ["many"] * many + ["origin"] * shape.is_origin + ["selected"] * is_selected
    if shape.alarm or any(chip.is_over for chip in shape.chips):
        classes.append(shape.alarm or "bad")
    chips = [_chip(chip, place, index) for index, chip in enumerate(shape.chips)]
    name = f"{_title(shape)} {shape.subtitle}".strip()
    back = (
        format_html(
            '<rect class="box-back" x="{}" y="{}" width="{}" height="{}" rx="7"/>',
            _n(place.x + 4),
            _n(place.y + 4),
            _n(place.width),
            _n(place.height),
        )
        if many
        else SafeString("")
    )
    inside = format_html(
        '{}<rect class="box-face" x="{}" y="{}" width="{}" height="{}" rx="7"/>'
        '<text class="box-title" x="{}" y="{}">{}</text>'
        '<text class="box-words" x="{}" y="{}">{}</text>{}',
        back,
        _n(place.x),
        _n(place.y),
        _n(place.width),
        _n(place.height),
        _n(place.x + 10),
        _n(place.y + 17),
        _fit(_title(shape), width=place.width, character=_TITLE_PX),
        _n(place.x + 10),
        _n(place.y + 32),
        _fit(shape.subtitle, width=place.width, character=_SMALL_PX),
        _join(chips),
    )
    title = format_html("<title>{}</title>", name)
    if not href:
        return format_html('<g class="{}" role="img">{}{}</g>', " ".join(classes), title, inside)
    return format_html(
        '<a class="{}" href="{}" aria-label="{}"{}>{}{}</a>',
        " ".join(classes),
        href,
        name,
        SafeString(' aria-current="true"') if is_selected else "",
        title,
        inside,
    )


def _chip(asset: Mounted, place: layout.Place, index: int) -> SafeString:
    top = place.y + _BOX_HEIGHT + index * _CHIP_HEIGHT
    text = _fit(_chip_text(asset), width=place.width - 16, character=_SMALL_PX)
    return format_html(
        '<g class="box-chip{}"><rect x="{}" y="{}" width="{}" height="18" rx="9"/>'
        '<text x="{}" y="{}">{}</text></g>',
        " bad" if asset.is_over else "",
        _n(place.x + 8),
        _n(top),
        _n(place.width - 16),
        _n(place.x + 16),
        _n(top + 13),
        text,
    )
