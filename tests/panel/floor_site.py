"""A real server over TLS under a plant's name: on plain http no browser gives a panel its worker,
its camera or its storage, and every test on localhost would pass all the same.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread

from gozinto.deployment.tls import issuing

NAME = "panel.plant.example"


@dataclass(frozen=True, slots=True)
class Papers:
    """A certificate and its key in one file, and the hash by which a browser may know the key."""

    file: Path
    key_hash: str


def papers(directory: Path) -> Papers:
    """What the plant's own authority issues to its name."""
    ours = issuing.issue(issuing.make_authority(), to=[NAME])
    file = directory / "plant.pem"
    file.write_bytes(ours.key_pem() + ours.certificate_pem())
    return Papers(file, issuing.key_hash(ours.certificate_pem()))


class TlsServer(LiveServerThread):
    """Django's server for tests, behind TLS."""

    def __init__(self, certificate: Path) -> None:
        super().__init__("127.0.0.1", StaticFilesHandler)
        self.certificate = certificate
        self.daemon = True

    def _create_server(self, connections_override: Any = None) -> Any:
        server = super()._create_server(connections_override)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate)
        # The hands are shaken in the thread of the request: a browser opens connections ahead.
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
        server.base_environ["HTTPS"] = "on"
        return server
