"""Sessions that know whose they are: listed with their account, and ended.

Django finds `SessionStore` here by the setting SESSION_ENGINE.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from gozinto.access import changes
from gozinto.access.models import Session, User
from gozinto.errors import Unknown

SEEN_IS_NOTED_EVERY = timedelta(minutes=5)

_BEGAN, _SEEN, _AGENT, _ADDRESS = "began_at", "seen_at", "agent", "address"


class SessionStore(db.SessionStore):
    """Django's own, whose row also says whose session it is, since when and from where."""

    @classmethod
    def get_model_class(cls) -> type[AbstractBaseSession]:
        """The table of ours."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row to be written."""
        row = super().create_model_instance(data)
        assert isinstance(row, Session)  # of the class that we name
        account = data.get(SESSION_KEY)
        row.account_id = int(account) if account else None
        now = timezone.now().isoformat()
        row.began_at = datetime.fromisoformat(data.get(_BEGAN, now))
        row.seen_at = datetime.fromisoformat(data.get(_SEEN, now))
        row.agent, row.address = data.get(_AGENT, ""), data.get(_ADDRESS, "")
        return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One session as a person sees it. `mark` names it; nobody can sign in with that."""

    mark: str
    began_at: datetime
    seen_at: datetime
    agent: str
    address: str


class NotingMiddleware:
    """Notes every few minutes that a session is used, so that a list can say when it last was."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; the session is saved after it where it has something new."""
        seen = request.session.get(_SEEN)
        if seen is not None:
            now = timezone.now()
            if now - datetime.fromisoformat(seen) > SEEN_IS_NOTED_EVERY:
                request.session[_SEEN] = now.isoformat()
        return self.get_response(request)


def _begun(sender: object, request: HttpRequest, user: User, **rest: object) -> None:
    """Note when and from where a session began; those that ran out are removed meanwhile."""
    now = timezone.now()
    request.session[_BEGAN] = request.session[_SEEN] = now.isoformat()
    request.session[_AGENT] = request.META.get("HTTP_USER_AGENT", "")[:300]
    request.session[_ADDRESS] = request.META.get("REMOTE_ADDR", "")[:45]
    Session.objects.filter(expire_date__lt=now).delete()


user_logged_in.connect(_begun, dispatch_uid="gozinto.access.sessions")


def mark_of(key: str) -> str:
    """What a session is called where it is listed: a hash, since the key itself signs in."""
    return hashlib.sha256(key.encode()).hexdigest()[:24]


def of(user: User) -> list[Listed]:
    """The sessions of an account that have not run out, last used first."""
    rows = Session.objects.filter(account=user, expire_date__gt=timezone.now())
    return [
        Listed(
            mark=mark_of(row.session_key),
            began_at=row.began_at,
            seen_at=row.seen_at,
            agent=row.agent,
            address=row.address,
        )
        for row in rows.order_by("-seen_at")[:100]
    ]


def end(user: User, *, mark: str, by: str) -> None:
    """End one session of an account now. Raises Unknown (unknown_session)."""
    keys = Session.objects.filter(account=user).values_list("session_key", flat=True)
    key = next((key for key in keys if mark_of(key) == mark), None)
    if key is None:
        raise Unknown("There is no such session.", code="unknown_session")
    Session.objects.filter(session_key=key).delete()
    changes.note("session_ended", about=user.get_username(), by=by)


def end_all(user: User, *, by: str, but: str = "") -> int:
    """End every session of an account but the one with the key `but`. How many there were."""
    ended, _by_model = Session.objects.filter(account=user).exclude(session_key=but).delete()
    if ended:
        changes.note("sessions_ended", about=user.get_username(), by=by, count=ended)
    return ended
