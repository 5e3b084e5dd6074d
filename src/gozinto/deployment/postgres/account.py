"""Under whose name the server runs. PostgreSQL refuses to run as root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gozinto.deployment.homes import is_root
from gozinto.errors import Unavailable

NAMES = ("gozinto", "postgres")
PASSWD = Path("/etc/passwd")


@dataclass(frozen=True)
class Account:
    """A listed account of the machine. initdb fails under a uid that no passwd line names."""

    name: str
    uid: int
    gid: int


def _listed(name: str) -> Account | None:
    try:
        found = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(found.pw_name, found.pw_uid, found.pw_gid)


def for_server() -> Account | None:
    """The account to run the server as; None when we are not root and run it as ourselves.

    Looks for `gozinto`, then `postgres`, then makes `gozinto`. Never `nobody`, whom other
    programs share. Raises Unavailable when none can be made.
    """
    if not is_root():
        return None
    for name in NAMES:
        account = _listed(name)
        if account:
            return account
    return _made()


def _made() -> Account:
    name = NAMES[0]
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd:
        subprocess.run(
            [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name],
            check=False,
            capture_output=True,
        )
    account = _listed(name)
    if account is None:
        taken = {entry.pw_uid for entry in pwd.getpwall()}
        uid = next(uid for uid in range(999, 100, -1) if uid not in taken)
        try:
            with PASSWD.open("a") as file:
                file.write(f"{name}:x:{uid}:{uid}:Gozinto:/nonexistent:/usr/sbin/nologin\n")
        except OSError as problem:
            raise Unavailable(
                "The database server may not run as root, and no account could be made for it: "
                f"{problem.strerror} ({PASSWD}).",
                next_step="Run `useradd --system gozinto`, or start as an ordinary user.",
            ) from problem
        account = _listed(name)
    if account is None:
        raise Unavailable(
            "The account gozinto was made, and the system does not list it.",
            next_step="Add a line for it to /etc/passwd, or start as an ordinary user.",
        )
    return account


@cache
def setpriv() -> str | None:
    """The program that drops privileges and then sets the death signal, where it is util-linux'."""
    path = shutil.which("setpriv")
    if path is None:
        return None
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    return path if "util-linux" in said.stdout else None


def launch(
    arguments: Sequence[str], *, account: Account | None, die_with_parent: bool = False
) -> tuple[list[str], dict[str, Any]]:
    """The command line and the keywords for `subprocess` that run `arguments` as `account`.

    With `die_with_parent`, the kernel sends SIGINT (a fast shutdown) when the calling
    *thread* ends, so call it from the main one. The signal must be set after root is
    dropped: before, the kernel clears it without a word. prctl(2), PR_SET_PDEATHSIG.
    """
    wrap: list[str] = []
    rest: dict[str, Any] = {}
    program = setpriv()
    if account and program:
        wrap += [f"--reuid={account.uid}", f"--regid={account.gid}", "--clear-groups"]
    elif account:
        rest = {"user": account.uid, "group": account.gid, "extra_groups": []}
    if die_with_parent and program:
        wrap.append("--pdeathsig=INT")
    return ([program, *wrap, "--", *arguments] if program and wrap else list(arguments)), rest


def may(arguments: Sequence[str], *, account: Account | None) -> bool:
    """Whether a program runs and succeeds as `account`: `["test", "-w", path]`."""
    # Root's capabilities last until the first program is started, and would open every
    # directory on the way to it: so a shell comes first, and looks the program up without them.
    shell = ["/bin/sh", "-c", 'exec "$@"', "sh", *arguments]
    command, rest = launch(shell, account=account)
    try:
        done = subprocess.run(command, capture_output=True, check=False, cwd="/", **rest)
    except OSError:
        return False
    return done.returncode == 0


def own(path: Path, *, account: Account | None, mode: int) -> None:
    """Gives `path` to `account` with exactly `mode`."""
    if account:
        os.chown(path, account.uid, account.gid)
    path.chmod(mode)
