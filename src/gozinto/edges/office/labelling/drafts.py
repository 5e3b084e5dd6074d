"""A layout while somebody works on it: as it is stored, as their form has it, as rows to keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from gozinto.errors import Malformed, Refused, Violation
from gozinto.labels import library
from gozinto.labels.layouts import Layout
from gozinto.plant import changing, kinds
from gozinto.plant.changing import Given, Place
from gozinto.plant.kinds import KINDS, Kind

_LAYOUTS, _ELEMENTS = KINDS["label-layouts"], KINDS["label-elements"]
LAYOUT_FIELDS = ("name", "purpose", "width_mm", "height_mm", "margin_mm")
_BOX = ("x_mm", "y_mm", "width_mm", "height_mm")
FIELDS_OF: Mapping[str, tuple[str, ...]] = {
    "text": ("text", *_BOX, "size_pt", "bold", "align", "fit"),
    "symbol": ("symbology", "text", *_BOX, "module_mm", "human_readable"),
    "line": (*_BOX, "thickness_mm"),
}
"""By kind of element: what its form asks for, in this order."""

_NEW: Mapping[str, Mapping[str, str]] = {
    "text": {"width_mm": "30", "height_mm": "6", "text": "{number}", "size_pt": "10"},
    "symbol": {"width_mm": "20", "height_mm": "20", "text": "{link}", "symbology": "qr"},
    "line": {"width_mm": "30", "height_mm": "0.4", "thickness_mm": "0.4"},
}
MOST_ELEMENTS = 60

Texts = dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A layout's row and its elements' rows; `gone`: keys of stored elements no longer on it."""

    layout: Texts
    elements: tuple[Texts, ...] = ()
    gone: tuple[str, ...] = field(default=())

    @property
    def code(self) -> str:
        """The layout's code."""
        return self.layout["code"]


def stored(code: str) -> Draft:
    """The layout as it is now, the plant's or the one that comes along. Raises Unknown."""
    library.get(code)
    if not library.is_own(code):
        (layout,) = (row for row in library.rows(_LAYOUTS.name) if row["code"] == code)
        elements = [row for row in library.rows(_ELEMENTS.name) if row["layout"] == code]
        return Draft(layout=dict(layout), elements=tuple(map(dict, elements)))
    layout = changing.get(_LAYOUTS.name, code)
    own = [row for row in changing.every(_ELEMENTS) if row["layout"] == code]
    return Draft(layout=layout, elements=tuple(sorted(own, key=lambda row: int(row["nr"]))))


def posted(code: str, form: Mapping[str, str]) -> Draft:
    """What the form says of the layout `code`; whether it is sound is asked later."""
    layout = {"code": code} | {name: form.get(name, "").strip() for name in LAYOUT_FIELDS}
    elements = tuple(_posted_elements(code, form))
    kept = {row["nr"] for row in elements}
    before = stored(code).elements if library.is_own(code) else ()
    gone = tuple(_ELEMENTS.key_of(row) for row in before if row["nr"] not in kept)
    return Draft(layout=layout, elements=elements, gone=gone)


def _posted_elements(code: str, form: Mapping[str, str]) -> Iterator[Texts]:
    numbers = [nr for nr in form.get("elements", "").split(",") if nr.isdecimal()]
    for nr in dict.fromkeys(numbers[:MOST_ELEMENTS]):
        kind = form.get(f"kind-{nr}", "")
        if kind not in FIELDS_OF:
            continue
        flags = {
            name: "true" if form.get(f"{name}-{nr}") else "false"
            for name in ("bold", "human_readable")
        }
        texts = {name: form.get(f"{name}-{nr}", "").strip() for name in FIELDS_OF[kind]}
        yield _whole({"layout": code, "nr": nr, "kind": kind} | texts | flags)


def _whole(given: Mapping[str, str]) -> Texts:
    return {f.name: given.get(f.name, "") or f.default for f in _ELEMENTS.fields}


def with_new(draft: Draft, *, kind: str) -> Draft:
    """The draft with one more element at its upper left corner. Raises Malformed."""
    if kind not in _NEW:
        raise Malformed(
            f"No element is a {kind!r}.",
            code="unknown_choice",
            next_step="Choose one of: " + ", ".join(_NEW) + ".",
        )
    last = max((int(row["nr"]) for row in draft.elements), default=0)
    margin = draft.layout["margin_mm"] or "0"
    given = {"layout": draft.code, "nr": str(last + 1), "kind": kind, "x_mm": margin}
    element = _whole({**given, "y_mm": margin, **_NEW[kind]})
    return replace(draft, elements=(*draft.elements, element))


def without(draft: Draft, *, nr: str) -> Draft:
    """The draft without one of its elements."""
    left = tuple(row for row in draft.elements if row["nr"] != nr)
    gone = [_ELEMENTS.key_of(row) for row in draft.elements if row["nr"] == nr]
    was = {_ELEMENTS.key_of(row) for row in stored(draft.code).elements}
    own = library.is_own(draft.code)
    return replace(
        draft, elements=left, gone=(*draft.gone, *(key for key in gone if own and key in was))
    )


def keep(draft: Draft, *, by: str, dry_run: bool = False) -> None:
    """Write the layout with its elements, or find out whether that could be.

    Raises Refused with everything that is wrong with it.
    """
    removed = [(_ELEMENTS.name, key) for key in draft.gone]
    changing.apply(given(draft), removed=removed, by=by, source=source(draft.code), dry_run=dry_run)


def given(draft: Draft) -> list[Given]:
    """The rows of a draft, each with the words for where it stands."""
    rows = [Given(kind=_LAYOUTS.name, values=draft.layout, place=Place(source="label"))]
    return rows + [
        Given(kind=_ELEMENTS.name, values=row, place=Place(source=f"element {row['nr']}"))
        for row in draft.elements
    ]


def source(code: str) -> str:
    """Where a change of this layout by the designer says it comes from."""
    return f"label designer: {code}"


def layout_of(draft: Draft, *, by: str) -> tuple[Layout | None, Sequence[Violation]]:
    """The layout that the draft would be; None and all that is wrong with it where it is not."""
    try:
        keep(draft, by=by, dry_run=True)
    except Refused as refused:
        return None, refused.violations
    elements = [_canonical(_ELEMENTS, row) for row in draft.elements]
    return library.of_rows(_canonical(_LAYOUTS, draft.layout), elements=elements), ()


def _canonical(kind: Kind, row: Mapping[str, str]) -> Texts:
    return {f.name: kinds.read(row.get(f.name, ""), kind=kind, field=f) for f in kind.fields}
