"""How fast labels are made and read back: `python -m benchmarks.labels`.

A thousand labels of lots, each with another number, a Data Matrix of GS1 data and a Code 128, are
placed, drawn, and every one decoded from its own image, as before any printing: as one PDF, as
sheets of A4, and as ZPL. What a label says is given: no database is asked.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.figures import write
from gozinto.labels import rendering
from gozinto.labels.layouts import Filled, Layout, LineElement, SymbolElement, TextElement, filled

OUT = Path(__file__).parent / "out"
TARGET_S = 30
"""For a thousand labels."""

_GTIN = "04150567890128"


@dataclass(frozen=True, kw_only=True)
class Case:
    """One output of all labels."""

    case: str
    labels: int
    seconds: float
    size_mb: float

    @property
    def a_second(self) -> float:
        """Labels a second."""
        return self.labels / self.seconds


def layout() -> Layout:
    """A lot's label of 100 × 50 mm with four texts, a rule and two symbols."""
    return Layout(
        code="benchmark",
        purpose="lot",
        width_mm=Decimal(100),
        height_mm=Decimal(50),
        elements=(
            _words("{name}", 4, 4, size=12),
            _words("{number}", 4, 11, size=18),
            LineElement(**_box(4, 21, 62, 1), thickness_mm=Decimal("0.3")),
            _words("Made {made_on}", 4, 23, size=9),
            _words("{quantity} {uom}", 4, 29, size=11),
            SymbolElement(**_box(70, 4, 26, 26), symbology="gs1_datamatrix", text="{gs1}"),
            SymbolElement(
                **_box(4, 36, 92, 13), symbology="code128", text="{number}", human_readable=True
            ),
        ),
    )


def labels(count: int) -> list[Filled]:
    """So many labels, each of another lot."""
    form = layout()
    return [
        filled(
            layout=form,
            uri=f"https://id.gs1.org/01/{_GTIN}/10/IA-23092018-{number:04}",
            values={
                "number": f"IA-23092018-{number:04}",
                "name": "Isıl işlemli doğal kauçuk",
                "gs1": f"(01){_GTIN}(10)IA-23092018-{number:04}",
                "made_on": "2018-09-23",
                "quantity": "412.5",
                "uom": "kg",
            },
        )
        for number in range(count)
    ]


def measure(count: int) -> list[Case]:
    """Each output of so many labels, one after the other."""
    made = labels(count)
    sheet = rendering.Sheet(columns=2, rows=5)
    outputs: dict[str, Callable[[], bytes]] = {
        "PDF, a page a label": lambda: rendering.pdf(made),
        "PDF, ten on a sheet of A4": lambda: rendering.pdf(made, sheet=sheet),
        "ZPL, 8 dots/mm": lambda: rendering.zpl(made),
        "ZPL, 12 dots/mm": lambda: rendering.zpl(made, dpmm=12),
    }
    return [_timed(name, make, count=count) for name, make in outputs.items()]


def _timed(name: str, make: Callable[[], bytes], *, count: int) -> Case:
    begun = time.perf_counter()
    data = make()
    taken = time.perf_counter() - begun
    return Case(case=name, labels=count, seconds=taken, size_mb=len(data) / 1e6)


def _words(text: str, x: int, y: int, *, size: int) -> TextElement:
    return TextElement(**_box(x, y, 62, 7), text=text, size_pt=Decimal(size))


def _box(x: int, y: int, width: int, height: int) -> dict[str, Decimal]:
    lengths = {"x_mm": x, "y_mm": y, "width_mm": width, "height_mm": height}
    return {name: Decimal(mm) for name, mm in lengths.items()}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print a table, keep the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.labels", description=__doc__)
    parser.add_argument("--labels", type=int, default=1000)
    parser.add_argument("--json", type=Path, default=OUT / "labels.json", metavar="FILE")
    asked = parser.parse_args(arguments)
    rendering.pdf(labels(1))  # fonts and tables are read once, by a process that lives long
    cases = measure(asked.labels)
    table = Table("case", "seconds", "labels/s", "MB", title=f"{asked.labels:,} labels, verified")
    for case in cases:
        table.add_row(
            case.case, f"{case.seconds:.1f}", f"{case.a_second:,.0f}", f"{case.size_mb:.1f}"
        )
    Console().print(table)
    write(cases, to=asked.json)


if __name__ == "__main__":
    main()
