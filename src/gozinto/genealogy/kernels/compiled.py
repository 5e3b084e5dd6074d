"""The one door to the machine code: who comes through it may import the other modules here.

numba compiles for seconds, so its code is kept in a folder of ours. Nothing there is trusted: it
must be our own, closed to others, and hold what the list of its files says. Where a folder
cannot be used, or none was named, each process compiles for itself.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import os
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

logger = logging.getLogger(__name__)

LIST = "files.json"
LOCK = "lock"
MOST_TRIES = 10
"""More than there are kernels: on a full disk each of them fails once, then runs from memory."""


class _Door:
    """Where code is kept, and whether this process has it."""

    folder: Path | None = None
    is_open = False
    lock = threading.RLock()


def prepare(folder: Path) -> None:
    """Names the folder for the code. It comes into being, with mode 0700, when code is needed."""
    _Door.folder = folder


def warm_beside() -> None:
    """As `warm`, but what has to be compiled is compiled by another process, and not in a hurry:
    here it would take the interpreter from everybody else for half a minute."""
    with _Door.lock:
        folder = _Door.folder
        if not _Door.is_open and folder is not None and _listed(folder) != _contents(folder):
            done = subprocess.run([sys.executable, "-m", __name__, str(folder)], check=False)
            if done.returncode:
                logger.warning("Kernels were not compiled beside: exit code %d", done.returncode)
        warm()


def warm() -> None:
    """Compiles all kernels, or loads them; the first question does it if nobody did before."""
    with _Door.lock:
        if _Door.is_open:
            return
        if _Door.folder is None:
            _try_all(None)
        else:
            try:
                with _locked(_Door.folder):
                    _warm_in(_Door.folder)
            except OSError as problem:
                logger.warning("Kernels are not kept in %s: %s", _Door.folder, problem)
                _try_all(None)
        _Door.is_open = True


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """This folder for us alone. Raises OSError where it cannot be private to us."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
        raise PermissionError("it is not a directory of this account")
    folder.chmod(0o700)
    with (folder / LOCK).open("a+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _warm_in(folder: Path) -> None:
    if _listed(folder) != _contents(folder):
        _wipe(folder)
    _try_all(folder)
    if _listed(folder) != _contents(folder):
        draft = folder / f"{LIST}.new"
        draft.write_text(json.dumps(_contents(folder), indent=1, sort_keys=True))
        draft.replace(folder / LIST)


def _listed(folder: Path) -> object:
    try:
        return json.loads((folder / LIST).read_text())
    except (OSError, ValueError):
        return None


def _contents(folder: Path) -> dict[str, str]:
    """A digest of each file of the folder, and of the sources that it was made from."""
    sources = sorted(Path(__file__).parent.glob("*.py"))
    kept = sorted(folder.glob("*/*"))
    return {
        "sources": hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
    } | {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in kept
    }


def _wipe(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != LOCK:
            path.unlink()


def _try_all(folder: Path | None) -> None:
    """Asks every kernel a small question, whose code comes from the folder or is compiled."""
    from gozinto.genealogy.kernels import compiling

    compiling.keep_in(folder)
    for tries_left in reversed(range(MOST_TRIES)):
        try:
            from gozinto.genealogy.kernels import trial

            trial.walk()
            trial.widen()
            trial.mix()
        except Exception as problem:
            # numba raises whatever reading or writing a broken file raises
            if not tries_left:
                raise
            logger.warning("Kernels are compiled anew: %r", problem)
            if folder is not None:
                _wipe(folder)
        else:
            return


if __name__ == "__main__":
    os.nice(10)
    prepare(Path(sys.argv[1]))
    warm()
