"""How a device learns to trust the plant's own authority, and the certificate to do it with.

Both answer everybody: a device that does not trust us yet has nobody signed in, and a certificate
is no secret. What proves it is the fingerprint that somebody at a desk reads out.
"""

from __future__ import annotations

import hashlib
import ssl
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from gozinto.access import gate
from gozinto.edges.office.stations import reaching


@gate.public
def show(request: HttpRequest) -> HttpResponse:
    """The page: the certificate, its fingerprint, and the steps on each kind of device."""
    pem = _authority()
    context = {
        "fingerprint": _fingerprint(pem) if pem else "",
        "address": reaching.trust(request),
        "is_secure": request.is_secure(),
    }
    return render(request, "office/trust.html", context)


@gate.public
def certificate(request: HttpRequest) -> HttpResponse:
    """The certificate of the plant's authority, as devices take it for one."""
    pem = _authority()
    if not pem:
        raise Http404
    answer = HttpResponse(pem, content_type="application/x-x509-ca-cert")
    answer["Content-Disposition"] = 'attachment; filename="gozinto-plant-ca.crt"'
    return answer


def _fingerprint(pem: bytes) -> str:
    """The SHA-256 of a certificate in pairs of digits, as every device shows it."""
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem.decode("ascii"))).digest().hex(" ").upper()


def _authority() -> bytes:
    """The certificate; nothing where it is not the plant's own that we speak TLS by."""
    if not settings.GOZINTO_CA_CERTIFICATE:
        return b""
    return Path(settings.GOZINTO_CA_CERTIFICATE).read_bytes()
