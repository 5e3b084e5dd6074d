"""Accounts, the roles they hold, API tokens, one-time links, sessions, and who changed them."""

from __future__ import annotations

from typing import ClassVar, Literal

from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone

from gozinto.access.roles import INSIDE, Role

Declared = Literal["master", "register"]


class User(AbstractUser):
    """An account: a person or a program that signs in.

    `person`: the code of the person whose account it is; "": of the one whom it is called by.
    """

    declared_as: ClassVar[Declared] = "master"
    person = models.CharField(max_length=40, blank=True, default="")

    class Meta(AbstractUser.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=~models.Q(person=""), name="one_account_a_person"
            )
        ]

    @property
    def acts_as(self) -> str:
        """The code of the person in whose name this account does things."""
        return self.person or self.get_username()

    def roles(self) -> frozenset[Role]:
        """The roles this account holds now; a superuser holds all inside the company."""
        return roles_of(self)


class RoleGrant(models.Model):
    """One role held by one account."""

    declared_as: ClassVar[Declared] = "master"
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=16, choices=Role.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "role"], name="one_grant_a_user_and_role")
        ]


class ApiToken(models.Model):
    """A program's key. Only its prefix and a hash are kept; the plain text is shown once."""

    declared_as: ClassVar[Declared] = "master"
    prefix = models.CharField(max_length=16, unique=True)
    hash = models.CharField(max_length=64)
    role = models.CharField(max_length=16, choices=Role.choices)
    name = models.CharField(max_length=200, blank=True, default="")
    created_by = models.CharField(max_length=150, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)


class SignInLink(models.Model):
    """A link that signs one account in once, until it expires. Only its hash is kept.

    `sets_password`: it lets a new password be chosen instead, and signs nobody in.
    """

    declared_as: ClassVar[Declared] = "master"
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_in_links")
    hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    sets_password = models.BooleanField(default=False)


class Session(AbstractBaseSession):
    """A session, and whose it is: it can be listed with its account, and ended.

    `agent`: what the browser calls itself; `address`: where it asked from when it signed in.
    """

    declared_as: ClassVar[Declared] = "master"
    account = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sessions")
    began_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    agent = models.CharField(max_length=300, blank=True, default="")
    address = models.CharField(max_length=45, blank=True, default="")


class AccessChange(models.Model):
    """Who changed what somebody may do: one row a change, never changed itself.

    `about`: the name of the account, or the prefix of the token.
    """

    declared_as: ClassVar[Declared] = "register"
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=150)
    what = models.CharField(max_length=24)
    about = models.CharField(max_length=150)
    data = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["about", "-id"], name="access_change_by_name")]


def roles_of(user: User) -> frozenset[Role]:
    """The roles `user` holds now. A superuser holds every role inside the company."""
    held = frozenset(Role(grant.role) for grant in user.role_grants.all())
    if user.is_superuser:
        return held | INSIDE
    return held
