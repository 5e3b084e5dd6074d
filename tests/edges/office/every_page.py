"""Every address of the office that is asked with GET, with something behind it: one table.

Who walks it finds the page that asks the database too often, or that stands in somebody's way; an
address that the table leaves out fails a test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from django.urls import URLPattern, URLResolver
from django.utils.http import urlencode

from gozinto.access import gate
from gozinto.access.gate import Declared
from gozinto.edges.office import urls
from gozinto.edges.office.cases.listing import CASES
from gozinto.edges.office.registers import LISTS as OF_RECORD
from gozinto.edges.office.tracing import saving
from tests.edges.small_plant import DOMAIN, LOT, SERIAL, TYRE

LISTS = (*OF_RECORD, CASES)
LOT_URI = f"https://{DOMAIN}/class/T205/{LOT}"
RAW = f"https://{DOMAIN}/class/HB/ELASTO/HB-2209"
PALLET = "https://id.gs1.org/00/034531200000000417"
PRESS = "equipment=PRESS-42&since=2026-02-06T22:00&until=2026-02-07T04:00"
PATTERN = urlencode({"pattern": "IA-{date:%d%m%Y}-{seq:3}"})
UNSOUND = urlencode({"pattern": "{date:%y}{seq:3:day}"})
TABS = ("genealogy", "measurements", "balance", "documents", "audit")

PAGES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "": ("",),
        "find/": ("find/", f"find/?q={SERIAL}", "find/?q=zzzz"),
        "keys/": ("keys/",),
        "offline/": ("offline/",),
        "tour/": ("tour/",),
        "gallery/": ("gallery/",),
        "figures/": ("figures/?weeks=52",),
        "figures/behind/<str:what>/": ("figures/behind/unscanned/?weeks=52",),
        "risks/": ("risks/",),
        "suspects/": ("suspects/", "suspects/?defect=zzzz", "suspects/?persons=1&days=0"),
        "suspects/found.csv": ("suspects/found.csv",),
        "risks/reach/": ("risks/reach/",),
        "risks/reach.csv": ("risks/reach.csv",),
        "inbox/": (
            "inbox/",
            *(
                f"inbox/?group={one}"
                for one in ("recalls", "held", "panels", "printing", "overdue", "signals")
            ),
        ),
        "inbox/count/": ("inbox/count/",),
        "inspections/": ("inspections/", "inspections/?kind=in_process"),
        "inspections/enter/": ("inspections/enter/?id=H-1&plan=IN-BB",),
        "inspections/charts/": ("inspections/charts/", "inspections/charts/?q=zzzz"),
        "inspections/charts/<str:key>/": ("inspections/charts/{chart}/",),
        "inspections/result/": ("inspections/result/?event={inspection}",),
        "live/": ("live/", "live/?center=NONE"),
        "o/": (
            f"o/?id={TYRE}",
            f"o/?id={LOT_URI}",
            f"o/?id={PALLET}",
            *(f"o/?id={TYRE}&tab={tab}" for tab in TABS),
        ),
        "events/<int:position>/": ("events/{event}/",),
        "job/": ("job/?id=J-1042/80", "job/?id=J-0904/10"),
        "cases/": ("cases/", "cases/?q=zzzz", "cases/?kind=complaint&open=true&sort=-since"),
        "cases/open/": ("cases/open/",),
        "cases/open/<slug:of>/": (
            f"cases/open/complaint/?id={TYRE}",
            "cases/open/recall/",
            "cases/open/drill/",
            "cases/open/action/?from={case}",
        ),
        "cases/claims/": ("cases/claims/",),
        "cases/claims.csv": ("cases/claims.csv",),
        "cases/pareto/": ("cases/pareto/", "cases/pareto/?by=model&weeks=52"),
        "cases/pareto.csv": ("cases/pareto.csv?by=dealer",),
        "cases/about/": (f"cases/about/?id={TYRE}",),
        "cases/<slug:number>/": (
            "cases/{case}/",
            "cases/{unread}/",
            "cases/{recall}/",
            "cases/{called}/",
            "cases/{action}/",
            "cases/{action}/?condition=most_cycles",
            "cases/{drill}/",
            "cases/{drilled}/",
        ),
        "cases/drills/": ("cases/drills/",),
        "cases/drills.csv": ("cases/drills.csv",),
        "cases/<slug:number>/draw/": ("cases/{drill}/draw/",),
        "cases/<slug:number>/drill.pdf": ("cases/{drilled}/drill.pdf",),
        "cases/<slug:number>/8d.pdf": ("cases/{action}/8d.pdf",),
        "cases/<slug:number>/scope/": ("cases/{recall}/scope/",),
        "cases/<slug:number>/why/": (f"cases/{{recall}}/why/?why={SERIAL}",),
        "a/<str:code>/": ("a/{code}/",),
        "cases/<slug:number>/joiners/": ("cases/{called}/joiners/",),
        "cases/<slug:number>/hold/": ("cases/{called}/hold/",),
        **{
            f"cases/<slug:number>/report.{one}": (f"cases/{{called}}/report.{one}",)
            for one in ("pdf", "xlsx", "epcis.json")
        },
        "cases/<slug:number>/letters/<int:notice>.pdf": ("cases/{called}/letters/{letter}.pdf",),
        "cases/<slug:number>/unit/": ("cases/{case}/unit/",),
        "cases/<slug:number>/sisters/": ("cases/{case}/sisters/",),
        "cases/<slug:number>/candidates/": ("cases/{unread}/candidates/",),
        "receipt/": ("receipt/?id={receipt}",),
        "shipment/": ("shipment/?id=SN-20871",),
        "partner/": ("partner/?id=B0417", f"partner/?id=https://{DOMAIN}/partner/ELASTO"),
        "files/<int:number>/": ("files/{file}/",),
        "trace/": (
            "trace/",
            f"trace/?id={SERIAL}",
            f"trace/?id={SERIAL}&direction=both&compare=1",
            f"trace/?id={SERIAL}&why=HB-2209",
            f"trace/?id={SERIAL}&as_of=2026-02-05T00:00",
            "trace/?id=HB-2209&direction=forward",
            f"trace/?id=HB-2209&direction=forward&why={LOT}",
            f"trace/?{PRESS}&view=sankey",
            "trace/?by=parameter",
            "trace/?gauge=UNIF-9&since=2026-02-01T00:00&until=2026-03-01T00:00",
        ),
        "trace/files/": (f"trace/files/?id={SERIAL}",),
        "trace/here/": ("trace/here/?id=HB-2209&direction=forward",),
        **{f"trace/export.{one}": (f"trace/export.{one}?id={SERIAL}",) for one in saving.FILES},
        "labels/": ("labels/", "labels/?q=zzzz"),
        "labels/card/": (f"labels/card/?id={TYRE}",),
        "labels/of/<path:code>/": (
            "labels/of/lot/?of=HB-2209",
            "labels/of/container/?of=",
            "labels/of/serial/?of=HB-2209",
        ),
        "labels/queue/": ("labels/queue/", "labels/queue/?state=void"),
        "many/<int:job>/": ("many/{bulk}/",),
        **{f"{one.name}/": (f"{one.name}/", f"{one.name}/?q=zzzz") for one in LISTS},
        **{f"{one.name}/export.csv": (f"{one.name}/export.csv",) for one in LISTS},
        **{f"{one.name}/export.xlsx": (f"{one.name}/export.xlsx",) for one in LISTS},
        "lots/": ("lots/", "lots/?kind=serial&status=returned&sort=-number", "lots/?q=zzzz"),
        "setup/": ("setup/",),
        "setup/changes/": ("setup/changes/",),
        "setup/changes/<uuid:batch>/": ("setup/changes/{batch}/",),
        "setup/people/skills/": ("setup/people/skills/",),
        "setup/<slug:kind>/tree/": ("setup/equipment/tree/",),
        "setup/<slug:kind>/": (
            "setup/materials/?kind=raw",
            "setup/materials/?q=zzzz",
            "setup/orders/",
        ),
        "setup/<slug:kind>/row/": (
            "setup/materials/row/?key=T205",
            "setup/people/row/?key=A1107",
            "setup/inspection-plans/row/?key=IN-BB",
        ),
        "setup/<slug:kind>/new/": (
            "setup/bill-lines/new/?material=T205",
            f"setup/numbering-formats/new/?{PATTERN}",
            f"setup/numbering-formats/new/?{UNSOUND}",
        ),
        "setup/<slug:kind>/save/<slug:form>/": ("setup/materials/save/csv/",),
        "setup/<slug:kind>/options/<slug:field>/": (
            "setup/bill-lines/options/component/?f-component=T",
        ),
        "import/": ("import/",),
        "import/template/<slug:kind>.<slug:form>": ("import/template/materials.csv",),
        "import/<uuid:job>/": ("import/{faulty}/", "import/{sound}/", "import/{unmapped}/"),
        "stations/": ("stations/",),
        "stations/new/": ("stations/new/",),
        "stations/at/<str:code>/": ("stations/at/{station}/", "stations/at/STORE/"),
        "stations/pins/": ("stations/pins/", "stations/pins/?q=zzzz"),
        "trust/": ("trust/",),
        "accounts/": ("accounts/", "accounts/?q=zzzz"),
        "accounts/new/": ("accounts/new/",),
        "accounts/who/<str:name>/": ("accounts/who/keyed/",),
        "accounts/changes/": ("accounts/changes/",),
        "accounts/tokens/": ("accounts/tokens/",),
        "account/": ("account/",),
        "account/app/": ("account/app/",),
        "account/key/": ("account/key/",),
        "account/again/": ("account/again/",),
        "account/again/code/": ("account/again/code/",),
        "account/again/key/": ("account/again/key/",),
        "account/app/remove/": ("account/app/remove/",),
        "account/key/<int:pk>/remove/": ("account/key/{key}/remove/",),
        "account/codes/": ("account/codes/",),
        "account/codes/file/": ("account/codes/file/",),
        "account/codes/new/": ("account/codes/new/",),
        "forgotten/": ("forgotten/",),
        "new-password/<str:token>/": ("new-password/{link}/",),
        "sign-in/": ("sign-in/",),
        "sign-in/<str:token>/": ("sign-in/{link}/",),
        "second-step/": ("second-step/",),
        "manifest.webmanifest": ("manifest.webmanifest",),
        "worker.js": ("worker.js",),
    }
)
"""By the route: addresses that it answers with 200. What stands in braces is of `world.furnish`."""

AS_WELL: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "find/": ("find/?q=0444232323",),
        "inbox/": tuple(f"inbox/?group={one}" for one in ("findings", "gaps", "expiring")),
        "o/": tuple(f"o/?id={one}&tab={tab}" for one in (RAW, LOT_URI, PALLET) for tab in TABS),
        "lots/": ("lots/?q=04&kind=serial&sort=number",),
        "trace/": (f"trace/?id={SERIAL}&direction=both&view=sankey",),
        "setup/<slug:kind>/row/": ("setup/materials/row/?key=MB",),
    }
)
"""More of the same: it looks like what is in PAGES, and is asked of the record in another way."""

REFUSED: tuple[str, ...] = (
    "?q=0444232323",
    "?q=zzzz",
    "lots/?sort=colour",
    "inbox/?group=none",
    "setup/materials/row/?key=T206",
    "events/999999/",
    "cases/CP-1999-0001/",
    "a/nothing/",
    "cases/open/party/",
    "suspects/?days=long",
    f"trace/?id={SERIAL}&why=HB-2208",
    "trace/?equipment=PRESS-42&as_of=2026-03-01T00:00",
    "o/act/",
    "no-such-page/",
)
"""What is asked wrongly, or of what is not there."""

PARTS = frozenset(
    {
        *(route for route in PAGES if route.startswith("trace/export.") or "/export." in route),
        *("files/<int:number>/", "account/codes/file/", "manifest.webmanifest", "worker.js"),
        *("import/template/<slug:kind>.<slug:form>", "setup/<slug:kind>/save/<slug:form>/"),
        *(
            "inbox/count/",
            "cases/about/",
            "cases/<slug:number>/8d.pdf",
            "cases/<slug:number>/drill.pdf",
            "cases/<slug:number>/draw/",
            "risks/reach.csv",
            "suspects/found.csv",
            "setup/<slug:kind>/options/<slug:field>/",
        ),
        *("cases/pareto.csv", "cases/claims.csv", "cases/drills.csv"),
        *(f"cases/<slug:number>/{one}/" for one in ("unit", "sisters", "candidates")),
        *(f"cases/<slug:number>/{one}/" for one in ("scope", "why", "joiners", "hold")),
        *(f"cases/<slug:number>/report.{one}" for one in ("pdf", "xlsx", "epcis.json")),
        "cases/<slug:number>/letters/<int:notice>.pdf",
    }
)
"""What is a file or a part of a page, and not looked at by itself."""

OF_KEYED = frozenset({route for route in PAGES if "codes/" in route or "/remove/" in route} | {
    "account/again/", "account/again/code/", "account/again/key/",
})  # fmt: skip
"""What only an account shows that has second factors."""

ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {
        "sign-in/<str:token>": "is the link without its last stroke",
        "sign-out/": "ends the session, on POST",
        "live/stream/": "holds a place as long as somebody listens",
        "passkey/": "tells a script what to ask a key",
        "trust/plant-ca.crt": "is a file where the plant is its own authority",
        "closed/": "leads to the sign-in page",
        "company/refused/": "is itself an error",
        "company/<slug:provider_id>/": "leads to the company's own server, if there is one",
        "company/<slug:provider_id>/back/": "is where that server sends somebody back to",
    }
)
"""What has tests of its own, and why it shows nothing here."""


def walk() -> Iterator[tuple[str, URLPattern, Declared]]:
    """Every address of the office: its route, its pattern, and whom it declares."""
    for pattern in _patterns(urls.urlpatterns):
        declared = gate.find_declared(pattern.callback)
        assert declared is not None, pattern
        yield str(pattern.pattern), pattern, declared


def _patterns(found: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for one in found:
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns)
        else:
            yield one


_OF_NOTHING: Mapping[str, str] = MappingProxyType(
    {"int": "1", "uuid": "00000000-0000-7000-8000-000000000000"}
)


def bare(route: str) -> str:
    """An address of that route, which names nothing that there is."""
    return re.sub(r"<(\w+):\w+>", lambda found: _OF_NOTHING.get(found[1], "nothing"), route)


OPEN = frozenset({route for route, _pattern, declared in walk() if declared.open})
"""What answers everybody."""


def visitor(route: str) -> str:
    """Whose browser asks for it: one of `furnished.VISITORS`."""
    if route == "second-step/":
        return "half"
    if route in OPEN:
        return "nobody"
    return "keyed" if route in OF_KEYED else "chief"
