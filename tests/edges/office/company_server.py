"""A company's own server to sign in at: as much of OpenID Connect as is asked of it here."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar


class _Answers(BaseHTTPRequestHandler):
    said: ClassVar[dict[str, Any]] = {}
    url: ClassVar[str] = ""

    def do_GET(self) -> None:
        """The description of the server, and what it says of whoever has the token."""
        if self.path.endswith("/.well-known/openid-configuration"):
            self._say(
                {
                    "issuer": self.url,
                    "authorization_endpoint": f"{self.url}/authorize",
                    "token_endpoint": f"{self.url}/token",
                    "userinfo_endpoint": f"{self.url}/me",
                    "jwks_uri": f"{self.url}/keys",
                }
            )
        elif self.headers["Authorization"] == "Bearer a-token":
            self._say(self.said)
        else:
            self.send_error(401)

    def do_POST(self) -> None:
        """A token for the right code."""
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if "code=the-right-code" in sent and "code_verifier=" in sent:
            self._say({"access_token": "a-token", "token_type": "Bearer", "expires_in": 60})
        else:
            self.send_error(400)

    def _say(self, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Nothing: tests speak for themselves."""


@contextmanager
def serving(said: dict[str, Any]) -> Iterator[str]:
    """The address of a server that says this of whoever signs in there."""
    answers = type("Answers", (_Answers,), {"said": said})
    server = ThreadingHTTPServer(("127.0.0.1", 0), answers)
    url = f"http://127.0.0.1:{server.server_port}"
    answers.url = url  # type: ignore[attr-defined]  # known only once it listens
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield url
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
