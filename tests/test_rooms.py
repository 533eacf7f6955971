"""The rooms and their arrows: the two referees apart from one another, and from the code they judge.

Imports are read from the source, inside functions too, and followed to their end.
"""

import ast
import subprocess
import sys
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src" / "backprop"

PROVING = (
    "language",
    "meaning",
    "any_size",
    "at_points",
    "rewriting",
    "claims",
    "shown",
    "reasons",
    "derivation",
    "by_hand",
    "methods",
    "text",
)
GROUND = ("faces", "language", "meaning")
BELOW_A_DERIVATION = (*GROUND, "any_size", "at_points", "rewriting", "claims", "reasons", "shown")
REACHES = {
    "faces": (),
    "language": ("faces",),
    "meaning": ("faces", "language"),
    "any_size": GROUND,
    "at_points": GROUND,
    "rewriting": (*GROUND, "any_size"),
    "claims": GROUND,
    "shown": GROUND,
    "reasons": (*GROUND, "any_size", "rewriting", "claims"),
    "by_hand": (*GROUND, "at_points"),
    "derivation": BELOW_A_DERIVATION,
    "methods": (*BELOW_A_DERIVATION, "derivation"),
    "text": (*BELOW_A_DERIVATION, "derivation", "methods"),
    "results": ("faces", *PROVING),
    "numeric": ("faces",),
    "checking": ("faces", *PROVING, "results", "numeric"),
    "deriving": ("faces", *PROVING, "results", "numeric", "checking"),
    "teaching": ("faces", *PROVING, "results", "numeric", "checking", "deriving"),
}
"""Room -> the rooms that an import path may lead to."""

OUTSIDE = {
    "numeric": ("numpy", "tqdm"),
    **dict.fromkeys((*PROVING, "results"), ("sympy",)),
    "at_points": ("sympy", "mpmath"),
    "language": ("sympy", "lark"),
}
"""Room -> the libraries, besides Python's own, that its modules may import themselves; mpmath is a part of SymPy's."""


def name_of(path):
    parts = path.relative_to(SRC.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in sorted(SRC.rglob("*.py"))}
FACES = (
    "backprop",
    *(f"backprop.{room}" for room in ("proving", "results", "numeric", "checking", "deriving", "teaching")),
)


def room_of(module):
    """The room of a module: its folder, or in `proving` the folder or module below that."""
    parts = module.split(".")[1:]
    return parts[1] if parts[0] == "proving" else parts[0]


@cache
def imported(module):
    """Every name that the module imports, anywhere in it: with its module, and what a face hands out at its home."""
    found = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively; write the whole name"
            found.update(home(node.module, alias.name) for alias in node.names)
    return found


def home(module, name):
    """The module that a name comes from: `name` itself, where it is one, or the one behind the face of a folder."""
    if f"{module}.{name}" in MODULES:
        return f"{module}.{name}"
    for behind, names in getattr(import_module(module), "HOMES", {}).items() if module in MODULES else ():
        if name in names.split():
            return home(f"{module}.{behind}", name)
    return module


@cache
def reached(module):
    """Every module of the project that an import path from this one leads to."""
    found, pending = set(), [module]
    while pending:
        for name in imported(pending.pop()) & MODULES.keys() - found:
            found.add(name)
            pending.append(name)
    return found


@pytest.mark.parametrize("module", [m for m in MODULES if m not in (*FACES, "backprop.__main__")])
def test_every_import_path_stays_within_the_arrows(module):
    room = room_of(module)
    strays = {name for name in reached(module) if name in FACES or room_of(name) not in (room, *REACHES[room])}
    assert not strays, f"{module} ({room}) reaches {', '.join(sorted(strays))}"


@pytest.mark.parametrize("module", [m for m in MODULES if m not in FACES and room_of(m) in OUTSIDE])
def test_a_room_imports_its_own_libraries_alone(module):
    own = OUTSIDE[room_of(module)]
    others = {name.split(".")[0] for name in imported(module)} - {"backprop", *own} - sys.stdlib_module_names
    assert not others, f"{module} imports {', '.join(sorted(others))}"


def test_every_room_is_there():
    assert {room_of(m) for m in MODULES if m not in (*FACES, "backprop.__main__")} == set(REACHES)


def test_the_second_referee_takes_from_the_language_what_is_written_and_no_rule():
    """What functions there are, and no index form, no ranges, nothing of what is positive: these the first uses."""
    mine = {name for m in MODULES if m.startswith("backprop.proving.at_points") for name in imported(m)}
    outside = {name for name in mine if name.startswith("backprop") and "at_points" not in name}
    assert outside == {
        f"backprop.proving.language.{module}" for module in ("functions", "notation", "operators", "unnamed")
    }


@pytest.mark.parametrize(
    ("loaded", "without"),
    [
        ("backprop.proving.at_points.referee", ("backprop.proving.any_size", "backprop.proving.reasons", "numpy")),
        ("backprop.proving.any_size.equal", ("backprop.proving.at_points", "backprop.proving.reasons", "numpy")),
        ("backprop.proving.derivation", ("numpy", "backprop.numeric", "backprop.results")),
        ("backprop.results.equalities", ("numpy", "backprop.numeric", "backprop.checking")),
        ("backprop.checking.ledger", ("backprop.results", "backprop.numeric")),
        ("backprop.numeric.network", ("sympy", "backprop.proving", "backprop.results", "backprop.checking")),
    ],
)
def test_loading_a_module_loads_no_other_room(loaded, without):
    """As Python does it, the folders' own ``__init__`` included."""
    command = f"import {loaded}, sys; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True).stdout.split()
    assert loaded in modules
    assert [m for m in modules if any(m == w or m.startswith(f"{w}.") for w in without)] == []


def test_a_face_hands_out_every_name_that_it_lists():
    for face in FACES:
        package = import_module(face)
        assert dir(package) == sorted(package.__all__)
        for name in package.__all__:
            assert getattr(package, name) is not None
            assert name not in {path.stem for path in MODULES[face].parent.glob("*.py")} or isinstance(
                getattr(package, name), type(sys)
            ), f"{face} hands out {name}, which is also one of its modules"


def test_a_name_that_no_face_hands_out_is_refused_with_the_nearest():
    for folder, name, advice in (
        ("backprop.proving", "Derivatoin", r"is Derivation or derivation( or \w+)? meant\?"),
        ("backprop.numeric", "netwrok", r"is network meant\?"),
        ("backprop.numeric", "xyz", r"dir\(backprop\.numeric\) lists what it does\."),
    ):
        with pytest.raises(AttributeError, match=rf"{folder} hands out no {name}; {advice}"):
            getattr(import_module(folder), name)


def test_no_name_is_handed_out_by_two_modules():
    """The reason `entries` is not the module of that name in the language."""
    for face in FACES:
        names = [name for listed in getattr(import_module(face), "HOMES", {}).values() for name in listed.split()]
        assert len(names) == len(set(names)), face
    assert home("backprop.proving", "entries") == "backprop.proving.reasons"
