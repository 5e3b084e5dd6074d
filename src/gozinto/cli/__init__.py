"""The `gozinto` command: one file a command, each with a `register(app)`."""

from gozinto.cli.app import main

__all__ = ["main"]
