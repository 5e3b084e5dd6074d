"""The engine `c`: reach written in C, compiled when the measurement starts."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.genealogy.questions import Answer, Question
from gozinto.genealogy.arrays import Arrays, Side

SOURCE = Path(__file__).with_name("reference.c")
FLAGS = ("-O3", "-march=native", "-shared", "-fPIC")

_POINTERS = ("start", "far", "time", "forgets")
_ROOM = {
    "turn": np.int32,
    "next_turn": np.int32,
    "node": np.int32,
    "depth": np.int32,
    "label": np.int64,
    "witness": np.int64,
}
"""What the reference writes: one place a node."""


class _Walk(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_void_p) for name in (*_POINTERS, "marks", *_ROOM)),
        ("next_count", ctypes.c_int64),
        ("found", ctypes.c_int64),
        ("question", ctypes.c_uint32),
    )


def compiler() -> str | None:
    """The C compiler of this machine, if it has one."""
    return shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")


def compiled(to: Path) -> ctypes.CDLL:
    """The reference as a library in the directory `to`."""
    program = compiler()
    if program is None:
        raise FileNotFoundError("there is no C compiler here")
    library = to / "reference.so"
    subprocess.run([program, *FLAGS, "-o", library, SOURCE], check=True)
    return ctypes.CDLL(str(library))


class Reference:
    """Asks the reference; its memory is kept between questions, like that of the product."""

    def __init__(self, arrays: Arrays) -> None:
        with tempfile.TemporaryDirectory(prefix="gozinto-bench-") as directory:
            self._library = compiled(Path(directory))
        for name in ("reach_forward", "reach_backward", "reach_each", "connected"):
            getattr(self._library, name).restype = ctypes.c_int64
        self._arrays = arrays
        self._marks = np.zeros(2 * arrays.nodes, np.int64)
        self._room = {name: np.empty(arrays.nodes, kind) for name, kind in _ROOM.items()}
        self._walks = {
            "forward": self._walk(arrays.forward),
            "backward": self._walk(arrays.backward),
        }
        self._questions = 0
        self._objects = np.empty(0, np.int32)

    def prepared(self, question: Question) -> Callable[[], int] | None:
        """The question as one call that answers how many nodes, or objects, there are."""
        walk = self._walks[question.direction]
        if question.each:
            return lambda: len(self._each(question, walk)[1].copy())
        name = f"reach_{question.direction}" if question.in_time else "connected"
        answered = ("node", "label", "depth") if question.in_time else ("node",)
        function = getattr(self._library, name)
        origins = _pointer(question.origins)
        count = ctypes.c_int64(len(question.origins))

        def ask() -> int:
            self._questions += 1
            walk.question = self._questions
            found = int(function(ctypes.byref(walk), origins, count))
            # as the product's answer does, it outlives the next question
            return max(len(self._room[name][:found].copy()) for name in answered)

        return ask

    def answer(self, question: Question) -> Answer:
        """The whole answer."""
        if question.each:
            counts, _ = self._each(question, self._walks[question.direction])
            return Answer(counts=counts)
        ask = self.prepared(question)
        assert ask is not None
        found = ask()
        return Answer.of(
            nodes=self._room["node"][:found],
            labels=self._room["label"][:found] if question.in_time else None,
        )

    def close(self) -> None:
        """Nothing is held beyond this object."""

    def _walk(self, side: Side) -> _Walk:
        walk = _Walk(
            start=side.start.ctypes.data,
            far=side.far.ctypes.data,
            time=side.time.ctypes.data,
            forgets=self._arrays.forgets.ctypes.data,
            marks=self._marks.ctypes.data,
        )
        for name, room in self._room.items():
            setattr(walk, name, room.ctypes.data)
        return walk

    def _each(self, question: Question, walk: _Walk) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        counts = np.zeros(len(question.origins), np.int64)
        while True:
            walk.question = self._questions
            found = self._library.reach_each(
                ctypes.byref(walk),
                _pointer(question.origins),
                ctypes.c_int64(len(counts)),
                question.direction == "backward",
                _pointer(counts),
                _pointer(self._objects),
                ctypes.c_int64(len(self._objects)),
            )
            self._questions = walk.question
            if found >= 0:
                return counts, self._objects[:found]
            self._objects = np.empty(2 * len(self._objects) + self._arrays.nodes, np.int32)


def _pointer(array: NDArray[Any]) -> ctypes.c_void_p:
    return array.ctypes.data_as(ctypes.c_void_p)
