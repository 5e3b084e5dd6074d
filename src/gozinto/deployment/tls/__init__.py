"""TLS of our own: an authority of the plant, a certificate that it signs, and files of others.

A browser gives a page no service worker, camera or lasting storage under any name but localhost
without TLS, and a plant rarely has a public name. So the plant is its own authority: whoever
trusts its certificate once trusts every certificate that follows.
"""

from __future__ import annotations

from gozinto.deployment.tls.files import RENEWED_BEFORE, Files, found, given, prepared, renewed
from gozinto.deployment.tls.issuing import fingerprint, key_hash
from gozinto.deployment.tls.names import hosts

__all__ = [
    "RENEWED_BEFORE",
    "Files",
    "fingerprint",
    "found",
    "given",
    "hosts",
    "key_hash",
    "prepared",
    "renewed",
]
