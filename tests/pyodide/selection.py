"""The tests that run in Pyodide too: without NumPy, and with every module of `proving` and `results` at work.

They are to take seconds: of a slow file, name single tests.
"""

import ast
import os
import sys
from importlib import invalidate_caches
from importlib.metadata import distributions
from importlib.util import find_spec
from inspect import CO_OPTIMIZED
from pathlib import Path
from sysconfig import get_path

SELECTED = (
    "tests/proving/test_adjoint.py::test_every_rule_is_proved_for_any_size",
    "tests/proving/test_attacks.py::test_false_lines_get_the_verdict_they_deserve",
    "tests/proving/test_back_doors.py",
    "tests/proving/test_by_hand.py",
    "tests/proving/test_compared.py",
    "tests/proving/test_derivation.py",
    "tests/proving/test_display.py",
    "tests/proving/test_documents.py",
    "tests/proving/test_expansion.py",
    "tests/proving/test_guards.py",
    "tests/proving/test_in_step.py",
    "tests/proving/test_notation.py",
    "tests/proving/test_positive.py",
    "tests/proving/test_ranges.py",
    "tests/proving/test_read_steps.py",
    "tests/proving/test_kinds_of_lines.py::test_true_lines_are_accepted",
    "tests/proving/test_recursion.py::test_each_layer_takes_four_pull_backs_whatever_the_depth",
    "tests/proving/test_text.py",
    "tests/results/test_equalities.py::test_equality_is_proved",
    "tests/results/test_every_layer.py",
    "tests/results/test_notation.py",
    "tests/results/test_other_books.py",
    "tests/results/test_saturation.py",
)
AT_LEAST = 100

PACKAGES = "iniconfig lark mpmath packaging pluggy pygments pytest sympy"
"""All that can be imported, besides Python's own library and the project."""


def link_packages():
    for name in PACKAGES.split():
        (package,) = distributions(name=name, path=["/installed"])
        for top in {file.parts[0] for file in package.files} - {"..", "__pycache__"}:
            os.symlink(f"/installed/{top}", f"{get_path('purelib')}/{top}")
    invalidate_caches()


class Tally:
    """How many tests passed, and the files whose functions ran: when they were imported, and in the tests."""

    def __init__(self):
        self.passed, self.on_import, self.in_tests = 0, set(), set()
        sys.monitoring.use_tool_id(sys.monitoring.COVERAGE_ID, "tally")
        sys.monitoring.register_callback(sys.monitoring.COVERAGE_ID, sys.monitoring.events.PY_START, self.enter)
        sys.monitoring.set_events(sys.monitoring.COVERAGE_ID, sys.monitoring.events.PY_START)

    def enter(self, code, _):
        if code.co_flags & CO_OPTIMIZED:  # the code of a function, not of a module or a class
            self.in_tests.add(code.co_filename)
        return sys.monitoring.DISABLE  # once is enough, and costs nothing afterwards

    def pytest_collection_finish(self):
        self.on_import, self.in_tests = self.in_tests, set()
        sys.monitoring.restart_events()

    def pytest_runtest_logreport(self, report):
        self.passed += report.when == "call" and report.passed


def has_a_function(path):
    kinds = (ast.FunctionDef, ast.Lambda)
    return any(isinstance(node, kinds) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def complaints(tally):
    imported = {getattr(module, "__file__", None) for module in sys.modules.values()}
    # The modules of `results` are models and claims, which an import makes.
    for room, ran in (("proving", tally.in_tests), ("results", tally.in_tests | tally.on_import)):
        for path in sorted(Path("/project/src/backprop", room).rglob("*.py")):
            if str(path) not in (ran if has_a_function(path) else imported):
                yield f"{path.relative_to('/project')} is at work in no selected test"
    if tally.passed < AT_LEAST:
        yield f"{tally.passed} tests passed, expected {AT_LEAST} at least"
    if find_spec("numpy"):
        yield "NumPy can be imported, so nothing shows that the modules do without it"


def main(arguments):
    """The exit status of pytest on what is selected; 1, with a sentence for each, if anything else is amiss."""
    link_packages()
    import pytest

    os.chdir("/project")
    tally = Tally()
    options = ("--noconftest", "-p", "no:cacheprovider", "-o", "addopts=--strict-config --import-mode=importlib")
    if status := pytest.main([*options, *SELECTED, *arguments], plugins=[tally]):
        return int(status)
    amiss = list(complaints(tally))
    for sentence in amiss:
        print(sentence)
    return int(bool(amiss))
