"""How our kernels are compiled. Importing this imports numba: only `compiled` does so."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., object])

_OPTIONS: dict[str, Any] = {
    "nogil": True,
    "boundscheck": False,
    "error_model": "numpy",
    # without numba's runtime nobody counts references to arrays, which took half of the time
    "_nrt": False,
}
_KEPT = {"cache": False}
_NOT_KEPT: set[str] = set()
"""Modules that were imported before anybody said where their code is kept."""


def keep_in(folder: Path | None) -> None:
    """Where the code of kernels imported from now on is kept; None keeps none.

    Raises RuntimeError for a folder that comes too late: it would be listed as whole, and empty.
    """
    if folder is not None:
        if _NOT_KEPT:
            raise RuntimeError(f"imported before `compiled.warm`: {', '.join(sorted(_NOT_KEPT))}")
        # before numba is imported: without a home it finds no place of its own
        os.environ["NUMBA_CACHE_DIR"] = str(folder)
        import numba

        # and after, where somebody else imported it already
        config: Any = numba.config
        config.CACHE_DIR = str(folder)
    _KEPT["cache"] = folder is not None


def kernel(function: Function) -> Function:
    """A function of arrays as machine code, kept in the cache and run without Python's lock.

    It cannot make arrays: whoever calls it brings them.
    """
    return _compiled(function, cache=_cache(function))


def maker(function: Function) -> Function:
    """A kernel that makes the arrays of its answer itself: one call for a whole question."""
    return _compiled(function, _nrt=True, cache=_cache(function))


def part(function: Function) -> Function:
    """A piece of kernels, put into each of them in its place."""
    return _compiled(function, forceinline=True)


def _compiled(function: Function, **options: bool) -> Function:
    import numba

    compile_: Callable[..., Any] = numba.njit
    return cast(Function, compile_(function, **{**_OPTIONS, **options}))


def _cache(function: Function) -> bool:
    """The folder is ours alone: what others compile with our options is not kept there."""
    if function.__module__.rpartition(".")[0] != __package__:
        return False
    if not _KEPT["cache"]:
        _NOT_KEPT.add(function.__module__)
    return _KEPT["cache"]
