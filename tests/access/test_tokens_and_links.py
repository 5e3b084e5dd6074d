"""Tokens prove who asks, links sign in once; neither is kept in plain text."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gozinto.access import links, tokens
from gozinto.access.models import ApiToken, RoleGrant, SignInLink, User
from gozinto.access.roles import Role
from gozinto.errors import Malformed, NotSignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    """An account without a role."""
    return User.objects.create_user("deniz", password="a long enough one")


def test_a_token_is_found_by_its_plain_text_and_kept_only_as_a_hash() -> None:
    plain = tokens.create(role=Role.AUDITOR, by="test", name="reporting")
    token = tokens.find(plain)
    assert token is not None
    assert (token.role, token.name, token.created_by) == ("auditor", "reporting", "test")
    stored = str(list(ApiToken.objects.values()))
    assert plain not in stored
    assert plain.rsplit("_", 1)[-1] not in stored


@pytest.mark.parametrize("wrong", ["", "gz", "gz__", "gz_abc_def", "xx_1_2", "gz_\x00_x", "ğ_ü_ş"])
def test_what_is_no_token_is_not_found(wrong: str) -> None:
    tokens.create(role=Role.AUDITOR)
    assert tokens.find(wrong) is None


def test_a_token_with_the_right_prefix_and_another_secret_is_not_found() -> None:
    plain = tokens.create(role=Role.AUDITOR)
    assert tokens.find(plain[:-1] + ("A" if plain[-1] != "A" else "B")) is None


def test_a_token_ends_when_it_expires_or_is_revoked() -> None:
    past = timezone.now() - timedelta(seconds=1)
    assert tokens.find(tokens.create(role=Role.ADMIN, expires_at=past)) is None
    plain = tokens.create(role=Role.ADMIN, expires_at=timezone.now() + timedelta(hours=1))
    token = tokens.find(plain)
    assert token is not None
    assert tokens.revoke(token.prefix)
    assert tokens.find(plain) is None
    assert not tokens.revoke(token.prefix)


def test_an_unknown_role_is_refused_and_the_roles_are_listed() -> None:
    with pytest.raises(Malformed) as refusal:
        tokens.create(role="king")
    assert refusal.value.code == "unknown_role"
    assert all(role.value in refusal.value.next_step for role in Role)


def test_roles_are_those_granted_and_a_superuser_is_neither_partner_nor_agent(user: User) -> None:
    assert user.roles() == frozenset()
    RoleGrant.objects.create(user=user, role=Role.PARTNER)
    assert user.roles() == {Role.PARTNER}
    chief = User.objects.create_superuser("chief")
    assert chief.roles() == frozenset(Role) - {Role.PARTNER, Role.AGENT}


def test_a_link_signs_in_once(user: User) -> None:
    plain = links.create(user=user)
    assert plain not in str(list(SignInLink.objects.values()))
    assert links.redeem(plain) == user
    with pytest.raises(NotSignedIn) as refusal:
        links.redeem(plain)
    assert refusal.value.code == "link_not_valid"


def test_an_expired_link_and_one_of_a_closed_account_do_not_sign_in(user: User) -> None:
    old = links.create(user=user, valid_for=timedelta(seconds=-1))
    good = links.create(user=user)
    with pytest.raises(NotSignedIn):
        links.redeem(old)
    user.is_active = False
    user.save()
    with pytest.raises(NotSignedIn):
        links.redeem(good)
