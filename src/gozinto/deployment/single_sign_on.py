"""The company's own server to sign in at, read from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gozinto.errors import Malformed

PROVIDER = "company"
"""What stands in the address to come back to: /company/company/back/."""


def providers(environ: Mapping[str, str]) -> dict[str, Any]:
    """What allauth has to know of the server; nothing where none is named. Raises Malformed."""
    server = environ.get("GOZINTO_OIDC_SERVER", "").strip()
    if not server:
        return {}
    client = environ.get("GOZINTO_OIDC_CLIENT", "")
    if not client:
        raise Malformed(
            "GOZINTO_OIDC_SERVER is set, and GOZINTO_OIDC_CLIENT is not.",
            code="bad_setting",
            next_step="Register Gozinto at that server, and set the client that it names.",
        )
    app = {
        "provider_id": PROVIDER,
        "name": environ.get("GOZINTO_OIDC_NAME") or "Company",
        "client_id": client,
        "secret": environ.get("GOZINTO_OIDC_SECRET", ""),
        "settings": {"server_url": server.rstrip("/"), "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def roles(environ: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The roles that each group gives, out of "group=role group=role". Raises Malformed."""
    found: dict[str, tuple[str, ...]] = {}
    for part in environ.get("GOZINTO_OIDC_ROLES", "").split():
        group, equals, role = part.rpartition("=")
        if not (group and equals and role):
            raise Malformed(
                f"GOZINTO_OIDC_ROLES says {part!r}.",
                code="bad_setting",
                next_step="Write group=role, with spaces between: qa=quality it=admin.",
            )
        found[group] = (*found.get(group, ()), role)
    return found


def claim(environ: Mapping[str, str]) -> str:
    """Under which name that server tells the groups of somebody."""
    return environ.get("GOZINTO_OIDC_CLAIM") or "groups"
