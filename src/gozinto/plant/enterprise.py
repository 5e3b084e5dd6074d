"""The company that runs this plant."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.utils import timezone

from gozinto.plant.models import Enterprise


def get() -> Enterprise:
    """The one enterprise; an unsaved one with defaults before anybody described it."""
    return Enterprise.objects.filter(pk=1).first() or Enterprise(name="")


def today(company: Enterprise) -> date:
    """The day it is now where this enterprise is."""
    return timezone.now().astimezone(ZoneInfo(company.zone)).date()


def describe(*, name: str, domain: str, zone: str) -> Enterprise:
    """Say who runs this plant: its name, the domain of its identifiers, its time zone (IANA)."""
    enterprise, _ = Enterprise.objects.update_or_create(
        pk=1, defaults={"name": name, "domain": domain, "zone": zone}
    )
    return enterprise
