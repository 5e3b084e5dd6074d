"""One-time sign-in links: printed by a start, redeemed once, then dead."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.utils import timezone

from gozinto.access.models import SignInLink, User
from gozinto.errors import NotSignedIn

VALID_FOR = timedelta(hours=24)


def _hash(plain: str) -> str:
    return hashlib.sha256(plain.encode()).hexdigest()


def create(*, user: User, valid_for: timedelta = VALID_FOR, sets_password: bool = False) -> str:
    """The plain token of a new link for `user`; the page is `/sign-in/{token}/`.

    `sets_password`: instead, of one to choose a new password with, at `/new-password/{token}/`.
    """
    plain = secrets.token_urlsafe(32)
    SignInLink.objects.create(
        user=user,
        hash=_hash(plain),
        expires_at=timezone.now() + valid_for,
        sets_password=sets_password,
    )
    return plain


def redeem(plain: str, *, sets_password: bool = False) -> User:
    """The account this link signs in, or gives a new password; the link is dead afterwards.

    Raises NotSignedIn when it is unknown, used or expired, or its account is closed. Two
    redemptions at once cannot both win: the database updates the unused row once.
    """
    now = timezone.now()
    # No join in this condition: Django would put it into a subquery, which PostgreSQL does not
    # look at again after waiting for another redemption, and then both would win.
    unused = SignInLink.objects.filter(
        hash=_hash(plain), used_at__isnull=True, expires_at__gt=now, sets_password=sets_password
    )
    if unused.update(used_at=now) == 1:
        user = SignInLink.objects.select_related("user").get(hash=_hash(plain)).user
        if user.is_active:
            return user
    raise NotSignedIn(
        "This sign-in link was used already, or has expired.",
        code="link_not_valid",
        next_step="Ask for a new link (each start of gozinto prints one), or sign in by name.",
    )
