"""Runs in Pyodide: compiles what the proofs need for its Python, and packs it; of Python's library, what they use."""

import ast
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from py_compile import PycInvalidationMode, compile
from zipfile import ZIP_DEFLATED, ZipFile

LEFT_OUT = {"tests", "benchmarks", "physics"}
"""Folders of SymPy and mpmath that no proof loads."""

LIBRARY = next(path for path in sys.path if path.endswith(".zip"))


def sources():
    """The files to be packed, each with its name in the archive."""
    for root, parts in (
        ("/source", ("backprop/proving", "backprop/results", "backprop/__init__.py", "backprop/faces.py")),
        ("/installed", ("sympy", "mpmath", "lark")),
        ("/web", ("answers.py",)),
    ):
        for part in parts:
            path = Path(root, part)
            for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
                if LEFT_OUT.isdisjoint(file.parts):
                    yield file, file.relative_to(root)


def imported(file):
    """The modules that a file imports anywhere, in functions too."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module


wanted = {"encodings.cp437", "encodings.idna"}  # which archives and addresses ask for by name
with ZipFile("/proofs.zip", "w") as archive:
    for file, name in sources():
        unchecked = PycInvalidationMode.UNCHECKED_HASH
        compile(str(file), "/one.pyc", dfile=str(name), doraise=True, optimize=2, invalidation_mode=unchecked)
        archive.write("/one.pyc", name.with_suffix(".pyc"))
        wanted.update(imported(file))
for name in sorted(wanted):
    if name.partition(".")[0] in sys.stdlib_module_names:
        with suppress(ImportError):  # what this Python lacks
            import_module(name)
used = {(getattr(module.__spec__, "origin", None) or "").rpartition(".")[0] for module in [*sys.modules.values()]}
with ZipFile(LIBRARY) as library, ZipFile("/stdlib.zip", "w", ZIP_DEFLATED, compresslevel=9) as archive:
    for one in library.infolist():
        if f"{LIBRARY}/{one.filename}".rpartition(".")[0] in used:
            archive.writestr(one.filename, library.read(one))
