"""Whose account it is: what is done with it is recorded in that person's name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from gozinto.access.models import User, roles_of
from gozinto.errors import Conflict, Unknown
from gozinto.plant import known


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account, the code of the person that it acts as, and whether somebody works here so."""

    name: str
    person: str
    is_somebody: bool
    roles: tuple[str, ...]


def listed() -> list[Account]:
    """Every account, by name."""
    people = known.now().people
    return [
        Account(
            name=user.get_username(),
            person=user.acts_as,
            is_somebody=user.acts_as in people,
            roles=tuple(sorted(role.value for role in roles_of(user))),
        )
        for user in User.objects.order_by("username")
    ]


def link(name: str, *, person: str) -> None:
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
        User.objects.filter(pk=account.pk).update(person=person)


def _near(code: str, there: Iterable[str]) -> list[str]:
    beginning = code[:3].casefold()
    near = (one for one in there if beginning and one.casefold().startswith(beginning))
    return sorted(near)[:5]
