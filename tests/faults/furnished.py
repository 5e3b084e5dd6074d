"""`python -m tests.faults.furnished HOME`: the small plant's master data, in a home's database."""

from __future__ import annotations

import sys
from pathlib import Path

from gozinto.deployment.attach import attached


def main(home: str) -> None:
    """Writes them."""
    with attached(home=Path(home)):
        from tests import workshop  # its models want Django set up, which attaching did

        workshop.furnish()


if __name__ == "__main__":
    main(*sys.argv[1:])
