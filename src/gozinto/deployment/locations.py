"""Where we are reached and where the database is, read from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from gozinto.errors import Malformed

CONNECTION = "GOZINTO_CONNECTION"
"""Set by the starter of a process: the database as the application's role. Not for people."""

DATA_DIRECTORY = "GOZINTO_DATA_DIRECTORY"
"""Set likewise when the server is the embedded one: whose disk must not fill. Not for people."""

READY_FILE = "GOZINTO_READY_FILE"
"""Set by the starter of a web process: there as long as new work is wanted. Not for people."""

INDEX_DIRECTORY = "GOZINTO_INDEX_DIRECTORY"
"""Set by the starter of a web process: where the index is. Not for people."""

TLS_NAMES = "GOZINTO_TLS_NAMES"
"""Set likewise when we speak TLS ourselves: the names of our certificate. Not for people."""

CA_CERTIFICATE = "GOZINTO_CA_CERTIFICATE"
"""Set likewise when the plant's own authority issued it: its certificate. Not for people."""

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
ANY_ADDRESS = ("0.0.0.0", "::")


@dataclass(frozen=True, kw_only=True)
class Address:
    """One database as one role. `host` may be a directory: then a socket in it is meant."""

    host: str
    name: str
    user: str
    password: str = ""
    port: int = 5432
    options: tuple[tuple[str, str], ...] = ()

    def as_role(self, *, user: str, password: str) -> Address:
        """The same database as another role."""
        return replace(self, user=user, password=password)

    def of(self, name: str) -> Address:
        """Another database of the same server, as the same role."""
        return replace(self, name=name)

    def as_url(self) -> str:
        """The address as a URL that `read` reads back."""
        host = quote(self.host, safe="") if "/" in self.host else self.host
        host = f"[{host}]" if ":" in host else host
        query = f"?{urlencode(self.options)}" if self.options else ""
        password = f":{quote(self.password, safe='')}" if self.password else ""
        user = quote(self.user, safe="")
        return f"postgresql://{user}{password}@{host}:{self.port}/{quote(self.name)}{query}"

    def described(self) -> str:
        """The address for a person: never with the password."""
        return f"{self.user}@{self.host}:{self.port}/{self.name}"

    def psycopg(self) -> dict[str, Any]:
        """The keyword arguments of `psycopg.connect`."""
        return {
            "host": self.host,
            "port": self.port,
            "dbname": self.name,
            "user": self.user,
            "password": self.password or None,
            **dict(self.options),
        }


def read(url: str) -> Address:
    """The address in a `postgresql://` URL. Raises Malformed when it is none."""
    how = "Write it as postgresql://USER:PASSWORD@HOST:5432/DATABASE."
    try:
        parts = urlsplit(url)
        port = parts.port or 5432
    except ValueError as problem:
        raise Malformed(f"DATABASE_URL cannot be read: {problem}.", next_step=how) from problem
    if parts.scheme not in ("postgres", "postgresql"):
        raise Malformed("DATABASE_URL does not begin with postgresql://.", next_step=how)
    query = dict(parse_qsl(parts.query))
    host = query.pop("host", "") or unquote(parts.hostname or "")
    written = parts.netloc.rpartition("@")[2]
    if "%2f" in written.lower():
        # urlsplit lowers a host's letters, and directories know capitals.
        host = unquote(written.partition(":")[0])
    name = unquote(parts.path.removeprefix("/"))
    if not (host and name and parts.username):
        raise Malformed("DATABASE_URL lacks a host, a database or a user.", next_step=how)
    return Address(
        host=host,
        name=name,
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        port=port,
        options=tuple(sorted(query.items())),
    )


def django_database(environ: Mapping[str, str]) -> dict[str, Any]:
    """Django's settings of the database in `environ`; without one, an address of nothing."""
    url = environ.get(CONNECTION)
    address = read(url) if url else Address(host="/nonexistent", name="gozinto", user="gozinto_app")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": address.host,
        "PORT": str(address.port),
        "NAME": address.name,
        "USER": address.user,
        "PASSWORD": address.password,
        "OPTIONS": dict(address.options)
        # `roundtrips` has statements planned; psycopg, did it too, would drop all of them
        # whenever something is rolled back.
        | {"application_name": "gozinto", "prepare_threshold": None},
        # A connection keeps the plans of its statements; a new one has to make them again.
        "CONN_MAX_AGE": 3600,
        "CONN_HEALTH_CHECKS": True,
    }


def allowed_hosts(environ: Mapping[str, str]) -> list[str]:
    """The host names we answer to: this machine's, our certificate's and `GOZINTO_HOSTS`."""
    told = f"{environ.get('GOZINTO_HOSTS', '')},{environ.get(TLS_NAMES, '')}"
    named = [h.strip() for h in told.split(",") if h.strip()]
    bound = environ.get("GOZINTO_BIND", "")
    if bound and bound not in ANY_ADDRESS:
        named.append(f"[{bound}]" if ":" in bound else bound)
    outside = urlsplit(public_url(environ)).hostname
    return [*LOCAL_HOSTS, *named, *([outside] if outside else [])]


def public_url(environ: Mapping[str, str]) -> str:
    """By what address people outside the company reach us, without a stroke at its end; "" where
    none do. Raises Malformed (bad_setting)."""
    told = environ.get("GOZINTO_PUBLIC_URL", "").strip().rstrip("/")
    parts = urlsplit(told)
    if told and (parts.scheme not in ("http", "https") or not parts.hostname or parts.path):
        raise Malformed(
            "GOZINTO_PUBLIC_URL is no address of a server.",
            code="bad_setting",
            next_step="Write https://HOST, as a customer's browser reaches Gozinto.",
            value=told,
        )
    return told


def station_host(environ: Mapping[str, str]) -> str:
    """The first name of our certificate that others call us by; "" where there is none."""
    named = [h for h in environ.get(TLS_NAMES, "").split(",") if h and not h.startswith(".")]
    return next((h for h in named if h not in LOCAL_HOSTS), "")


def trusted_origins(environ: Mapping[str, str]) -> list[str]:
    """The origins whose forms we take when a proxy before us speaks HTTPS."""
    if environ.get("GOZINTO_HTTPS") != "1":
        return []
    return [f"https://{h}" for h in allowed_hosts(environ) if h not in LOCAL_HOSTS]
