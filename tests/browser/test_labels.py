"""A planner at the designer of labels: what is typed is seen beside it, in true size."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.edges.small_plant import TYRE

pytestmark = pytest.mark.browser

PAGES = {
    "labels": "/labels/",
    "labels-empty": "/labels/?q=zzzz",
    "label-lot": "/labels/of/lot/?of=HB-2209",
    "label-container": "/labels/of/container/?of=",
    "label-fault": "/labels/of/serial/?of=HB-2209",
    "label-card": f"/labels/card/?id={TYRE}",
}
MM = 96 / 25.4
"""Pixels of a browser in a millimetre."""


def test_what_is_typed_is_seen_beside_it_and_kept_and_taken_back(page: Page) -> None:
    page.goto(PAGES["label-lot"])
    picture = page.locator("img.label-drawn")
    first = picture.get_attribute("src")
    page.locator("details.element summary").nth(1).click()
    content = page.locator("input[name=text-2]")
    content.fill("Charge {number}")
    expect(picture).not_to_have_attribute("src", first or "")
    content.fill("Charge {nummer}")
    expect(page.locator("#preview")).to_contain_text("has no field 'nummer'")
    content.fill("Charge {number}")
    expect(picture).to_be_visible()
    content.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    page.get_by_role("button", name="Undo the last change").click()
    expect(page.locator(".title")).to_contain_text("built in")


def test_the_picture_is_as_large_as_the_label(page: Page) -> None:
    page.goto(PAGES["label-container"])
    box = page.locator("img.label-drawn").bounding_box()
    assert box
    assert box["width"] / MM == pytest.approx(105, abs=0.3)
    assert box["height"] / MM == pytest.approx(148, abs=0.3)


def test_a_units_page_has_its_label(page: Page) -> None:
    page.goto(f"/o/?id={TYRE}")
    card = page.locator("#label")
    expect(card.get_by_role("img", name=re.compile("Label of"))).to_be_visible()
