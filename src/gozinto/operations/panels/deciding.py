"""What a scan means on a screen: its one legal act, choices for a person, or a refusal.

`TABLE` is all of it: by kind of thing, then by screen. Nothing else decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from gozinto.operations.panels import jobs as all_jobs
from gozinto.operations.panels import meanings
from gozinto.operations.panels.refusing import refusal
from gozinto.operations.panels.scanned import Meant, Scanned, expected
from gozinto.operations.panels.shapes import Choice, Context, Station
from gozinto.operations.scanning import resolving
from gozinto.operations.scanning.known_codes import Match
from gozinto.operations.scanning.resolving import Resolution
from gozinto.plant import known as plant

Rule = Callable[[Scanned], Meant]
ANY = "*"
_STOCK: Mapping[str, Rule] = {
    "ready": meanings.what_with_it,
    "job": meanings.used,
    "produce": meanings.used,
    "measure": meanings.measured,
    "move": meanings.moved,
    "pack": meanings.packed,
    "ship": meanings.shipped,
    "hold": meanings.held,
    "station": meanings.checked,
}
TABLE: Mapping[str, Mapping[str, Rule]] = {
    "person": {ANY: meanings.person},
    "job": {ANY: meanings.job},
    "order": {ANY: meanings.order, "ship": meanings.note},
    "lot": {**_STOCK, "receive": meanings.received_again},
    "serial": {**_STOCK, "receive": meanings.what_with_it},
    "container": {
        ANY: meanings.what_with_it,
        "pack": meanings.container,
        "move": meanings.moved,
        "ship": meanings.shipped,
        "hold": meanings.held,
        "station": meanings.checked,
    },
    "location": {
        ANY: meanings.destination,
        "receive": meanings.place_here,
        "pack": meanings.place_here,
        "produce": meanings.place_here,
        "station": meanings.checked,
    },
    "asset": {
        ANY: meanings.mounted,
        "move": meanings.moved,
        "hold": meanings.held,
        "station": meanings.checked,
    },
    "gauge": {ANY: meanings.gauge, "hold": meanings.held, "station": meanings.checked},
    "new_lot": {
        ANY: meanings.to_be_received,
        "receive": meanings.received,
        "station": meanings.checked,
    },
    "new_container": {
        ANY: meanings.of_no_use,
        "pack": meanings.container,
        "station": meanings.checked,
    },
    "new_number": {
        ANY: meanings.of_no_use,
        "job": meanings.produced,
        "produce": meanings.produced,
        "station": meanings.checked,
    },
    "equipment": {ANY: meanings.of_no_use, "station": meanings.checked},
    "material": {ANY: meanings.of_no_use, "station": meanings.checked},
    "partner": {ANY: meanings.of_no_use, "station": meanings.checked},
}
"""By kind of thing and screen, what a scan means; ANY: on every screen that is not named."""


def decide(
    text: str, *, station: Station, context: Context, quantity: str = "", meant: str = ""
) -> Meant:
    """What a text, scanned or typed, means there.

    `quantity`: how much the person said. `meant`: the URI, or kind and code ("order:PO-1"), of
    the one that a person chose of several. Raises Refused with what was scanned and expected, and
    Malformed for what claims to be GS1 data and is not.
    """
    if not text.strip():
        raise refusal("nothing_known", scanned=text, expected=expected(context))
    found = resolving.resolve(text)
    matches = [one for one in found.matches if meant in ("", one.uri, f"{one.kind}:{one.code}")]
    if len(matches) > 1:
        return meanings.several(text, matches)
    here = Scanned(
        text=text,
        kind="",
        match=Match(kind="", code=text),
        station=station,
        context=context,
        quantity=quantity,
    )
    if matches:
        match = matches[0]
        return _by_table(replace(here, kind=_kind(match), match=match))
    if found.new_lots:
        several = [
            _by_table(replace(here, kind="new_lot", match=Match(kind="lot", code=lot.lot), lot=lot))
            for lot in found.new_lots
        ]
        return several[0] if len(several) == 1 else _either(text, several)
    return _unknown(here, found)


def _by_table(scanned: Scanned) -> Meant:
    by_screen = TABLE[scanned.kind]
    rule = by_screen.get(scanned.context.screen) or by_screen.get(ANY) or meanings.of_no_use
    return rule(scanned)


def _kind(match: Match) -> str:
    """What kind of thing the table has it under: a gauge is an asset that measures."""
    asset = plant.now().assets.get(match.code) if match.kind == "asset" else None
    return "gauge" if asset is not None and asset.kind == "gauge" else match.kind


def _either(text: str, several: Sequence[Meant]) -> Meant:
    choices = [choice for one in several for choice in one.choices]
    done = [one for one in several if one.act]
    choices += [Choice(word=one.name, act=one.act, told=one.told) for one in done]
    return Meant(name=text, choices=tuple(choices))


def _unknown(here: Scanned, found: Resolution) -> Meant:
    """A text that nothing on record goes by: a job to begin, a number printed ahead, or nothing."""
    job = all_jobs.find(here.text)
    if job is not None:
        return _by_table(replace(here, kind="job", match=Match(kind="job", code=job.number)))
    running = all_jobs.find(here.context.job)
    ours = [one for one in found.recognition.readings if one.format]
    if running and any(one.material in ("", running.product) for one in ours):
        number = Match(kind="new_number", code=ours[0].number)
        return _by_table(replace(here, kind="new_number", match=number))
    if found.content.sscc:
        # A pallet's label is printed before anything lies on it.
        box = Match(kind="container", code=found.content.sscc, uri=found.scan.uri)
        return _by_table(replace(here, kind="new_container", match=box))
    raise refusal(
        "nothing_known", scanned=here.text, expected=expected(here.context), near=found.near
    )
