"""A layout and a thing become a label that says everything it has to, or a refusal of all of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from gozinto.errors import Malformed, Refused, Violation
from gozinto.labels import layouts
from gozinto.labels.content import plant, stock
from gozinto.labels.content.told import Told
from gozinto.labels.layouts import IDENTIFYING, Filled, Layout, LineElement, Purpose, SymbolElement
from gozinto.plant import known
from gozinto.plant.label_texts import fill_text, holes
from gozinto.record import clock
from gozinto.standards.numbers import scripts
from gozinto.standards.symbols import drawing

SOURCES: Mapping[Purpose, Callable[[Sequence[str]], list[Told]]] = {
    "lot": stock.lots,
    "serial": stock.serials,
    "container": stock.container_values,
    "location": plant.locations,
    "badge": plant.badges,
    "job": plant.jobs,
    "asset": plant.assets,
    "station": plant.stations,
}
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def fill(layout: Layout, *, of: str) -> Filled:
    """The label of one thing, by its URI or number. Raises what `fill_each` raises."""
    (label,) = fill_each(layout, of=[of])
    return label


def fill_each(layout: Layout, *, of: Sequence[str]) -> list[Filled]:
    """The labels of many things, in a number of queries that does not grow with them.

    Raises Unknown or Ambiguous for a name that is none or several; Refused with everything that
    keeps any of them from being printed: label_value_missing, label_value_unprintable,
    label_of_other_kind, and what drawing a symbol refuses.
    """
    told = SOURCES[layout.purpose](of)
    company = known.now().company
    everywhere = {
        "company": company.name,
        "printed_on": known.now().day(clock.now()).isoformat(),
    }
    labels = [
        layouts.filled(layout=layout, uri=one.uri, values=everywhere | dict(one.values))
        for one in told
    ]
    faults = [
        fault
        for one, label in zip(told, labels, strict=True)
        for fault in _faults(layout, label, one)
    ]
    if faults:
        raise Refused(faults)
    return labels


def _faults(layout: Layout, label: Filled, told: Told) -> Iterator[Violation]:
    for name in IDENTIFYING:
        value = label.values.get(name, "")
        if several := scripts.mixed(value):
            yield Violation(
                code="mixed_alphabets",
                message=f"{value!r} has letters of several alphabets: {several}.",
                next_step="Write the number anew in one alphabet; what was printed looks the same.",
                value=value,
                data={"field": name},
            )
    for nr, element in enumerate(layout.elements, 1):
        if isinstance(element, LineElement):
            continue
        path = f"element {nr}"
        text = fill_text(element.text, values=label.values)
        bad = _UNPRINTABLE.search(text)
        if bad:
            yield Violation(
                code="label_value_unprintable",
                message=f"{_name(label)}: {text!r} holds a character that cannot be printed.",
                next_step="Correct the value in the master data.",
                path=path,
                value=text,
            )
        elif isinstance(element, SymbolElement):
            yield from _symbol_faults(element, text, label=label, told=told, path=path)


def _symbol_faults(
    element: SymbolElement, text: str, *, label: Filled, told: Told, path: str
) -> Iterator[Violation]:
    """A symbol is never left out and never half: each of its fields has a value."""
    absent = [name for name in holes(element.text) if not label.values.get(name)]
    for name in absent:
        why = told.without.get(name, "")
        yield Violation(
            code="label_value_missing",
            message=f"{_name(label)} has no {name}" + (f": {why}." if why else "."),
            next_step=f"Complete its master data, or choose a layout without {{{name}}}.",
            path=path,
            value=label.values.get("number", ""),
            data={"field": name},
        )
    if absent:
        return
    try:
        drawing.draw(text, symbology=element.symbology)
    except Malformed as error:
        yield Violation(
            code=error.code,
            message=f"{_name(label)}: {error.message}",
            next_step=error.next_step,
            path=path,
            value=text,
        )


def _name(label: Filled) -> str:
    return label.values.get("number") or label.uri
