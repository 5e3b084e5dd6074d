"""Whoever signs says again who they are: by password, guessed at no oftener than at the door.

A wrong one counts as a wrong one at the door, and the right one clears the count as it does there:
else who finds a desk that somebody left signed in could guess its password here for ever, and then
sign as them. A PIN signs at its panel alone: four digits are enough only beside a device that is
enrolled (design: a PIN works only there).
"""

from __future__ import annotations

from axes.utils import reset
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables

from gozinto.access.models import User
from gozinto.errors import Conflict, TooManyRequests


@sensitive_variables("password")
def check_password(request: HttpRequest, user: User, *, password: str) -> None:
    """That this is the password of the account, which signs with it.

    Raises Conflict (wrong_signature, no_password), TooManyRequests (account_locked) where it was
    wrong too often, here or at signing in.
    """
    if not user.has_usable_password():
        raise Conflict(
            "This account has no password to sign by.",
            code="no_password",
            next_step="Ask an administrator for a link to set one.",
        )
    found = authenticate(request, username=user.get_username(), password=password)
    if getattr(request, "axes_locked_out", False):
        raise TooManyRequests(
            "The password of this name was wrong too often.",
            code="account_locked",
            next_step="Wait a quarter of an hour, or ask an administrator to unlock the account.",
        )
    if found is None or found.pk != user.pk:
        raise Conflict(
            "This is not your password.",
            code="wrong_signature",
            next_step="Type it again; nothing was done.",
        )
    # From this address alone: who guesses from elsewhere goes on being counted.
    reset(username=user.get_username(), ip=getattr(request, "axes_ip_address", None))
