"""How long it takes in Chromium from the last key of a scan until its verdict is painted.

The same station as `benchmarks.panel`, but whole: a scanner's keys reach the real page, which
keeps the entry on its disk, sends it over TLS, and shows the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

from benchmarks.panel import BADGE, PIN, STATION, Figure, figure

ORDER, HELD = "MO-SCREEN", "S-HELD"

WATCHES = """
window.painted = [];
let last = 0;
addEventListener("keydown", (event) => {
  if (event.code === "Enter") last = performance.now();
}, true);
const seen = new WeakSet();
new MutationObserver(() => {
  const verdict = document.querySelector(".verdict");
  if (!verdict || seen.has(verdict)) return;
  seen.add(verdict);
  const from = last, kind = verdict.className;
  // A task that is asked for in a frame runs when that frame is on its way to the screen.
  requestAnimationFrame(() => {
    const then = new MessageChannel();
    then.port1.onmessage = () => window.painted.push([performance.now() - from, kind]);
    then.port2.postMessage(null);
  });
}).observe(document, { childList: true, subtree: true });
"""


def furnish(*, scans: int) -> None:
    """A job that never has enough, so many lots for it, and one that is on hold."""
    from tests.operations.panels import floor
    from tests.workshop import INSPECTOR, lot

    from gozinto.operations import holding
    from gozinto.plant.models import Material, Order, OrderLine

    order = Order.objects.create(number=ORDER, kind="production", state="released")
    compound = Material.objects.get(code="LC")
    much = Decimal(1_000_000)
    OrderLine.objects.create(order=order, line="1", material=compound, quantity=much, uom="KGM")
    for number in range(scans):
        floor.rubber(f"S-{number:05}")
    floor.rubber(HELD)
    holding.hold(lot("HB", HELD, "ELASTO"), reason="smell", by=INSPECTOR)


def measure(page: Page, *, url: str, do: Callable[..., Any], scans: int) -> Iterator[Figure]:
    """Each case so often, after a tenth as often that does not count.

    `do`: calls something of the plant's beside the browser's thread.
    """
    from gozinto.access import stations

    warm = max(1, scans // 10)
    do(furnish, scans=warm + scans)
    page.add_init_script(WATCHES)
    page.goto(f"{url}/panel/")
    _reads(page, "Scan or type the code")
    _scan(page, do(stations.invite, STATION, by="bench"))
    _reads(page, "Scan your badge")
    _scan(page, BADGE)
    for digit in PIN:
        page.get_by_role("button", name=digit, exact=True).click()
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".who")).to_contain_text("Ada")
    _scan(page, f"{ORDER}/10")
    expect(page.locator(".where")).to_contain_text(ORDER)
    cases: tuple[tuple[str, Callable[[int], str]], ...] = (
        ("a lot goes into the job, on the screen", "S-{:05}".format),
        ("it is on hold, on the screen", lambda _turn: HELD),
    )
    for case, text in cases:
        told = [_verdict(page, text(turn)) for turn in range(warm + scans)][warm:]
        kinds = [kind for _, kind in told]
        yield figure(case, [ms for ms, _ in told], {one: kinds.count(one) for one in set(kinds)})


def _verdict(page: Page, text: str) -> tuple[float, str]:
    """How long it took until it was painted, and what it was; then it is gone again."""
    page.locator(".verdict").wait_for(state="detached")
    page.evaluate("window.painted = []")
    _scan(page, text)
    page.wait_for_function("() => window.painted.length > 0")
    ms, kind = page.evaluate("window.painted[0]")
    if kind != "verdict well":
        page.get_by_role("button", name="Understood").click()
    return float(ms), str(kind).removeprefix("verdict ")


def _scan(page: Page, text: str) -> None:
    from tests.panel import wedge

    wedge.scan(page, text)


def _reads(page: Page, sentence: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(sentence)


@contextmanager
def served(directory: Path) -> Iterator[tuple[Page, str, Callable[..., Any]]]:
    """A page of Chromium before a server over TLS, which asks the database that Django does."""
    from django.conf import settings
    from django.db import connections
    from tests.browser.conftest import ARGUMENTS, chromium
    from tests.panel.floor_site import NAME, TlsServer, papers

    from gozinto.record.newest import NEWEST

    ours = papers(directory)
    settings.ALLOWED_HOSTS.append(NAME)
    server = TlsServer(ours.file)
    server.start()
    server.is_ready.wait()
    trusting = [
        f"--host-resolver-rules=MAP {NAME} 127.0.0.1",
        f"--ignore-certificate-errors-spki-list={ours.key_hash}",
    ]
    with sync_playwright() as player, ThreadPoolExecutor(1) as beside:

        def do(function: Callable[..., Any], *told: Any, **more: Any) -> Any:
            return beside.submit(function, *told, **more).result()

        browser = player.chromium.launch(executable_path=chromium(), args=[*ARGUMENTS, *trusting])
        yield browser.new_page(locale="en-GB"), f"https://{NAME}:{server.port}", do
        browser.close()
        do(connections.close_all)
    server.terminate()
    NEWEST.end(timeout_s=10)
