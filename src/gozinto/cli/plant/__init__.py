"""`gozinto plant`: what exists in the plant. One file a few commands, each with `register`."""

from __future__ import annotations

import importlib
import pkgutil

import typer

from gozinto.cli import plant


def register(app: typer.Typer) -> None:
    """Adds the command group with every command of this package."""
    group = typer.Typer(
        no_args_is_help=True, help="What exists in the plant: materials, equipment, people, …"
    )
    for module in pkgutil.iter_modules(plant.__path__):
        command = importlib.import_module(f"{plant.__name__}.{module.name}")
        if hasattr(command, "register"):
            command.register(group)
    app.add_typer(group, name="plant")

    @group.callback()
    def _group() -> None:
        """What exists in the plant: materials, equipment, people, …"""
