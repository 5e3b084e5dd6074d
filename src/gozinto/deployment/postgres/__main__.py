"""Starts the keeper of a home: `python -m gozinto.deployment.postgres HOME`."""

import sys

from gozinto.deployment.postgres.keeper import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
