"""What a browser says of a key: a stranger may send anything there, and it is refused in words."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

from allauth.mfa.webauthn import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def _read(clean: Callable[[], Any]) -> Any:
    """What the library reads; a refusal where it stumbles over what no browser sends."""
    try:
        return clean()
    except (LookupError, TypeError, ValueError, AttributeError, struct.error) as error:
        raise ValidationError(_("What the key said cannot be read. Try again.")) from error


class Add(forms.AddWebAuthnForm):
    """Of a new key."""

    def clean(self) -> Any:
        """The whole of it, as the library checks it."""
        return _read(super().clean)


class SignIn(forms.LoginWebAuthnForm):
    """Of a passkey that signs in alone."""

    def clean_credential(self) -> Any:
        """The key that answered."""
        return _read(super().clean_credential)


class SecondStep(forms.AuthenticateWebAuthnForm):
    """Of a key beside a password."""

    def clean_credential(self) -> Any:
        """The key that answered."""
        return _read(super().clean_credential)


class Again(forms.ReauthenticateWebAuthnForm):
    """Of a key that proves it once more."""

    def clean_credential(self) -> Any:
        """The key that answered."""
        return _read(super().clean_credential)
