"""How our kernels are compiled. Importing this imports numba: only `compiled` may do so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., object])


def kernel(function: Function) -> Function:
    """A function of arrays as machine code, kept in the cache and run without Python's lock.

    It cannot make arrays: whoever calls it brings them.
    """
    return _compiled(function, cache=True)


def part(function: Function) -> Function:
    """A piece of kernels, put into each of them in its place."""
    return _compiled(function, forceinline=True)


_OPTIONS: dict[str, Any] = {
    "nogil": True,
    "boundscheck": False,
    "error_model": "numpy",
    # without numba's runtime nobody counts references to arrays, which took half of the time
    "_nrt": False,
}


def _compiled(function: Function, **options: bool) -> Function:
    compile_: Callable[..., Any] = numba.njit
    return cast(Function, compile_(function, **_OPTIONS, **options))
