"""What an administrator does with accounts: each change and its line in the register together."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q

from gozinto.access import accounts, changes, links, second_factors, sessions
from gozinto.access.models import RoleGrant, User
from gozinto.access.roles import Role
from gozinto.errors import Conflict, Malformed, Unknown, Violation

_NAME = re.compile(r"[\w.@+-]{1,150}")


def get(name: str) -> User:
    """The account of that name. Raises Unknown (unknown_account)."""
    found = User.objects.filter(username=name).first()
    if found is None:
        raise Unknown(f"There is no account {name[:40]}.", code="unknown_account")
    return found


def create(
    *,
    name: str,
    roles: Iterable[str],
    by: str,
    full_name: str = "",
    email: str = "",
    person: str = "",
) -> User:
    """A new account, which nobody can sign in to before a link or a password is given.

    Raises Malformed (bad_account_name, bad_email, unknown_role), Conflict (account_exists), and
    what `accounts.link` raises.
    """
    name = name.strip()
    if not _NAME.fullmatch(name):
        raise Malformed(
            "The name of an account is letters, digits and @ . + - _, 150 at most.",
            code="bad_account_name",
            next_step="Choose a name such as m.kaya or a person's code.",
        )
    held = _roles(roles)
    with transaction.atomic():
        user = User(username=name, first_name=_full_name(full_name), email=_email(email))
        user.set_unusable_password()
        try:
            with transaction.atomic():
                user.save()
        except IntegrityError as error:
            raise Conflict(
                f"There is an account {name} already.",
                code="account_exists",
                next_step="Choose another name, or open the account that is there.",
            ) from error
        RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in held)
        changes.note("created", about=name, by=by, roles=sorted(held))
        if person:
            accounts.link(name, person=person, by=by)
    return user


def describe(user: User, *, full_name: str, email: str, by: str) -> None:
    """Change how somebody is called and where mail reaches them. Raises Malformed (bad_email)."""
    now = {"full_name": _full_name(full_name), "email": _email(email)}
    before = {"full_name": user.first_name, "email": user.email}
    changed = {word: [before[word], now[word]] for word in now if before[word] != now[word]}
    if not changed:
        return
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(
            first_name=now["full_name"], last_name="", email=now["email"]
        )
        changes.note("described", about=user.get_username(), by=by, **changed)


def set_roles(user: User, *, roles: Iterable[str], by: str) -> None:
    """Let an account hold exactly these roles.

    Raises Malformed (unknown_role), and Conflict (last_administrator) where nobody would be left
    who may do this.
    """
    wanted = _roles(roles)
    with transaction.atomic():
        others = _other_administrators(user)
        held = set(user.role_grants.values_list("role", flat=True))
        if Role.ADMIN in held - wanted and not user.is_superuser:
            _check_left(others)
        user.role_grants.filter(role__in=held - wanted).delete()
        RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in wanted - held)
        if held != wanted:
            changes.note(
                "roles",
                about=user.get_username(),
                by=by,
                given=sorted(wanted - held),
                taken=sorted(held - wanted),
            )


def close(user: User, *, by: str) -> None:
    """Let nobody sign in with an account any more; its sessions end now, what it did stays.

    Raises Conflict (last_administrator).
    """
    with transaction.atomic():
        others = _other_administrators(user)
        if Role.ADMIN in user.roles():
            _check_left(others)
        if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
            changes.note("closed", about=user.get_username(), by=by)
        sessions.end_all(user, by=by)


def reopen(user: User, *, by: str) -> None:
    """Let an account be used again, with the roles it had."""
    with transaction.atomic():
        if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
            changes.note("opened", about=user.get_username(), by=by)


def link_to_sign_in(user: User, *, by: str, sets_password: bool = False) -> str:
    """A link's token for somebody to sign in with once, or to choose a new password with.

    Raises Conflict (account_closed).
    """
    if not user.is_active:
        raise Conflict(
            f"The account {user.get_username()} is closed.",
            code="account_closed",
            next_step="Open it again first.",
        )
    with transaction.atomic():
        what = "password_link" if sets_password else "sign_in_link"
        changes.note(what, about=user.get_username(), by=by)
        return links.create(user=user, sets_password=sets_password)


def rescue(name: str, *, administers: bool, by: str) -> str:
    """Open an account whatever bars it, and answer a link's token for it to sign in with once.

    `administers`: it becomes an administrator too. Raises Unknown (unknown_account).
    """
    with transaction.atomic():
        user = get(name)
        reopen(user, by=by)
        second_factors.unlock(name, by=by)
        second_factors.remove_all(user, by=by)
        if administers:
            held = set(user.role_grants.values_list("role", flat=True))
            set_roles(user, roles=held | {Role.ADMIN}, by=by)
        return link_to_sign_in(get(name), by=by)


def set_password(user: User, *, password: str, by: str, keep: str = "") -> None:
    """Give an account a new password; every session but the one with the key `keep` ends.

    Raises Malformed (weak_password) with all that is wrong with it.
    """
    try:
        validate_password(password, user)
    except ValidationError as problem:
        raise Malformed(
            "This password will not do.",
            code="weak_password",
            next_step="Choose a longer one that is no common word and not your name.",
            violations=[
                Violation(code="weak_password", message=said, path="password")
                for said in problem.messages
            ],
        ) from problem
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        changes.note("password", about=user.get_username(), by=by)
        sessions.end_all(user, by=by, but=keep)


def set_password_by_link(plain: str, *, password: str) -> User:
    """Give the account of a link the password its owner chose; the link is dead afterwards.

    Raises NotSignedIn (link_not_valid), and Malformed (weak_password), which leaves the link alive.
    """
    with transaction.atomic():
        user = links.redeem(plain, sets_password=True)
        set_password(user, password=password, by=user.get_username())
    return user


def _roles(named: Iterable[str]) -> set[str]:
    wanted = set(named)
    for one in sorted(wanted):
        if one not in Role.values:
            raise Malformed(
                f"There is no role {one[:40]!r}.",
                code="unknown_role",
                next_step="Choose one of: " + ", ".join(Role.values) + ".",
            )
    return wanted


def _full_name(text: str) -> str:
    return " ".join(text.replace("\0", "").split())[:150]


def _email(text: str) -> str:
    text = text.strip()
    if text:
        try:
            validate_email(text)
        except ValidationError as error:
            raise Malformed(
                "This is no address for e-mail.",
                code="bad_email",
                next_step="Write it as name@company.example, or leave it empty.",
            ) from error
    return text


def _other_administrators(user: User) -> int:
    """How many others may administer; they stay as they are until this transaction ends."""
    # All of them are locked in one order, so that two who close each other wait for one another.
    may = User.objects.filter(
        Q(is_superuser=True) | Q(pk__in=RoleGrant.objects.filter(role=Role.ADMIN).values("user")),
        is_active=True,
    )
    locked = list(may.order_by("pk").select_for_update().values_list("pk", flat=True))
    return len([one for one in locked if one != user.pk])


def _check_left(others: int) -> None:
    if not others:
        raise Conflict(
            "Nobody else could administer accounts then.",
            code="last_administrator",
            next_step="Make somebody else an administrator first.",
        )
