"""Draws the guide's pictures of the panel, before a small plant of its own: `make pictures`."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django
from PIL import Image
from playwright.sync_api import Page, expect

HERE = Path(__file__).parent
COLOURS = 96
SHIFT = ("48.5", "50.1", "49.2", "51.8", "53.4", "56.2", "58.9")
"""What was measured before."""


def furnish() -> None:
    """Lots to take and not to take, a mixture that runs, and a trend that goes up."""
    from tests import workshop
    from tests.operations.panels import floor
    from tests.panel import plant
    from tests.workshop import CLERK, INSPECTOR

    from gozinto.operations import holding, receiving
    from gozinto.record import clock

    plant.build()
    for number, kg, days in (
        ("HB-7741", 20, 30), ("HB-7742", 60, 90), ("HB-7743", 80, 120), ("HB-7702", 40, -3),
        ("HB-7733", 100, 200),
    ):  # fmt: skip
        receiving.receive(
            material="HB", supplier="ELASTO", supplier_lot=number, quantity=Decimal(kg), by=CLERK,
            location="RACK", expires=clock.now() + timedelta(days=days),
            at=clock.now() - timedelta(days=5),
        )  # fmt: skip
    holding.hold(workshop.lot("HB", "HB-7733", "ELASTO"), reason="wet", by=INSPECTOR)
    plant.oil("OIL-118")
    floor.scan(floor.JOB)
    for value in SHIFT:
        floor.do("produce", {"quantity": "5"})
        floor.do("measure", {"characteristic": "mooney", "value": value})
    floor.do("finish", {})
    plant.job("MO-73")


def signed_in(page: Page, url: str, do: Callable[..., Any]) -> None:
    """Ada stands at the mixer, and a mixture is begun."""
    from tests.panel import plant, wedge

    from gozinto.access import stations

    heading = page.get_by_role("heading", level=1)
    page.goto(f"{url}/panel/")
    expect(heading).to_contain_text("Scan or type the code")
    wedge.scan(page, do(stations.invite, plant.MIXER, by="chief"))
    expect(heading).to_contain_text("Scan your badge")
    wedge.scan(page, "P-1")
    for digit in plant.PIN:
        page.get_by_role("button", name=digit, exact=True).click()
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".who")).to_contain_text("Ada")
    for text, then in (("MO-73/10", "Scan: Process oil"), ("OIL-118", "Scan: Bromobutyl")):
        wedge.scan(page, text)
        expect(heading).to_contain_text(then)


def draw(page: Page, name: str) -> None:
    """What the page shows, in few colours."""
    page.wait_for_timeout(1_200)  # what went well is gone again
    drawn = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    drawn.quantize(COLOURS).save(HERE / f"{name}.png", optimize=True)


def draw_all(page: Page, url: str, do: Callable[..., Any]) -> None:
    """The job, a refusal, a value that is too high; and the job on a phone in Turkish."""
    from tests.panel import plant, wedge

    from gozinto.access import stations

    page.set_viewport_size({"width": 1280, "height": 800})
    signed_in(page, url, do)
    draw(page, "panel-job")
    wedge.scan(page, "HB-7733")
    expect(page.locator(".verdict.stop")).to_be_visible()
    draw(page, "panel-refused")
    page.get_by_role("button", name="Understood").click()
    page.get_by_role("button", name="Measure").click()
    for digit in "63":
        page.get_by_role("button", name=digit, exact=True).click()
    draw(page, "panel-measure")
    page.get_by_role("button", name="Back").click()
    do(stations.change, plant.MIXER, language="tr", by="chief")
    expect(page.locator("html")).to_have_attribute("lang", "tr")
    page.set_viewport_size({"width": 390, "height": 844})
    draw(page, "panel-phone")


def main() -> None:
    """Build the plant, serve it, and draw."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gozinto.deployment.settings")
    django.setup()
    from benchmarks import capture, panel_screen
    from gozinto.deployment import migrating

    expect.set_options(timeout=30_000)
    with capture.scratch() as (_, roles), TemporaryDirectory() as papers:
        migrating.use(roles.application)
        furnish()
        with panel_screen.served(Path(papers)) as (page, url, do):
            draw_all(page, url, do)


if __name__ == "__main__":
    main()
