"""The home: one directory that holds all data of one Gozinto (`GOZINTO_HOME`)."""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from gozinto.errors import StorageFull, Unavailable

SYSTEM_HOME = Path("/var/lib/gozinto")
NEEDED_FREE_BYTES = 300 * 1024 * 1024
"""What a first start needs: binaries, an empty cluster and the first write-ahead log."""


def is_root() -> bool:
    """Whether this process runs as the superuser of the machine."""
    return os.geteuid() == 0


def default_path() -> Path:
    """Where the home is when nobody says otherwise (design 1)."""
    if is_root():
        return SYSTEM_HOME
    return Path("~/.local/share/gozinto").expanduser()


@dataclass(frozen=True)
class Home:
    """One home. Its directory comes into being with `prepared`, not before."""

    path: Path

    @property
    def key_file(self) -> Path:
        """The file with the key that signs sessions."""
        return self.path / "secret_key"

    def prepared(self) -> Home:
        """The same home, its directory and session key now there.

        Raises Unavailable when it cannot be written, StorageFull when the disk is short.
        """
        try:
            # 0711: the database's account must pass through; what is secret is 0600 or 0700.
            self.path.mkdir(mode=0o711, parents=True, exist_ok=True)
            short = shutil.disk_usage(self.path).free < NEEDED_FREE_BYTES
            if short and not self.key_file.exists():
                raise StorageFull(
                    f"Less than {NEEDED_FREE_BYTES >> 20} MB are free at {self.path}.",
                    next_step="Free disk space, or set GOZINTO_HOME to a directory with room.",
                )
            self.secret("secret_key", size=50)
        except OSError as problem:
            raise Unavailable(
                f"The home {self.path} cannot be written: {problem.strerror}.",
                next_step="Set GOZINTO_HOME to a directory that you may write.",
            ) from problem
        return self

    def secret(self, name: str, *, size: int = 32) -> str:
        """The secret kept under `name`, made from `size` random bytes when there is none."""
        path = self.path / name
        if not path.exists():
            draft = path.with_name(f".{name}.{os.getpid()}.{secrets.token_hex(4)}")
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(size))
                file.flush()
                os.fsync(file.fileno())
            try:
                # A link fails where a rename would replace: the first of two starters wins.
                os.link(draft, path)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return path.read_text().strip()

    def session_key(self) -> str:
        """The key that signs sessions; where no home was prepared, one for this process alone.

        Importing the settings (a type checker does) must not make directories.
        """
        try:
            return self.key_file.read_text().strip()
        except OSError:
            return secrets.token_urlsafe(50)


def current() -> Home:
    """The home named by `GOZINTO_HOME`, else the default one."""
    named = os.environ.get("GOZINTO_HOME")
    return Home(Path(named).expanduser().absolute() if named else default_path())
