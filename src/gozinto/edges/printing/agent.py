"""A print agent: it fetches labels from the server and prints them where the server cannot reach.

It asks, and is never asked, so that a firewall need let nothing in. Before the first byte goes to
a printer the server has said that it knows; after the last one the agent notes that on its disk
and tells the server, and tells it again after a crash.
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from gozinto.edges.printing import sending
from gozinto.edges.printing.outcomes import Lost, NothingSent, Undelivered, Unfit
from gozinto.edges.printing.sending import Target
from gozinto.errors import Conflict, Malformed, NotSignedIn, Unavailable

WAIT_S = 20
"""How long the server may wait with its answer for a job."""
ANSWER_S = 15.0
AGAIN_S = 3.0
"""Before a server that is away is asked again."""

_OUTCOMES: Mapping[type[Undelivered], str] = {
    Unfit: "unfit",
    NothingSent: "nothing_sent",
    Lost: "lost",
}
_REFUSED = {401: NotSignedIn, 403: NotSignedIn}

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A Gozinto, and the token by which the agent may fetch labels from it."""

    url: str
    token: str

    def ask(self, path: str, *, wait_s: int = 0, **body: Any) -> dict[str, Any]:
        """What the server answers; `wait_s`: how long it may wait for something to answer.

        Raises Unavailable, NotSignedIn or Conflict.
        """
        if wait_s:
            body["wait_s"] = wait_s
        where = urlsplit(self.url.rstrip("/") + "/api/v1/labels/agent/" + path)
        connection = _connection(where.scheme, where.netloc, timeout=wait_s + ANSWER_S)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        try:
            connection.request("POST", where.path, body=json.dumps(body), headers=headers)
            response = connection.getresponse()
            status, content = response.status, response.read()
        except (OSError, http.client.HTTPException) as problem:
            raise Unavailable(f"{self.url} cannot be reached: {problem}.") from problem
        finally:
            connection.close()
        return _read(status, content)


def _connection(scheme: str, netloc: str, *, timeout: float) -> http.client.HTTPConnection:
    if scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(netloc, timeout=timeout, context=context)
    return http.client.HTTPConnection(netloc, timeout=timeout)


def _read(status: int, content: bytes) -> dict[str, Any]:
    try:
        told = json.loads(content)
    except ValueError as problem:
        raise Unavailable(f"The server answers what is no JSON (status {status}).") from problem
    if status < 300 and isinstance(told, dict):
        return told
    said = f"{told.get('detail', '')} {told.get('next_step', '')}".strip() or f"status {status}"
    if status >= 500 or status == 429:
        raise Unavailable(said)
    raise _REFUSED.get(status, Conflict)(said)


@dataclass(frozen=True, slots=True)
class Journal:
    """What was delivered and not yet told: it survives whatever kills the agent."""

    path: Path

    def note(self, job: int, lease: str) -> None:
        """Keep that a job is delivered, durably."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{job} {lease}\n")
            file.flush()
            os.fsync(file.fileno())

    def untold(self) -> list[tuple[int, str]]:
        """What is noted. A line that a crash cut short was never noted."""
        if not self.path.exists():
            return []
        lines = self.path.read_text(encoding="utf-8").split("\n")[:-1]
        pairs = [line.split(" ") for line in lines]
        return [(int(pair[0]), pair[1]) for pair in pairs if len(pair) == 2 and pair[0].isdigit()]

    def clear(self) -> None:
        """Forget all of it: the server knows."""
        self.path.unlink(missing_ok=True)


def read_printer(text: str, *, root: Path) -> Target:
    """The printer in `CODE=ADDRESS`: host:port, ipp://…, or file:FOLDER. Raises Malformed."""
    code, is_told, address = text.partition("=")
    if not (code.strip() and is_told and address.strip()):
        raise Malformed(
            f"{text!r} says not where a printer is.",
            code="bad_printer_option",
            next_step="Write it like ZD-1=10.0.0.7:9100, ZD-1=ipp://10.0.0.7/ipp/print or "
            "ZD-1=file:labels.",
        )
    connection, address = "raw", address.strip()
    if address.partition(":")[0] in ("ipp", "ipps"):
        connection = "ipp"
    elif address.startswith("file:"):
        connection, address = "file", address.removeprefix("file:")
    return Target(
        code=code.strip(), connection=connection, address=address, language="zpl", root=root
    )


@dataclass(frozen=True, kw_only=True)
class Agent:
    """One agent: its name, the server, its printers, and what it has to remember."""

    name: str
    server: Server
    printers: Mapping[str, Target]
    journal: Journal
    say: Say = print

    def work(self, ended: threading.Event) -> None:
        """Fetch and print until `ended`. Raises NotSignedIn where the token is not good."""
        is_away = False
        while not ended.is_set():
            try:
                self.tell()
                handed = self._pull()
                if is_away:
                    self.say("The server is there again.")
                is_away = False
                if handed is not None:
                    self.print(handed)
            except Unavailable as problem:
                if not is_away:
                    self.say(problem.message)
                is_away = True
                ended.wait(AGAIN_S)

    def _pull(self) -> dict[str, Any] | None:
        """The next job, or None when none came while the server waited."""
        found: dict[str, Any] | None = self.server.ask(
            "pull", wait_s=WAIT_S, agent=self.name, printers=sorted(self.printers)
        ).get("handed")
        return found

    def tell(self) -> None:
        """Tell the server what was delivered before a crash. Raises Unavailable."""
        for job, lease in self.journal.untold():
            try:
                self.server.ask(f"jobs/{job}/end", lease=lease, outcome="delivered")
            except Conflict as problem:
                # Somebody has decided it meanwhile; what the server said is all there is to say.
                self.say(f"Job {job}: {problem.message}")
        self.journal.clear()

    def print(self, handed: Mapping[str, Any]) -> None:
        """Print one job, and say what became of it. Raises Unavailable."""
        job, lease = int(handed["job"]), str(handed["lease"])
        payload = base64.b64decode(handed["payload"], validate=True)
        digest = sha256(payload).hexdigest()
        if digest != handed["digest"]:
            raise Unavailable(f"Job {job} did not arrive as it was sent.")
        try:
            self.server.ask(f"jobs/{job}/begin", lease=lease, digest=digest)
        except Conflict as problem:
            self.say(f"Job {job}: {problem.message}")
            return
        target = replace(self.printers[handed["printer"]], language=handed["language"])
        try:
            sending.deliver(target, payload, name=f"label-{job}")
        except Undelivered as problem:
            self.say(f"Job {job}: {problem.message}")
            self._end(job, lease, problem)
            return
        self.journal.note(job, lease)
        self.tell()
        self.say(f"Job {job} is printed at {target.code}.")

    def _end(self, job: int, lease: str, problem: Undelivered) -> None:
        outcome = next(word for kind, word in _OUTCOMES.items() if isinstance(problem, kind))
        try:
            self.server.ask(
                f"jobs/{job}/end",
                lease=lease,
                outcome=outcome,
                code=problem.code,
                message=problem.message[:2_000],
                next_step=problem.next_step,
            )
        except Conflict as refused:
            self.say(f"Job {job}: {refused.message}")
