"""nbval as this book means it: figures are compared too, wherever comparing them byte for byte makes sense."""

import os
import platform
import re
import sys
from functools import partial
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory

import nbval.kernel
from jupyter_client.manager import KernelManager

# Set to "agg", it would keep the kernels from showing figures. Unset, every kernel chooses for itself.
os.environ.pop("MPLBACKEND", None)

# Tests and kernels run side by side, one for each core; threads of NumPy's would only wait for one another.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# SymPy remembers its last 1,000 results; a proof asks for older ones again. It reads this when it is imported.
os.environ.setdefault("SYMPY_CACHE_SIZE", "100000")

# A kernel is reached by files: two that start at once may be given one port, and then a test waits for ever.
KERNELS = TemporaryDirectory(prefix="kernels-")
if sys.platform != "win32":
    nbval.kernel.KernelManager = partial(KernelManager, transport="ipc", ip=f"{KERNELS.name}/kernel")

FIGURES = ("image/svg+xml",)
FIGURE_PACKAGES = ["contourpy", "matplotlib", "numpy", "pillow"]


def differences_from_reference() -> list[str]:
    """In what this machine differs from the reference platform: Linux x86-64, Python 3.11, pinned packages."""
    here = [f"{platform.system()} {platform.machine()}", "Python {}.{}".format(*sys.version_info)]
    expected = ["Linux x86_64", "Python 3.11"]
    lock = (Path(__file__).parent / "requirements.txt").read_text(encoding="utf-8")
    for package in FIGURE_PACKAGES:
        here.append(f"{package} {metadata.version(package)}")
        pin = re.search(rf"^{package}==(\S+)", lock, re.M)  # the first of several is the one for Python 3.11
        expected.append(f"{package} {pin[1] if pin else 'unpinned'}")
    return [f"{mine} for {theirs}" for mine, theirs in zip(here, expected, strict=True) if mine != theirs]


def pytest_report_header(config):
    if differences := differences_from_reference():
        return "figures: left out of the comparison, because this is " + ", ".join(differences)
    return "figures: compared byte for byte (Linux x86_64, Python 3.11, pinned packages)"


def pytest_collectstart(collector):
    if type(collector).__name__ == "IPyNbFile" and differences_from_reference():
        collector.skip_compare += FIGURES
