"""The benchmark of the panel in Chromium: each of its cases shows what it says."""

from __future__ import annotations

import pytest

from benchmarks import panel_screen
from tests.panel.conftest import Device, Site
from tests.panel.conftest import browser as browser
from tests.panel.conftest import device as device
from tests.panel.conftest import packages as packages
from tests.panel.conftest import panel as panel
from tests.panel.conftest import site as site
from tests.panel.conftest import window as window

pytestmark = pytest.mark.browser


def test_each_case_shows_what_it_is_called(device: Device, site: Site) -> None:
    found = panel_screen.measure(device.page, url=site.url, do=site.do, scans=2)
    assert {one.case: (one.verdicts, one.runs) for one in found} == {
        "a lot goes into the job, on the screen": ({"well": 2}, 2),
        "it is on hold, on the screen": ({"stop": 2}, 2),
    }
