"""Draws the guide's pictures anew, of a demo that runs: `make pictures LINK=<its sign-in link>`."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
COLOURS = 96
HEAD_PX = 60
"""The head of a page stays above what is scrolled to."""
PATIENCE_MS = 120_000
TYRE, LOT = "0444232322", "HB-7731"
FAULTY = b"code,name,kind,uom\nW1,Wax,raw,furlong\nW2,,raw,KGM\nW3,Wax for moulds,auxiliary,KGM\n"


def first(within: str) -> Callable[[Page], object]:
    """Follow the first link there."""
    return lambda page: page.locator(within).first.click()


def mark_two(page: Page) -> None:
    """Two rows, and why."""
    for box in page.locator("tbody input[type=checkbox]").all()[:2]:
        box.check()
    page.get_by_label("Reason").fill("Smells of solvent.")


def call_the_palette(page: Page) -> None:
    """Ctrl K, and some letters."""
    page.keyboard.press("Control+k")
    page.keyboard.type("in")
    page.wait_for_timeout(600)


def send_faults(page: Page) -> None:
    """A table with faults, looked at and checked."""
    page.locator("input[type=file]").set_input_files(
        {"name": "waxes.csv", "mimeType": "text/csv", "buffer": FAULTY}
    )
    page.get_by_role("button", name="Look at them").click()
    page.get_by_role("button", name="Check what it would do").click()
    page.get_by_role("button", name="Check again").wait_for()


def run_a_drill(page: Page) -> None:
    """One of that lot, with its scope."""
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Find where all of it went").click()
    page.locator(".calls").wait_for()


def open_a_recall(page: Page) -> None:
    """One of that lot, until its three widths stand there."""
    page.get_by_label("In a few words").fill(f"Tyres with liner of {LOT}")
    page.get_by_label("Why", exact=True).fill("They lose 11 kPa a month, and nothing leaks.")
    page.get_by_role("button", name="Open", exact=True).click()
    page.get_by_text("403").first.wait_for()


def read_on(page: Page) -> None:
    """The first of a list, with what the page asks for later."""
    page.locator("tbody a").first.click()
    page.wait_for_load_state("networkidle")


def read_on_to_the_proof(page: Page) -> None:
    """The causes, the actions, and what they brought about."""
    read_on(page)
    page.locator(".eight > li").nth(3).evaluate("one => one.scrollIntoView()")
    page.mouse.wheel(0, -HEAD_PX)
    page.wait_for_timeout(400)


def wait_for_it(page: Page) -> None:
    """What the page asks for later has come."""
    page.wait_for_load_state("networkidle")


def as_it_is(_page: Page) -> None:
    """Nothing is done first."""


PICTURES: Mapping[str, tuple[str, Callable[[Page], object]]] = {
    "lists": ("/lots/?kind=lot", mark_two),
    "trace": (f"/trace/?id={TYRE}", as_it_is),
    "thing": (f"/o/?id={TYRE}", wait_for_it),
    "measurements": (f"/o/?id={TYRE}&tab=measurements", as_it_is),
    "inbox": ("/inbox/?group=findings", as_it_is),
    "chart": ("/inspections/charts/", first("tbody a")),
    "live": ("/live/", as_it_is),
    "figures": ("/figures/?weeks=52", as_it_is),
    "setup": ("/setup/", as_it_is),
    "numbering": ("/setup/numbering-formats/row/?key=T205-LOT", as_it_is),
    "import": ("/import/", send_faults),
    "palette": (f"/o/?id={LOT}", call_the_palette),
    "accounts": ("/accounts/new/", as_it_is),
    "drill": (f"/cases/open/drill/?id={LOT}", run_a_drill),
    "pareto": ("/cases/pareto/", as_it_is),
    "complaint": (f"/cases/?q={TYRE}", read_on),
    "suspects": ("/suspects/?defect=shoulder", as_it_is),
    "recall": ("/cases/?kind=recall&q=bladder", read_on),
    "widths": (f"/cases/open/recall/?id={LOT}", open_a_recall),
    "action": ("/cases/?q=shoulder&kind=action", read_on_to_the_proof),
    "risks": ("/risks/", wait_for_it),
}
"""By the picture: the address, and what a person does there first."""


def main() -> None:
    """Sign in by the link, and draw each on light paper, 1440 wide."""
    (link,) = sys.argv[1:]
    base = link.partition("/sign-in/")[0]
    with sync_playwright() as player:
        browser = player.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(base_url=base, viewport={"width": 1440, "height": 900})
        page.set_default_timeout(PATIENCE_MS)
        page.goto(link)
        page.locator("form button").first.click()
        for name, (address, prepare) in PICTURES.items():
            page.goto(address)
            prepare(page)
            page.wait_for_timeout(400)  # pictures and letters come after the page
            drawn = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            drawn.quantize(COLOURS).save(HERE / f"{name}.png", optimize=True)
            if name == "import":
                page.get_by_role("button", name="Drop it").click()
        browser.close()


if __name__ == "__main__":
    main()
