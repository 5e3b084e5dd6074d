"""How our kernels are compiled. Importing this imports numba: only `compiled` may do so."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., object])


def kernel(function: Function) -> Function:
    """A function of arrays as machine code, kept in the cache and run without Python's lock."""
    compile_ = numba.njit(cache=True, nogil=True, boundscheck=False, error_model="numpy")
    return cast(Function, compile_(function))
