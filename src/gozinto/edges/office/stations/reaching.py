"""By what address a station reaches us, and what would keep its panel from working there."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

_HERE = ("localhost", "127.0.0.1", "::1")
"""What only this machine calls itself."""


def panel(request: HttpRequest) -> str:
    """The address of the panel as a station calls us, though whoever asks may sit at this
    machine."""
    return _for_others(request, reverse("panel:shell"))


def trust(request: HttpRequest) -> str:
    """The address of the page that tells a station how to trust the plant."""
    return _for_others(request, reverse("office:trust"))


def trouble(request: HttpRequest) -> str:
    """Why a panel would not work at that address; "" where it would."""
    if not request.is_secure():
        return _(
            "This address speaks no TLS: a tablet gives its panel no camera there, and nothing to "
            "work with while the network is away. Start Gozinto with --tls."
        )
    if urlsplit(panel(request)).hostname in _HERE:
        return _(
            "You reach Gozinto by a name that only this machine knows. Start it with --tls-name."
        )
    return ""


def _for_others(request: HttpRequest, path: str) -> str:
    address = urlsplit(request.build_absolute_uri(path))
    if address.hostname in _HERE and settings.GOZINTO_STATION_HOST:
        port = f":{address.port}" if address.port else ""
        address = address._replace(netloc=f"{settings.GOZINTO_STATION_HOST}{port}")
    return address.geturl()
