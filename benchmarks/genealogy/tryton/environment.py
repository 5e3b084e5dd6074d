"""Tryton's own virtual environment, made when it is asked for; the product's never sees it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

REQUIREMENTS = (
    "trytond[postgresql]>=8.2,<8.3",
    "trytond-production>=8.2,<8.3",
    "trytond-stock-lot>=8.2,<8.3",
    "psycopg[binary]>=3.2,<4",
)
PATIENCE_S = 600
_OFFLINE = ("resolution", "not known", "connection", "unreachable", "timed out", "no matching")


class NotToBeHad(Exception):
    """Tryton cannot take part on this machine; the message is a sentence that says why."""


def python(folder: Path) -> Path:
    """The interpreter of an environment in `folder` that has Tryton. Raises NotToBeHad."""
    interpreter, done = folder / "bin" / "python", folder / "installed"
    wanted = "\n".join(REQUIREMENTS)
    if done.exists() and done.read_text() == wanted:
        return interpreter
    _run([sys.executable, "-m", "venv", "--clear", str(folder)])
    pip = (str(interpreter), "-I", "-m", "pip", "--disable-pip-version-check")
    _run([*pip, "install", "--quiet", *REQUIREMENTS])
    done.write_text(wanted)
    return interpreter


def variables(**more: str) -> dict[str, str]:
    """The environment of a process of Tryton's: nothing of ours that Python or it would read."""
    ours = ("PYTHON", "TRYTON", "GOZINTO", "DJANGO", "PG")
    return {k: v for k, v in os.environ.items() if not k.startswith(ours)} | more


def _run(command: list[str]) -> None:
    try:
        done = subprocess.run(
            command,
            env=variables(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
    except subprocess.TimeoutExpired as problem:
        raise NotToBeHad(f"it could not be fetched in {PATIENCE_S} seconds") from problem
    if done.returncode:
        raise NotToBeHad(_why(done.stdout + done.stderr))


def _why(said: str) -> str:
    if any(word in said.lower() for word in _OFFLINE):
        return "its packages cannot be fetched; it needs a network, or a mirror in PIP_INDEX_URL"
    last = (said.strip().splitlines() or ["it said nothing"])[-1]
    return f"its environment could not be made: {last}"
