"""Stands in for the kernels' own trial: two kernels that compile in a moment.

Imported as `gozinto.genealogy.kernels.trial` by processes whose machine code is kept, spoilt and
lost in tests; the real ones take a quarter of a minute each time.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gozinto.genealogy.kernels.compiling import kernel, maker


@kernel
def doubled(numbers: NDArray[np.int64]) -> int:
    """Writes to where it was asked to, like a walk."""
    for at in range(len(numbers)):
        numbers[at] *= 2
    return len(numbers)


@maker
def halved(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Makes an array of its own, like an answer."""
    return numbers / 2


def walk() -> None:
    """Raises if what was kept does something else."""
    numbers = np.arange(3)
    if (doubled(numbers), numbers.tolist()) != (3, [0, 2, 4]):
        raise ValueError(f"doubled: {numbers}")


def mix() -> None:
    """Raises if what was kept does something else."""
    if halved(np.ones(2)).tolist() != [0.5, 0.5]:
        raise ValueError("halves are no halves")


def widen() -> None:
    """No kernel of its own is needed to stand in for this one."""
