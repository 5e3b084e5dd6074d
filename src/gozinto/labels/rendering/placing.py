"""Where everything on a label stands, to the dot: what all outputs draw from.

A symbol's modules are whole dots of the device, or its bars would differ in width; so a label is
placed for one resolution.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from gozinto.errors import GozintoError, Refused, Violation
from gozinto.labels.layouts import (
    IDENTIFYING,
    Align,
    Element,
    Filled,
    LineElement,
    SymbolElement,
    TextElement,
)
from gozinto.labels.rendering import lettering
from gozinto.standards.symbols.drawing import Drawn, draw
from gozinto.standards.symbols.kinds import LOWEST_BAR_MM, SMALLEST_MODULE_MM

PAGE_DOTS_PER_MM = 600 / 25.4
"""What pages are placed for: an office printer. Coarser ones are given pages of their own."""

_LARGEST_BAR_MM = 1.016
"""GS1 General Specifications 5.12.3: wider bars are not read from near."""
_BENEATH_PT = (8.0, 12.0)
"""Letters under a symbol: at least and at most, where there is room."""
_BENEATH_PT_PER_MM = 0.28
"""Higher bars have larger letters beneath, or a pallet's number is not read from the truck."""

_GAP_MM = 0.6


@dataclass(frozen=True, kw_only=True)
class PlacedText:
    """Lines of one size. `y_mm` is the first baseline; each line stands in the width as aligned."""

    x_mm: float
    y_mm: float
    width_mm: float
    lines: tuple[str, ...]
    size_pt: float
    bold: bool
    align: Align

    def placed_lines(self) -> Iterator[tuple[float, float, str]]:
        """Each line with the place where its baseline begins."""
        for number, line in enumerate(self.lines):
            free = self.width_mm - lettering.width_mm(line, size_pt=self.size_pt, bold=self.bold)
            left = {"left": 0.0, "center": free / 2, "right": free}[self.align]
            down = number * self.size_pt * lettering.LINE * lettering.MM_PER_PT
            yield self.x_mm + left, self.y_mm + down, line


@dataclass(frozen=True, kw_only=True)
class PlacedSymbol:
    """A symbol in dots of the device; `row_dots` is the height of the bars where it is linear."""

    drawn: Drawn
    x_dots: int
    y_dots: int
    module_dots: int
    row_dots: int


@dataclass(frozen=True, kw_only=True)
class PlacedRule:
    """A filled rectangle."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A label ready to be drawn by a device of so many dots."""

    filled: Filled
    dots_per_mm: float
    texts: tuple[PlacedText, ...]
    symbols: tuple[PlacedSymbol, ...]
    rules: tuple[PlacedRule, ...]

    @property
    def width_mm(self) -> float:
        """The label's width."""
        return float(self.filled.layout.width_mm)

    @property
    def height_mm(self) -> float:
        """The label's height."""
        return float(self.filled.layout.height_mm)


def place(filled: Filled, *, dots_per_mm: float) -> Placed:
    """The label as a device of this resolution draws it.

    Raises Refused with all there is: what a symbol cannot hold, symbol_does_not_fit,
    text_does_not_fit, letter_not_in_font.
    """
    work = _Work(filled=filled, dots_per_mm=dots_per_mm)
    for number, element in enumerate(filled.elements, start=1):
        work.add(element, path=f"element {number}")
    if work.violations:
        raise Refused(work.violations)
    return Placed(
        filled=filled,
        dots_per_mm=dots_per_mm,
        texts=tuple(work.texts),
        symbols=tuple(work.symbols),
        rules=tuple(work.rules),
    )


class _Work:
    """One label on its way: what is placed, and what cannot be."""

    def __init__(self, *, filled: Filled, dots_per_mm: float) -> None:
        self.filled = filled
        self.dots_per_mm = dots_per_mm
        self.texts: list[PlacedText] = []
        self.symbols: list[PlacedSymbol] = []
        self.rules: list[PlacedRule] = []
        self.violations: list[Violation] = []

    def add(self, element: Element, *, path: str) -> None:
        """Place one element, or note why it cannot be."""
        if isinstance(element, TextElement):
            set_in = lettering.fit(element)
            self._note(_faults_of_text(lettering.printable(element.text), set_in, work=self), path)
            self.texts.append(_placed_text(element, set_in))
        elif isinstance(element, SymbolElement):
            self._add_symbol(element, path=path)
        else:
            self.rules.append(_placed_rule(element))

    def _add_symbol(self, element: SymbolElement, *, path: str) -> None:
        try:
            drawn = draw(element.text, symbology=element.symbology)
        except GozintoError as error:
            self._note([_violation(error, value=element.text)], path)
            return
        beneath = _beneath(element, drawn=drawn)
        room_mm = float(element.height_mm)
        if beneath:
            room_mm -= _height_mm(beneath)
            self._note(_faults_of_text(drawn.printed, beneath, work=self), path)
        module = self._module_dots(element, drawn=drawn, height_mm=room_mm)
        if module is None or (drawn.kind.linear and room_mm < float(LOWEST_BAR_MM)):
            self._note([_does_not_fit(element, drawn=drawn, room_mm=room_mm)], path)
            return
        placed = self._placed_symbol(element, drawn=drawn, module=module, room_mm=room_mm)
        self.symbols.append(placed)
        if beneath:
            quiet = 0 if drawn.kind.linear else drawn.kind.quiet_modules
            foot = placed.y_dots + placed.row_dots * (drawn.rows + quiet)
            foot_mm = foot / self.dots_per_mm
            self.texts.append(_text_beneath(element, beneath, foot_mm=foot_mm))

    def _note(self, violations: Iterable[Violation], path: str) -> None:
        self.violations += (replace(violation, path=path) for violation in violations)

    def _module_dots(self, element: SymbolElement, *, drawn: Drawn, height_mm: float) -> int | None:
        """How many dots a module gets; None where what is asked or can be read does not fit."""
        smallest = _ceiling(float(SMALLEST_MODULE_MM) * self.dots_per_mm)
        quiet = 2 * drawn.kind.quiet_modules
        room = float(element.width_mm) * self.dots_per_mm / (drawn.columns + quiet)
        if not drawn.kind.linear:
            room = min(room, height_mm * self.dots_per_mm / (drawn.rows + quiet))
        most = int(room + 0.001)
        wanted = smallest
        if element.module_mm is not None:
            wanted = max(smallest, round(float(element.module_mm) * self.dots_per_mm))
            most = min(most, wanted)
        elif drawn.kind.linear:
            most = min(most, int(_LARGEST_BAR_MM * self.dots_per_mm))
        return most if most >= wanted else None

    def _placed_symbol(
        self, element: SymbolElement, *, drawn: Drawn, module: int, room_mm: float
    ) -> PlacedSymbol:
        """In the middle of its box; at its top where words stand beneath."""
        box = [
            float(mm) * self.dots_per_mm for mm in (element.x_mm, element.y_mm, element.width_mm)
        ]
        row = int(room_mm * self.dots_per_mm) if drawn.kind.linear else module
        free = room_mm * self.dots_per_mm - row * drawn.rows
        quiet = 0 if drawn.kind.linear else drawn.kind.quiet_modules * module
        return PlacedSymbol(
            drawn=drawn,
            x_dots=round(box[0] + (box[2] - drawn.columns * module) / 2),
            y_dots=round(box[1] + (quiet if element.human_readable else free / 2)),
            module_dots=module,
            row_dots=row,
        )


def _beneath(element: SymbolElement, *, drawn: Drawn) -> lettering.Lettering | None:
    """What stands under a symbol for people: on one line, else an application identifier a line."""
    if not element.human_readable:
        return None
    text = lettering.printable(drawn.printed)
    least, most = _BENEATH_PT
    size = min(most, max(least, float(element.height_mm) * _BENEATH_PT_PER_MM))
    room = lettering.Room(
        width_mm=float(element.width_mm), height_mm=float(element.height_mm) / 2, bold=False
    )
    one = lettering.fit_into(text, room=room, size_pt=size, fitting="shrink")
    if not one.cut:
        return one
    by_element = text if drawn.kind.holds != "elements" else text.replace("(", " (").strip()
    return lettering.fit_into(by_element, room=room, size_pt=size, fitting="wrap")


def _height_mm(beneath: lettering.Lettering) -> float:
    lines = len(beneath.lines) * beneath.size_pt * lettering.LINE * lettering.MM_PER_PT
    return _GAP_MM + lines


def _text_beneath(
    element: SymbolElement, beneath: lettering.Lettering, *, foot_mm: float
) -> PlacedText:
    first = lettering.ASCENT * beneath.size_pt * lettering.MM_PER_PT
    return PlacedText(
        x_mm=float(element.x_mm),
        y_mm=foot_mm + _GAP_MM + first,
        width_mm=float(element.width_mm),
        lines=beneath.lines,
        size_pt=beneath.size_pt,
        bold=False,
        align="center",
    )


def _placed_text(element: TextElement, set_in: lettering.Lettering) -> PlacedText:
    return PlacedText(
        x_mm=float(element.x_mm),
        y_mm=float(element.y_mm) + lettering.ASCENT * set_in.size_pt * lettering.MM_PER_PT,
        width_mm=float(element.width_mm),
        lines=set_in.lines,
        size_pt=set_in.size_pt,
        bold=element.bold,
        align=element.align,
    )


def _placed_rule(element: LineElement) -> PlacedRule:
    across = element.width_mm >= element.height_mm
    thickness = float(element.thickness_mm)
    return PlacedRule(
        x_mm=float(element.x_mm),
        y_mm=float(element.y_mm),
        width_mm=float(element.width_mm) if across else thickness,
        height_mm=thickness if across else float(element.height_mm),
    )


def _faults_of_text(text: str, set_in: lettering.Lettering, *, work: _Work) -> Iterator[Violation]:
    """Letters that would be printed as boxes, and identifying values that would lose their end."""
    if absent := lettering.missing(text):
        yield Violation(
            code="letter_not_in_font",
            message=f"The label's font has no {', '.join(absent)} of {text[:60]!r}.",
            next_step="Write it with Latin, Greek or Cyrillic letters.",
            value=text,
        )
    if set_in.cut:
        printed = "".join("".join(set_in.lines).split())
        for name in IDENTIFYING:
            value = lettering.printable(work.filled.values.get(name, ""))
            if value and value in text and "".join(value.split()) not in printed:
                yield Violation(
                    code="text_does_not_fit",
                    message=f"Of {value!r} only {set_in.lines[-1]!r} fits on the label.",
                    next_step="Give it a wider box, smaller letters, or let it wrap.",
                    value=value,
                    data={"field": name},
                )


def _ceiling(value: float) -> int:
    """The next whole number, where a hair above one is that one."""
    return int(value - 0.01) + 1


def _does_not_fit(element: SymbolElement, *, drawn: Drawn, room_mm: float) -> Violation:
    quiet = 2 * drawn.kind.quiet_modules
    module = max(element.module_mm or SMALLEST_MODULE_MM, SMALLEST_MODULE_MM)
    wide = (drawn.columns + quiet) * module
    high = LOWEST_BAR_MM if drawn.kind.linear else (drawn.rows + quiet) * module
    return Violation(
        code="symbol_does_not_fit",
        message=(
            f"The {drawn.kind.name} of {element.text[:60]!r} needs {wide:.1f} × {high:.1f} mm with "
            f"its quiet zone; there are {element.width_mm:.1f} × {room_mm:.1f} mm."
        ),
        next_step="Give it a larger box or a shorter content, or use a Data Matrix.",
        value=element.text,
        data={"needs_width_mm": f"{wide:.1f}", "needs_height_mm": f"{high:.1f}"},
    )


def _violation(error: GozintoError, *, value: str) -> Violation:
    return Violation(code=error.code, message=error.message, next_step=error.next_step, value=value)
