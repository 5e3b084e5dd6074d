"""What the register of changes says, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gozinto.access.models import AccessChange
from gozinto.access.roles import Role

WORDS: Mapping[str, str | Promise] = {
    "created": _("Account made"),
    "described": _("Name or e-mail changed"),
    "roles": _("Roles changed"),
    "person": _("Person changed"),
    "closed": _("Account closed"),
    "opened": _("Account opened again"),
    "sign_in_link": _("Sign-in link made"),
    "password_link": _("Password link made"),
    "password": _("Password set"),
    "session_ended": _("Session ended"),
    "sessions_ended": _("Sessions ended"),
    "unlocked": _("Account unlocked"),
    "factor_added": _("Second factor added"),
    "factor_removed": _("Second factor removed"),
    "factor_renewed": _("Recovery codes renewed"),
    "factors_removed": _("All second factors removed"),
    "token_created": _("Token made"),
    "token_revoked": _("Token revoked"),
    "station_created": _("Station made"),
    "station_changed": _("Station changed"),
    "station_invited": _("Enrolment code made"),
    "station_enrolled": _("Device enrolled"),
    "station_revoked": _("Device ended"),
    "pin_set": _("PIN set"),
    "pin_removed": _("PIN removed"),
    "pin_blocked": _("PIN blocked after wrong ones"),
}
"""Every kind of change; a test looks for one that is missing."""


FACTORS: Mapping[str, str | Promise] = {
    "totp": _("code of an app"),
    "webauthn": _("key or passkey"),
    "recovery_codes": _("recovery codes"),
}
"""What each kind of second factor is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One line of the register as a page shows it."""

    number: int
    at: datetime
    by: str
    about: str
    word: str
    detail: str


def told(change: AccessChange) -> Told:
    """A change in the reader's language."""
    data: Mapping[str, Any] = change.data
    details = (say(data[key]) for key, say in _DETAILS.items() if data.get(key))
    return Told(
        number=change.pk,
        at=change.at,
        by=change.by,
        about=change.about,
        word=str(WORDS.get(change.what, change.what)),
        detail=" · ".join(details),
    )


def role_words(names: list[str]) -> str:
    """Roles by the names that people know."""
    return ", ".join(str(Role(one).label) if one in Role.values else one for one in names)


def _from_to(pair: list[str]) -> str:
    before, after = (one or "–" for one in pair)
    return f"{before} → {after}"


_DETAILS: Mapping[str, Callable[[Any], str]] = {
    "roles": role_words,
    "given": lambda roles: gettext("given: %(roles)s") % {"roles": role_words(roles)},
    "taken": lambda roles: gettext("taken: %(roles)s") % {"roles": role_words(roles)},
    "person": _from_to,
    "full_name": _from_to,
    "email": _from_to,
    "role": lambda role: role_words([role]),
    "factor": lambda factor: str(FACTORS.get(factor, factor)),
    "name": lambda name: _from_to(name) if isinstance(name, list) else str(name),
    "equipment": lambda code: _from_to(code) if isinstance(code, list) else str(code),
    "location": lambda code: _from_to(code) if isinstance(code, list) else str(code),
    "count": str,
}
"""How each fact of a change is said; in this order."""
