"""The first account: somebody must be able to sign in after a first start."""

from __future__ import annotations

from gozinto.access.models import User

NAME = "admin"


def get() -> User:
    """The administrator, made when there is none: no password, only links sign it in."""
    user, made = User.objects.get_or_create(
        username=NAME, defaults={"is_superuser": True, "is_staff": True}
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user
