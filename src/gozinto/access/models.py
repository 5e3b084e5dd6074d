"""Accounts, the roles they hold, API tokens and one-time sign-in links."""

from __future__ import annotations

from typing import ClassVar, Literal

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone

from gozinto.access.roles import INSIDE, Role

Declared = Literal["master", "record", "projection"]


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
    """A link that signs one account in once, until it expires. Only its hash is kept."""

    declared_as: ClassVar[Declared] = "master"
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_in_links")
    hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


def roles_of(user: User) -> frozenset[Role]:
    """The roles `user` holds now. A superuser holds every role inside the company."""
    held = frozenset(Role(role) for role in user.role_grants.values_list("role", flat=True))
    if user.is_superuser:
        return held | INSIDE
    return held
