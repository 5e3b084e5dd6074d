"""Master data that plants describe themselves with; saying it twice is harmless."""

from __future__ import annotations

from gozinto.plant.models import PhysicalAsset


def add_asset(*, code: str, kind: str, name: str = "", cycle_limit: int | None = None) -> None:
    """See that there is a mould, bladder or gauge of that code."""
    from gozinto.plant import enterprise, identifiers

    PhysicalAsset.objects.get_or_create(
        code=code,
        defaults={
            "uri": identifiers.asset_uri(enterprise.get().domain, code=code),
            "kind": kind,
            "name": name,
            "cycle_limit": cycle_limit,
        },
    )
