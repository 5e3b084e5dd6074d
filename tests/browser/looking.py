"""How every page is looked at: by axe on both papers, and at the widths that people have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
_RULES: Mapping[Scheme, dict[str, object]] = {
    "light": {"resultTypes": ["violations"]},
    "dark": {"resultTypes": ["violations"], "runOnly": ["color-contrast"]},
}
"""On the other paper only colours are other ones."""

SIZES = ((1440, 900), (768, 1024), (390, 844))


def open_all(page: Page) -> None:
    """Unfold everything that can be."""
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")


def in_the_way(
    desk: BrowserContext, address: str, *, prepare: Callable[[Page], object] | None = None
) -> list[str]:
    """All that stands in anybody's way on a page, which is loaded once: what axe finds in light and
    in dark, and each width at which the page is wider than its window.

    `prepare`: what a person does first, opening what is folded, say.
    """
    page = desk.new_page()
    page.goto(address)
    if prepare is not None:
        prepare(page)
    found: list[str] = []
    page.evaluate(Axe().axe_script)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        seen = AxeResults(page.evaluate("rules => axe.run(rules)", _RULES[scheme]))
        if seen.violations_count:
            found.append(f"{scheme}: {seen.generate_report()}")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if over > 0:
            found.append(f"{over} pixels wider than a window of {width}")
    page.close()
    return found
