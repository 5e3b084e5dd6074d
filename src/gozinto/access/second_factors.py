"""Second factors: which an account has, and what of them stands in the register.

Adding, asking and removing one is django-allauth's; here is what it tells us, and what an
administrator does for somebody who lost all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest

from gozinto.access import changes, sessions
from gozinto.access.models import User

APP, CODES, KEY = (
    Authenticator.Type.TOTP,
    Authenticator.Type.RECOVERY_CODES,
    Authenticator.Type.WEBAUTHN,
)


class Adapter(DefaultAccountAdapter):
    """Nobody makes an account by themselves, and only what went wrong is said."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: administrators make accounts."""
        return False

    def add_message(self, request: HttpRequest, level: int, *args: Any, **named: Any) -> None:
        """Say what went wrong; that somebody signed in, they see."""
        if level >= messages.ERROR:
            super().add_message(request, level, *args, **named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One second factor. `type`: "totp", "webauthn" or "recovery_codes"; `name`: of a key."""

    number: int
    type: str
    name: str
    added_at: datetime
    used_at: datetime | None


def of(user: User) -> list[Factor]:
    """The second factors of an account, oldest first."""
    rows = Authenticator.objects.filter(user=user).order_by("pk")
    return [
        Factor(
            number=row.pk,
            type=row.type,
            name=row.data.get("name", "") if row.type == KEY else "",
            added_at=row.created_at,
            used_at=row.last_used_at,
        )
        for row in rows
    ]


def remove_all(user: User, *, by: str) -> int:
    """Take every second factor from an account, whose sessions end. How many there were."""
    with transaction.atomic():
        removed, _by_model = Authenticator.objects.filter(user=user).delete()
        if removed:
            changes.note("factors_removed", about=user.get_username(), by=by, count=removed)
            sessions.end_all(user, by=by)
    return int(removed)


def is_locked(name: str) -> bool:
    """Whether somebody guessed at this name so often that it waits."""
    tried = AccessAttempt.objects.filter(
        username=name, failures_since_start__gte=settings.AXES_FAILURE_LIMIT
    )
    return bool(tried.exists())


def unlock(name: str, *, by: str) -> None:
    """Let an account be tried again at once."""
    with transaction.atomic():
        if reset(username=name):
            changes.note("unlocked", about=name, by=by)


def _told(what: str) -> Any:
    def tell(sender: object, user: User, authenticator: Authenticator, **rest: object) -> None:
        name = user.get_username()
        changes.note(what, about=name, by=name, factor=str(authenticator.type))

    return tell


_TOLD = {
    signals.authenticator_added: _told("factor_added"),
    signals.authenticator_removed: _told("factor_removed"),
    signals.authenticator_reset: _told("factor_renewed"),
}
for _signal, _receiver in _TOLD.items():
    _signal.connect(_receiver, weak=False, dispatch_uid="gozinto.access.second_factors")
