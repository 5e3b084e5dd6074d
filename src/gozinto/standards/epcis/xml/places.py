"""Where in the sender's XML a fault is: the path of a value as an XPath of the document."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from gozinto.standards.epcis.reading import Path
from gozinto.standards.epcis.xml.names import attributes_of, local_of, name_of

LISTS = frozenset(
    (
        *("epcList", "childEPCs", "inputEPCList", "outputEPCList", "correctiveEventIDs"),
        *("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"),
        *("bizTransactionList", "sourceList", "destinationList", "sensorElementList"),
    )
)
"""Elements whose children are the items; any other list repeats its own element."""


def locator(element: etree._Element, root: str) -> Callable[[Path], str]:
    """Tells a path inside this element, which itself stands at `root`, as an XPath."""
    return lambda path: root + _walk(element, path)


def _walk(element: etree._Element, path: Path) -> str:
    steps: list[str | int] = []
    while not isinstance(path, str):
        path, step = path
        steps.append(step)
    told = ""
    here: etree._Element | None = element
    alike: list[etree._Element] = []
    for step in reversed(steps):
        if isinstance(step, str):
            told, here, alike = _down(told, here, step)
        elif here is not None and name_of(here.tag) in LISTS:
            here = here[step] if step < len(here) else None
            told = f"{told}/{_shown(here)}[{step + 1}]"
        else:
            here = alike[step] if step < len(alike) else None
            told = f"{told}[{step + 1}]"
    return told


def _down(
    told: str, here: etree._Element | None, step: str
) -> tuple[str, etree._Element | None, list[etree._Element]]:
    if here is None:
        return f"{told}/{local_of(step)}", None, []
    way, alike = _children(here, step)
    if alike:
        return f"{told}{way}/{_shown(alike[0])}", alike[0], alike
    for key, _ in attributes_of(here):
        if name_of(key) == step:
            return f"{told}/@{local_of(key)}", None, []
    if name_of(here.tag) == step or (step == "type" and not told):
        return told, here, []  # the text of this element, or what kind of element it is
    return f"{told}/{step}", None, []


def _children(here: etree._Element, name: str) -> tuple[str, list[etree._Element]]:
    """The children of that name, here or in a wrapper, and the way to it."""
    alike = [child for child in here if name_of(child.tag) == name]
    if alike:
        return "", alike
    for child in here:
        if name_of(child.tag) in ("extension", "baseExtension"):
            way, alike = _children(child, name)
            if alike:
                return f"/{_shown(child)}{way}", alike
    return "", []


def _shown(element: etree._Element | None) -> str:
    if element is None:
        return "*"
    local = local_of(element.tag)
    return f"{element.prefix}:{local}" if element.prefix else local
