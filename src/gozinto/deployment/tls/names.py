"""The names and addresses that a certificate is for."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable
from ipaddress import ip_address

from gozinto.errors import Malformed

_LABEL = r"(?!-)[a-z0-9-]{1,63}(?<!-)"
_NAME = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*")

_NOWHERE = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
"""Addresses of documentation (RFC 5737, RFC 3849): nothing is sent, the way there is looked up."""


def read(text: str) -> str:
    """A host name in small letters and without what ASCII lacks, or an address.

    Raises Malformed (bad_tls_name).
    """
    text = text.strip().rstrip(".").lower()
    if is_address(text):
        return str(ip_address(text))
    try:
        name = text.encode("idna").decode("ascii")
    except UnicodeError:
        name = ""
    if not _NAME.fullmatch(name):
        raise Malformed(
            f"{text[:80]!r} is no host name and no address.",
            code="bad_tls_name",
            next_step="Write it as panel.plant.example or 192.168.1.20.",
        )
    return name


def is_address(text: str) -> bool:
    """Whether it is an IP address and no name."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def of_machine() -> tuple[str, ...]:
    """What this machine is called and reached by, itself included."""
    # Not getfqdn: without a name server it waits for seconds.
    called = socket.gethostname().lower()
    own = [called] if _NAME.fullmatch(called) else []
    reached = filter(None, map(_way, _NOWHERE))
    return tuple(dict.fromkeys([*own, "localhost", "127.0.0.1", "::1", *reached]))


def hosts(names: Iterable[str]) -> list[str]:
    """Names of a certificate as the host names that we then answer to."""
    return [f"[{name}]" if ":" in name else name.removeprefix("*") for name in names]


def _way(to: tuple[socket.AddressFamily, str]) -> str:
    """From which of our addresses a packet to there would leave; "" where there is no way."""
    family, address = to
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((address, 9))
        except OSError:
            return ""
        return str(probe.getsockname()[0])
