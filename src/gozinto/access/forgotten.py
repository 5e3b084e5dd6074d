"""A forgotten password: a link by mail, to the address that an administrator entered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gozinto.access import administering
from gozinto.access.models import SignInLink, User
from gozinto.errors import Unavailable

AGAIN_AFTER = timedelta(minutes=5)


def sends_mail() -> bool:
    """Whether a server to send mail by is named."""
    return bool(settings.SENDS_MAIL)


def send_link(name: str, *, address: Callable[[str], str]) -> None:
    """Mail a link to choose a password with; nothing where no open account with mail has the name.

    Nobody is told which it was. One in five minutes, so that nobody's letter box is filled.
    `address`: of the page of a token. Raises Unavailable (mail_failed).
    """
    user = User.objects.filter(username=name, is_active=True).exclude(email="").first()
    if user is None:
        return
    since = timezone.now() - AGAIN_AFTER
    if SignInLink.objects.filter(user=user, sets_password=True, created_at__gt=since).exists():
        return
    with transaction.atomic():
        token = administering.link_to_sign_in(user, by=name, sets_password=True)
        text = _(
            "Somebody, probably you, asked for a new password of %(name)s at Gozinto.\n\n"
            "Choose one here, within 24 hours: %(link)s\n\n"
            "If it was not you, nothing has to be done."
        ) % {"name": name, "link": address(token)}
        try:
            send_mail(_("A new password for Gozinto"), text, None, [user.email])
        except OSError as error:
            raise Unavailable(
                "The mail could not be sent.",
                code="mail_failed",
                next_step="Ask an administrator for a link, or try again later.",
            ) from error
