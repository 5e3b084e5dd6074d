"""API tokens: a prefix to find one by, 256 random bits to prove it, stored as a hash."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from gozinto.access import changes
from gozinto.access.models import ApiToken, User
from gozinto.access.roles import Role
from gozinto.errors import Malformed
from gozinto.roundtrips import rows

_MARK = "gz"  # lets a secret scanner recognise a leaked token
MOST = 500
"""Tokens of one list; a plant has a few."""

_USE_IS_NOTED_EVERY = timedelta(minutes=1)


def _hash(secret: str) -> str:
    # 256 random bits need no slow hash: there is nothing to guess.
    return hashlib.sha256(secret.encode()).hexdigest()


_FIELDS = [field.attname for field in ApiToken._meta.concrete_fields]
_FIND = f"SELECT {', '.join(_FIELDS)} FROM {ApiToken._meta.db_table} WHERE prefix = %s"


def create(
    *, role: Role | str, by: User | str = "", name: str = "", expires_at: datetime | None = None
) -> str:
    """A new token's plain text, shown only now. `by`: who made it, an account or a word.

    Raises Malformed when `role` is none of `Role`.
    """
    if role not in Role.values:
        raise Malformed(
            f"There is no role {role!r}.",
            code="unknown_role",
            next_step="Choose one of: " + ", ".join(Role.values) + ".",
        )
    prefix, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    with transaction.atomic():
        ApiToken.objects.create(
            prefix=prefix,
            hash=_hash(secret),
            role=Role(role),
            name=name,
            created_by=str(by),
            expires_at=expires_at,
        )
        changes.note("token_created", about=prefix, by=str(by), role=str(role), name=name)
    return f"{_MARK}_{prefix}_{secret}"


def find(plain: str) -> ApiToken | None:
    """The valid token with this plain text; None when unknown, revoked or expired."""
    mark, _, rest = plain.partition("_")
    prefix, _, secret = rest.partition("_")
    if mark != _MARK or not prefix.isalnum() or not prefix.isascii():
        return None
    found = rows(_FIND, [prefix])
    token = ApiToken.from_db(connection.alias, _FIELDS, found[0]) if found else None
    if token is None or not hmac.compare_digest(token.hash, _hash(secret)):
        return None
    now = timezone.now()
    if token.revoked_at is not None or (token.expires_at is not None and token.expires_at <= now):
        return None
    if token.last_used_at is None or now - token.last_used_at > _USE_IS_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def listed() -> list[ApiToken]:
    """Every token, those that still open something first, newest first."""
    return list(ApiToken.objects.order_by(F("revoked_at").desc(nulls_first=True), "-pk")[:MOST])


def revoke(prefix: str, *, by: User | str = "") -> bool:
    """End a token now. False when none with this prefix was valid."""
    with transaction.atomic():
        valid = ApiToken.objects.filter(prefix=prefix, revoked_at__isnull=True)
        was_valid = valid.update(revoked_at=timezone.now()) == 1
        if was_valid:
            changes.note("token_revoked", about=prefix, by=str(by))
    return was_valid
