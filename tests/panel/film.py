"""A film of codes held before a camera, which Chromium plays in place of one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from gozinto.standards.symbols.drawing import draw

WIDTH, HEIGHT = 640, 480
FRAMES_A_SECOND = 10
MODULE_PX = 5
BAR_PX = 2
LIGHT, DARK = 225, 30


def shot(text: str, *, symbology: str) -> np.ndarray:
    """A picture of a code in the middle of the camera's sight, a little out of focus."""
    modules = draw(text, symbology=symbology).modules
    is_linear = modules.shape[0] == 1
    size = (120, BAR_PX) if is_linear else (MODULE_PX, MODULE_PX)
    dark = np.kron(modules, np.ones(size, dtype=bool))
    height, width = dark.shape
    picture = np.full((HEIGHT, WIDTH), LIGHT, dtype=np.float32)
    top, left = (HEIGHT - height) // 2, (WIDTH - width) // 2
    picture[top : top + height, left : left + width][dark] = DARK
    across = (np.roll(picture, 1, axis=1) + 2 * picture + np.roll(picture, -1, axis=1)) / 4
    return across.astype(np.uint8)


def film(shots: Sequence[np.ndarray], into: Path, *, seconds_each: float = 1) -> None:
    """One after the other, again and again: uncompressed, as `--use-file-for-fake-video-capture`
    takes it.
    """
    gray = np.full(WIDTH * HEIGHT // 2, 128, dtype=np.uint8).tobytes()
    with into.open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FRAMES_A_SECOND}:1 Ip A1:1 C420\n".encode())
        for picture in shots:
            for _ in range(int(FRAMES_A_SECOND * seconds_each)):
                file.write(b"FRAME\n" + picture.tobytes() + gray)
