"""The data of one embedded server: where it lies, how it is made, how the server is called."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import stat
import subprocess
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from gozinto.deployment.homes import SYSTEM_HOME, Home
from gozinto.deployment.postgres import account as accounts
from gozinto.deployment.postgres import binaries as programs
from gozinto.deployment.postgres.account import Account
from gozinto.deployment.postgres.binaries import Binaries
from gozinto.errors import Unavailable

SUPERUSER = "postgres"
CLEAN = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
"""The environment of the server: the caller's language must not decide how text is sorted."""

SOCKET_PATH_BYTES = 107
"""What fits into sockaddr_un.sun_path, unix(7), with its closing zero."""


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """Where one server's data and socket are. Kept as `cluster.json` in the home."""

    directory: str
    socket: str
    account: str

    @property
    def data(self) -> Path:
        """The data directory, as PostgreSQL calls it."""
        return Path(self.directory) / "data"

    @property
    def log(self) -> Path:
        """What the server says."""
        return Path(self.directory) / "server.log"

    def runner(self) -> Account | None:
        """The account that owns the data; None when that is who we are."""
        return accounts.for_server() if self.account else None

    def major(self) -> int:
        """The major version that made the data."""
        return int((self.data / "PG_VERSION").read_text())


def state_file(home: Home) -> Path:
    """Where a home says which cluster is its own."""
    return home.path / "cluster.json"


def find(home: Home) -> Cluster | None:
    """The cluster of a home, or None where none was made yet."""
    try:
        kept = json.loads(state_file(home).read_text())
    except FileNotFoundError:
        return None
    except PermissionError as problem:
        raise Unavailable(
            f"The home {home.path} belongs to another account.",
            next_step="Run the command as that account, or set GOZINTO_HOME.",
        ) from problem
    return Cluster(**kept)


def made(home: Home) -> Cluster:
    """The cluster of a home, made now when there is none. Two callers make one.

    Raises Unavailable, in one sentence, when it cannot be made.
    """
    with (home.path / "cluster.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        cluster = find(home)
        if cluster is None:
            cluster = _initialised(home)
            draft = state_file(home).with_suffix(".new")
            draft.write_text(json.dumps(asdict(cluster)))
            draft.chmod(0o600)
            draft.replace(state_file(home))
        return cluster


def usable(found: Binaries, *, account: Account | None) -> Binaries:
    """The same programs where `account` can execute them: in place, else copied by version.

    A virtual environment below root's home (0700) is closed to the server's account.
    """
    if accounts.may([found.program("postgres"), "--version"], account=account):
        return found
    if not found.from_wheel:
        raise Unavailable(
            f"The account {account.name if account else '?'} cannot execute {found.directory}.",
            next_step="Make it readable and executable for that account.",
        )
    target = SYSTEM_HOME / f"postgresql-{found.version}"
    copied = target / found.directory.relative_to(programs.wheel_directory().parent)
    if not copied.exists():
        SYSTEM_HOME.mkdir(mode=0o711, parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".copy-", dir=SYSTEM_HOME))
        wheel = programs.wheel_directory()
        # The programs find their libraries by a path relative to themselves: keep the layout.
        for part in ("pginstall/bin", "pginstall/lib", "pginstall/share"):
            shutil.copytree(wheel / part, draft / wheel.name / part, symlinks=True)
        libraries = wheel.with_name(f"{wheel.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        draft.chmod(0o755)
        try:
            draft.rename(target)
        except OSError:
            shutil.rmtree(draft)  # another starter was first
    return Binaries(copied, found.version)


def binaries(cluster: Cluster) -> Binaries:
    """The programs that fit the data of `cluster` and that its account can execute."""
    return usable(programs.find(major=cluster.major()), account=cluster.runner())


def _initialised(home: Home) -> Cluster:
    account = accounts.for_server()
    found = usable(programs.find(), account=account)
    directory = _state_directory(home, account=account)
    data = directory / "data"
    draft = directory / "data.new"
    if draft.exists():
        shutil.rmtree(draft)
    password = directory / "password"
    password.write_text(home.secret("postgres_password") + "\n")
    accounts.own(password, account=account, mode=0o600)
    locale = (
        ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        if found.major >= 17
        else ["--locale=C.UTF-8"]
    )
    command, rest = accounts.launch(
        [
            found.program("initdb"),
            f"--pgdata={draft}",
            f"--username={SUPERUSER}",
            "--encoding=UTF8",
            *locale,
            "--data-checksums",
            "--auth=scram-sha-256",
            f"--pwfile={password}",
        ],
        account=account,
    )
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd="/", env=CLEAN, **rest
    )
    password.unlink()
    if done.returncode != 0:
        shutil.rmtree(directory)
        reason = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise Unavailable(f"initdb failed: {reason}", next_step=_way_out(done.stderr))
    draft.rename(data)
    return Cluster(
        directory=str(directory),
        socket=str(_socket_directory(account=account)),
        account=account.name if account else "",
    )


def _way_out(said: str) -> str:
    if "No space left" in said:
        return "Free disk space, or set GOZINTO_HOME to a directory with room."
    if "could not look up effective user ID" in said:
        return "Give this uid a line in /etc/passwd."
    return "Run `gozinto doctor`, or set DATABASE_URL to a server of yours."


def _state_directory(home: Home, *, account: Account | None) -> Path:
    directory = home.path / "postgres"
    directory.mkdir(mode=0o700, exist_ok=True)
    accounts.own(directory, account=account, mode=0o700)
    if accounts.may(["test", "-w", str(directory)], account=account):
        return directory
    # The account cannot pass through to the home (root's own is 0700).
    directory.rmdir()
    clusters = SYSTEM_HOME / "clusters"
    clusters.mkdir(mode=0o711, parents=True, exist_ok=True)
    directory = Path(tempfile.mkdtemp(prefix=f"{home.path.name}-", dir=clusters))
    accounts.own(directory, account=account, mode=0o700)
    if not accounts.may(["test", "-w", str(directory)], account=account):
        raise Unavailable(
            f"The account {account.name if account else '?'} cannot reach {directory}.",
            next_step=f"Make {SYSTEM_HOME} passable: chmod 711 {SYSTEM_HOME}",
        )
    return directory


def _socket_directory(*, account: Account | None) -> Path:
    # Not below HOME and not in the data: a path may have 107 bytes, and homes are deep.
    # PostgreSQL itself touches the socket, so that cleaners of /tmp leave it alone.
    for parent in (tempfile.gettempdir(), "/tmp"):
        path = Path(parent) / f"gozinto-{secrets.token_hex(6)}"
        if len(os.fsencode(path)) + len("/.s.PGSQL.5432.lock") <= SOCKET_PATH_BYTES:
            path.mkdir(mode=0o700)
            accounts.own(path, account=account, mode=0o700)
            if accounts.may(["test", "-w", str(path)], account=account):
                return path
            path.rmdir()
    raise Unavailable(
        "No short directory for the server's socket.", next_step="Set TMPDIR to /tmp."
    )


def open_socket_directory(cluster: Cluster) -> None:
    """Makes the socket's directory again when a reboot emptied /tmp.

    Raises Unavailable when someone else holds its name.
    """
    path = Path(cluster.socket)
    account = cluster.runner()
    try:
        path.mkdir(mode=0o700)
        accounts.own(path, account=account, mode=0o700)
    except FileExistsError:
        found = path.lstat()
        owner = account.uid if account else os.geteuid()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
            raise Unavailable(
                f"{path} is not a private directory of the server's account.",
                next_step="Remove it.",
            ) from None


def server_arguments(cluster: Cluster, found: Binaries) -> list[str]:
    """The command line of the server: a socket in a private directory and no network."""
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": cluster.socket,
        "unix_socket_permissions": "0700",
        "port": "5432",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_line_prefix": "%m [%p] %u@%d ",
        "jit": "off",
    }
    pairs = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
    return [found.program("postgres"), "-D", str(cluster.data), *pairs]
