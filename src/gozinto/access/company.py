"""Accounts of people who sign in at the company's own server: its groups give their roles.

The server says who somebody is; what they may do here says the role map, anew at each sign-in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gozinto.access import administering
from gozinto.errors import Forbidden, GozintoError

BY = "company sign-in"


def roles_of_groups(groups: Iterable[str], *, given: Mapping[str, tuple[str, ...]]) -> set[str]:
    """The roles that these groups give. Raises Forbidden (no_role_for_groups) for none at all."""
    found = {role for group in groups for role in given.get(group, ())}
    if not found:
        raise Forbidden(
            "None of your groups at the company has a role here.",
            code="no_role_for_groups",
            next_step="Ask an administrator to put one of your groups into GOZINTO_OIDC_ROLES.",
        )
    return found


class Adapter(DefaultSocialAccountAdapter):
    """Makes an account at the first sign-in, and sets the roles at each."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Whoever has a role by the map; `pre_social_login` refused all others."""
        return True

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody fills in a form: the server has said who they are."""
        return True

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Give an account the roles of its groups, before it is signed in."""
        try:
            roles = roles_of_groups(_groups(sociallogin), given=settings.GOZINTO_COMPANY_ROLES)
            if sociallogin.is_existing:
                administering.set_roles(sociallogin.user, roles=roles, by=BY)
            else:
                self._make(request, sociallogin, roles)
        except GozintoError as error:
            # A name that is taken belongs to somebody else until an administrator says otherwise.
            raise ImmediateHttpResponse(_refused(error.code)) from error

    def _make(self, request: HttpRequest, sociallogin: SocialLogin, roles: set[str]) -> None:
        told = _told(sociallogin)
        name = str(told.get("preferred_username") or told.get("email") or told["sub"])
        with transaction.atomic():
            user = administering.create(
                name=name,
                full_name=str(told.get("name", "")),
                email=str(told.get("email", "")),
                roles=roles,
                by=BY,
            )
            sociallogin.user = user
            sociallogin.account.user = user
            sociallogin.account.save()

    def on_authentication_error(self, request: HttpRequest, *args: Any, **named: Any) -> None:
        """The server let somebody not through, or cannot be asked."""
        raise ImmediateHttpResponse(_refused("company_refused"))


def _refused(code: str) -> HttpResponse:
    return redirect(f"{reverse('socialaccount_login_cancelled')}?why={code}")


def _told(sociallogin: SocialLogin) -> Mapping[str, Any]:
    """What the server says of somebody; what its userinfo says counts more than the id token."""
    said: Mapping[str, Any] = sociallogin.account.extra_data
    return {**said.get("id_token", {}), **said.get("userinfo", {})} or said


def _groups(sociallogin: SocialLogin) -> list[str]:
    groups = _told(sociallogin).get(settings.GOZINTO_COMPANY_CLAIM, ())
    return [groups] if isinstance(groups, str) else [str(one) for one in groups]
