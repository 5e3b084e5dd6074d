"""Nobody catches everything and says nothing."""

from __future__ import annotations

import ast

import pytest

from .source import SOURCE, Module, modules

CATCH_ALL = {"Exception", "BaseException"}


def swallowed(found: list[Module]) -> list[str]:
    """Handlers that catch everything and neither raise nor hand the error on."""
    out = []
    for module in found:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ExceptHandler) and _swallows(node):
                out.append(f"{module.path}:{node.lineno}")
            if isinstance(node, ast.Call) and _suppresses(node):
                out.append(f"{module.path}:{node.lineno}")
    return out


def _swallows(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    if not any(isinstance(c, ast.Name) and c.id in CATCH_ALL for c in caught):
        return False
    inside = [node for statement in handler.body for node in ast.walk(statement)]
    raises = any(isinstance(node, ast.Raise) for node in inside)
    uses = any(isinstance(node, ast.Name) and node.id == handler.name for node in inside)
    logs = any(
        isinstance(node, ast.Attribute) and node.attr in ("exception", "error") for node in inside
    )
    return not (raises or uses or logs)


def _suppresses(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    name = call.func.id if isinstance(call.func, ast.Name) else name
    return name == "suppress" and any(
        isinstance(a, ast.Name) and a.id in CATCH_ALL for a in call.args
    )


def test_no_error_is_swallowed() -> None:
    assert swallowed(modules(SOURCE)) == []


@pytest.mark.parametrize(
    "text",
    [
        "try:\n    x()\nexcept:\n    raise\n",
        "try:\n    x()\nexcept Exception:\n    pass\n",
        "try:\n    x()\nexcept (ValueError, Exception) as e:\n    y = 1\n",
        "for a in b:\n    try:\n        x()\n    except BaseException:\n        continue\n",
        "with suppress(Exception):\n    x()\n",
        "with contextlib.suppress(BaseException):\n    x()\n",
    ],
)
def test_a_planted_swallow_is_found(text: str) -> None:
    assert len(swallowed([Module("src/gozinto/plant/planted.py", text)])) == 1


@pytest.mark.parametrize(
    "text",
    [
        "try:\n    x()\nexcept ValueError:\n    y = 1\n",
        "try:\n    x()\nexcept Exception:\n    clean()\n    raise\n",
        "try:\n    x()\nexcept Exception as e:\n    tell(e)\n",
        "try:\n    x()\nexcept Exception:\n    log.exception('failed')\n",
        "with suppress(FileNotFoundError):\n    x()\n",
    ],
)
def test_a_handler_that_says_something_passes(text: str) -> None:
    assert swallowed([Module("src/gozinto/plant/planted.py", text)]) == []
