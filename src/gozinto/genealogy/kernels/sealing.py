"""Arrays as the kernels take them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def sealed(array: NDArray[Any]) -> NDArray[Any]:
    """The array plain, in one piece, not to be written.

    A map of a file and an array in memory are then one type, for which code is compiled once.
    """
    view = np.ascontiguousarray(array).view(np.ndarray)
    view.flags.writeable = False
    return view
