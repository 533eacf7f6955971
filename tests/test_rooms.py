"""The rooms: the referee and the player meet in `checking`, and nowhere else."""

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src" / "backprop"

FORBIDDEN = {
    "numeric": ("sympy", "backprop.symbolic", "backprop.checking", "backprop.teaching"),
    "symbolic": ("backprop.numeric", "backprop.checking", "backprop.teaching"),
    "checking": ("backprop.teaching",),
}


def imports(path):
    """Every module that the file at `path` imports, relative ones made absolute."""
    package = ("backprop", *path.relative_to(SRC).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*start, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("room", FORBIDDEN)
def test_rooms_keep_apart(room):
    files = sorted((SRC / room).rglob("*.py"))
    assert files
    for path in files:
        for name in imports(path):
            assert not any(name == f or name.startswith(f + ".") for f in FORBIDDEN[room]), (
                f"{path.name} imports {name}"
            )


def test_second_referee_shares_definitions_and_nothing_else():
    mine = {name for file in ("written_out.py", "second_referee.py") for name in imports(SRC / "symbolic" / file)}
    modules = {".".join(name.split(".")[:3]) for name in mine if name.startswith("backprop")} - {"backprop.symbolic"}
    assert modules == {f"backprop.symbolic.{name}" for name in ("notation", "operators", "written_out")}
