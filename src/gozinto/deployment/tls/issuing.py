"""An authority and what it issues, as the library of the field writes them. Knows no files."""

from __future__ import annotations

import secrets
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from gozinto.deployment.tls import names

AUTHORITY_FOR = timedelta(days=3650)
SERVER_FOR = timedelta(days=397)
"""Some browsers trust no certificate for longer."""

_CLOCKS_DIFFER = timedelta(hours=1)
"""A device's clock may be behind ours: what is issued counts from then on."""

Key = ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class Pair:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: Key

    def certificate_pem(self) -> bytes:
        """The certificate as a file."""
        return self.certificate.public_bytes(Encoding.PEM)

    def key_pem(self) -> bytes:
        """The key as a file, which nobody else may read."""
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def read(certificate_pem: bytes, key_pem: bytes) -> Pair:
    """A pair out of its two files. Raises ValueError when they are none, or not of one another."""
    certificate = x509.load_pem_x509_certificate(certificate_pem)
    key = load_pem_private_key(key_pem, password=None)
    if not isinstance(key, Key) or key.public_key() != certificate.public_key():
        raise ValueError("this key is not the certificate's")
    return Pair(certificate, key)


def make_authority() -> Pair:
    """A new authority, of a name that tells it from others of its kind."""
    key = _new_key()
    now, mark = datetime.now(UTC), secrets.token_hex(3).upper()
    called = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Gozinto"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"Gozinto plant CA {mark}"),
        ]
    )
    key_id = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    draft = (
        _draft(called, issuer=called, key=key, now=now, until=now + AUTHORITY_FOR)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_uses(signs=True), critical=True)
        .add_extension(key_id, critical=False)
    )
    return Pair(draft.sign(key, hashes.SHA256()), key)


def issue(authority: Pair, *, to: Iterable[str]) -> Pair:
    """A new certificate of a server of these names, the first of which it is called by."""
    named = tuple(to)
    key, now = _new_key(), datetime.now(UTC)
    until = min(now + SERVER_FOR, authority.certificate.not_valid_after_utc)
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, named[0][:64])])
    of_authority = authority.certificate.extensions.get_extension_for_class(
        x509.SubjectKeyIdentifier
    ).value
    for_servers = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    authority_key_id = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(of_authority)
    key_id = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    draft = (
        _draft(called, issuer=authority.certificate.subject, key=key, now=now, until=until)
        .add_extension(x509.SubjectAlternativeName(map(_name, named)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_uses(signs=False), critical=True)
        .add_extension(for_servers, critical=False)
        .add_extension(authority_key_id, critical=False)
        .add_extension(key_id, critical=False)
    )
    return Pair(draft.sign(authority.key, hashes.SHA256()), key)


def is_of(authority: x509.Certificate, certificate: x509.Certificate) -> bool:
    """Whether the authority issued the certificate."""
    try:
        certificate.verify_directly_issued_by(authority)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def names_of(certificate: x509.Certificate) -> tuple[str, ...]:
    """The names and addresses that a certificate is for."""
    try:
        said = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    return (
        *said.get_values_for_type(x509.DNSName),
        *map(str, said.get_values_for_type(x509.IPAddress)),
    )


def fingerprint(pem: bytes) -> str:
    """The SHA-256 of a certificate as people compare it: AB:CD:…"""
    return x509.load_pem_x509_certificate(pem).fingerprint(hashes.SHA256()).hex(":").upper()


def key_hash(pem: bytes) -> str:
    """The SHA-256 of a certificate's public key in Base64, as browsers are told of a key."""
    key = x509.load_pem_x509_certificate(pem).public_key()
    spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return b64encode(sha256(spki).digest()).decode()


def _draft(
    called: x509.Name, *, issuer: x509.Name, key: Key, now: datetime, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCKS_DIFFER)
        .not_valid_after(until)
    )


def _uses(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        key_cert_sign=signs,
        crl_sign=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _new_key() -> Key:
    # Every device of the last ten years has this curve.
    return ec.generate_private_key(ec.SECP256R1())


def _name(text: str) -> x509.GeneralName:
    return x509.IPAddress(ip_address(text)) if names.is_address(text) else x509.DNSName(text)
