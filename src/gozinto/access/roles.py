"""The roles of a plant, and which of them an account holds."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody is here to do. An account may hold several, a token holds one."""

    OPERATOR = "operator", _("Operator")
    WAREHOUSE = "warehouse", _("Warehouse")
    INSPECTOR = "inspector", _("Inspector")
    QUALITY = "quality", _("Quality manager")
    PLANNER = "planner", _("Planner")
    INTEGRATOR = "integrator", _("Integrator")
    AUDITOR = "auditor", _("Auditor")
    ADMIN = "admin", _("Administrator")
    PARTNER = "partner", _("Partner")
    AGENT = "agent", _("Print agent")


INSIDE: frozenset[Role] = frozenset(Role) - {Role.PARTNER, Role.AGENT}
"""Everybody of the own company: they may read the record. A partner sees only its own, and a
print agent only the labels that its printers are to print."""

DESCRIBERS: frozenset[Role] = frozenset({Role.ADMIN, Role.PLANNER, Role.INTEGRATOR})
"""Who keeps the description of the plant."""

RECORDERS: frozenset[Role] = INSIDE - {Role.AUDITOR}
"""Everybody who may add to the record. An auditor reads all and writes nothing."""

ADMINISTRATORS: frozenset[Role] = frozenset({Role.ADMIN})
"""Who says who may do what."""

WATCHERS: frozenset[Role] = frozenset({Role.ADMIN, Role.AUDITOR})
"""Who reads what was changed about that."""

STATION_KEEPERS: frozenset[Role] = frozenset({Role.ADMIN, Role.PLANNER})
"""Who says where stations are, and lets devices be one."""

PIN_GIVERS: frozenset[Role] = frozenset({Role.ADMIN, Role.QUALITY})
"""Who gives people the PIN by which they sign in at stations."""

PERSONAL: frozenset[Role] = frozenset({Role.QUALITY, Role.AUDITOR, Role.ADMIN})
"""Who may ask what a certain person worked on."""

LABORATORY: frozenset[Role] = frozenset({Role.INTEGRATOR, Role.ADMIN, Role.INSPECTOR, Role.QUALITY})
"""Who inspects, and who stops what must not be used. A program tells what somebody else did."""

QUALITY: frozenset[Role] = frozenset({Role.QUALITY, Role.ADMIN})
"""Who frees what was stopped, and corrects what was recorded."""

PROGRAMS: frozenset[Role] = frozenset({Role.INTEGRATOR, Role.ADMIN})
"""A program tells what somebody else did; who that was it says in `by`."""

STORE: frozenset[Role] = PROGRAMS | {Role.WAREHOUSE, Role.PLANNER}
"""Who receives, moves, packs and ships."""

SHOP: frozenset[Role] = PROGRAMS | {Role.OPERATOR, Role.PLANNER}
"""Who makes things at machines."""
