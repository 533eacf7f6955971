"""After `pip install -r requirements-notebooks.txt` the notebooks run: the package itself need not be installed."""

import subprocess
import sys

from backprop.teaching.chapter import FOLDER

FORGET_THE_INSTALLED_PACKAGE = """
import sys
sys.path[:] = [path for path in sys.path if not path.replace("\\\\", "/").endswith("/src")]
import backprop.numeric
print(backprop.__file__)
"""


def run_in(folder):
    command = [sys.executable, "-c", FORGET_THE_INSTALLED_PACKAGE]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_a_notebook_finds_the_package_in_src():
    assert run_in(FOLDER).stdout.strip() == str(FOLDER.parent / "src" / "backprop" / "__init__.py")


def test_elsewhere_the_package_is_not_found(tmp_path):
    assert "No module named 'backprop'" in run_in(tmp_path).stderr
