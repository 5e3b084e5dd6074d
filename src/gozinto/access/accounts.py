"""Whose account it is: what is done with it is recorded in that person's name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from gozinto.access import changes
from gozinto.access.models import User, roles_of
from gozinto.errors import Conflict, Unknown
from gozinto.plant import known
from gozinto.plant.models import Person

MOST_PEOPLE = 2_000
"""To choose from in a page; whoever is not among them is named by the code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account, the code of the person that it acts as, and whether somebody works here so."""

    name: str
    full_name: str
    is_open: bool
    has_password: bool
    last_sign_in: datetime | None
    person: str
    is_somebody: bool
    roles: tuple[str, ...]


def listed() -> list[Account]:
    """Every account, by name."""
    people = known.now().people
    return [
        Account(
            name=user.get_username(),
            full_name=user.get_full_name(),
            is_open=user.is_active,
            has_password=user.has_usable_password(),
            last_sign_in=user.last_login,
            person=user.acts_as,
            is_somebody=user.acts_as in people,
            roles=tuple(sorted(role.value for role in roles_of(user))),
        )
        for user in User.objects.order_by("username").prefetch_related("role_grants")
    ]


def people() -> list[tuple[str, str]]:
    """Code and name of everybody who works here, to choose whose an account is."""
    return list(Person.objects.order_by("code").values_list("code", "name")[:MOST_PEOPLE])


def find_person(code: str) -> str | None:
    """What the person of that code is called; None where nobody works here so."""
    return Person.objects.filter(code=code).values_list("name", flat=True).first()


def link(name: str, *, person: str, by: str = "gozinto account link") -> None:
    """Say whose account it is; "": of the person whose code it is called by.

    Raises Unknown for an account or a person that does not exist, Conflict (person_has_account)
    where another account acts as that person already.
    """
    with transaction.atomic():
        account = User.objects.select_for_update().filter(username=name).first()
        if account is None:
            names = User.objects.values_list("username", flat=True)
            raise Unknown(
                f"There is no account {name}.", code="unknown_account", near=_near(name, names)
            )
        people = known.now().people
        if person and person not in people:
            raise Unknown(
                f"There is no person {person}.", code="unknown_person", near=_near(person, people)
            )
        wanted = person or name
        same = User.objects.filter(Q(person=wanted) | Q(person="", username=wanted))
        other = same.exclude(pk=account.pk).values_list("username", flat=True).first()
        if other is not None:
            raise Conflict(
                f"{other} is the account of {wanted} already.",
                code="person_has_account",
                next_step="Link that account to somebody else first.",
            )
        if account.person != person:
            User.objects.filter(pk=account.pk).update(person=person)
            changes.note("person", about=name, by=by, person=[account.person, person])


def _near(code: str, there: Iterable[str]) -> list[str]:
    beginning = code[:3].casefold()
    near = (one for one in there if beginning and one.casefold().startswith(beginning))
    return sorted(near)[:5]
