"""How mail goes out, read from the environment; without it, none does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from gozinto.errors import Malformed

_PORTS = {"smtp": 587, "smtps": 465}


def settings(environ: Mapping[str, str]) -> dict[str, Any]:
    """Django's settings of mail; none where no server is named. Raises Malformed."""
    url = environ.get("GOZINTO_SMTP_URL", "").strip()
    sender = environ.get("GOZINTO_MAIL_FROM", "").strip()
    if not url:
        return {}
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = 0
    if parts.scheme not in _PORTS or not parts.hostname or port == 0 or "@" not in sender:
        raise Malformed(
            "GOZINTO_SMTP_URL or GOZINTO_MAIL_FROM cannot be read.",
            code="bad_setting",
            next_step="Write smtp://USER:PASSWORD@HOST:587 and an address such as "
            "gozinto@company.example.",
        )
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or _PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        # A password never goes over the wire in plain text.
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
        "EMAIL_TIMEOUT": 10,
        "DEFAULT_FROM_EMAIL": sender,
    }
