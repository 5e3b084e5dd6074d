"""What writers were acknowledged, as they noted it: to be read while they write, and are killed."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple


class Seen(NamedTuple):
    """An acknowledged event says that `far` is one step from the object that was asked for."""

    event_id: str
    far: str


class Notebook:
    """One life of a writer. A note is durable: what stands there was acknowledged."""

    def __init__(self, folder: Path, name: str) -> None:
        self._file = (folder / f"told-{name}-{os.getpid()}").open("x")

    def told(self, event_id: str, *, of: Sequence[str], made: Sequence[str]) -> None:
        """It was acknowledged that these things were made of those."""
        self._note({"id": event_id, "of": list(of), "made": list(made)})

    def takes_back(self, event_id: str) -> None:
        """From now on it may be gone: noted before the correction is sent."""
        self._note({"takes_back": event_id})

    def _note(self, what: dict[str, Any]) -> None:
        self._file.write(json.dumps(what) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())


class Notes:
    """The notes of all writers in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[Path, int] = defaultdict(int)
        self._steps: dict[tuple[str, bool], list[Seen]] = defaultdict(list)
        self._taken_back: set[str] = set()
        self.asked: list[tuple[str, bool]] = []
        """What can be asked for, and in which direction; the latest last."""

    def read(self) -> None:
        """Take in what is new. A last line that a kill cut short was never noted."""
        for path in sorted(self._folder.glob("told-*")):
            with path.open("rb") as file:
                file.seek(self._read[path])
                whole = file.read().rpartition(b"\n")[0]
            if whole:
                self._read[path] += len(whole) + 1
            for line in whole.splitlines():
                self._take(json.loads(line))

    def _take(self, note: dict[str, Any]) -> None:
        if "takes_back" in note:
            self._taken_back.add(note["takes_back"])
            return
        for ahead, near, far in ((True, "of", "made"), (False, "made", "of")):
            for one in note[near]:
                self._steps[one, ahead] += [Seen(note["id"], other) for other in note[far]]
                self.asked.append((one, ahead))

    def steps(self, one: str, *, ahead: bool) -> list[Seen]:
        """What must be in the answer, but for what may have been taken back."""
        return [s for s in self._steps[one, ahead] if s.event_id not in self._taken_back]
