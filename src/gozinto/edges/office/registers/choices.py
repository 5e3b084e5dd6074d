"""What the filters of the lists are chosen from."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from gozinto.edges.office import words
from gozinto.edges.office.lists.declaring import Word
from gozinto.plant import known
from gozinto.plant.models import Equipment, Material, Partner
from gozinto.plant.models.partners import PartnerKind, PartnerState, ReasonCategory

MOST = 500
"""Of one list to choose from; whoever has more searches instead."""

KINDS: dict[str, tuple[Word, str]] = {
    code: (words.KINDS[code], "") for code in ("lot", "serial", "container")
}
STATUSES: dict[str, tuple[Word, str]] = {
    code: (word, words.status_tone(code)) for code, word in words.STATUSES.items()
}
COMPANIES: dict[str, tuple[Word, str]] = {
    PartnerKind.SUPPLIER.value: (_("Supplier"), ""),
    PartnerKind.CUSTOMER.value: (_("Customer"), ""),
    PartnerKind.DEALER.value: (_("Dealer"), ""),
    PartnerKind.CARRIER.value: (_("Carrier"), ""),
}
BUSINESS: dict[str, tuple[Word, str]] = {
    PartnerState.ACTIVE.value: (_("active"), ""),
    PartnerState.BLOCKED.value: (_("blocked"), "warn"),
    PartnerState.RETIRED.value: (_("retired"), ""),
}
_ASKED_STATUSES = (
    *("received", "accepted", "concession", "rejected", "consumed", "shipped", "returned"),
    *("scrapped", "conformant", "non_conformant", "in_progress"),
)


def kinds() -> Sequence[tuple[str, Word]]:
    """Lot, serial, container."""
    return _words_of(KINDS)


def statuses() -> Sequence[tuple[str, Word]]:
    """What the status of a thing may be."""
    return [(code, words.STATUSES[code]) for code in _ASKED_STATUSES]


def materials() -> Sequence[tuple[str, Word]]:
    """Every material, by code."""
    found = Material.objects.order_by("code").values_list("code", "name")
    return [(code, f"{code} · {name}") for code, name in found[:MOST]]


def partners() -> Sequence[tuple[str, Word]]:
    """Every company, by name."""
    return list(Partner.objects.order_by("name").values_list("uri", "name")[:MOST])


def equipment() -> Sequence[tuple[str, Word]]:
    """Everything that a run may be at, by code."""
    return [
        (code, f"{code} · {name}")
        for code, name in Equipment.objects.order_by("code").values_list("code", "name")[:MOST]
    ]


def hold_reasons() -> Sequence[tuple[str, Word]]:
    """Why something is held or freed."""
    found = sorted(known.now().reasons.values(), key=lambda one: one.code)
    return [(one.code, one.name) for one in found if one.category == ReasonCategory.HOLD][:MOST]


def companies() -> Sequence[tuple[str, Word]]:
    """What a company may be to ours."""
    return _words_of(COMPANIES)


def business() -> Sequence[tuple[str, Word]]:
    """Whether there is business with a company."""
    return _words_of(BUSINESS)


def _words_of(table: dict[str, tuple[Word, str]]) -> list[tuple[str, Word]]:
    return [(code, word) for code, (word, _tone) in table.items()]
