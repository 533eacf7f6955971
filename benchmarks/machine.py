"""The machine: two cores of it, and what it is called."""

import os
import platform
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

THREADS = 2
LIBRARIES = ("numpy", "torch", "jax", "autograd", "scikit-learn", "sympy")


def on_two_cores() -> None:
    """Keep this process and its libraries to two threads, each on a core of its own where the system lets us choose.

    Threads that have nothing to do sleep: those of one library would otherwise spin while the next one is measured.
    """
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = str(THREADS)
    os.environ["OMP_WAIT_POLICY"] = "passive"
    os.environ["JAX_PLATFORMS"] = "cpu"
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:THREADS])


def installed(library: str) -> str | None:
    """Return the version of a library, None where there is none."""
    try:
        return version(library)
    except PackageNotFoundError:
        return None


def description() -> str:
    """Say on what the numbers were measured, and how busy it was in the last quarter of an hour.

    More than what was used means that others were at work, and the ratios are not to be trusted.
    """
    found = ", ".join(f"{library} {installed(library)}" for library in LIBRARIES if installed(library))
    busy = f", {os.getloadavg()[2]:.1f} of them busy on average" if hasattr(os, "getloadavg") else ""
    return (
        f"{_processor()}, {os.cpu_count()} cores of which {THREADS} were used{busy}; {platform.system()}, "
        f"Python {platform.python_version()}; {found}; {date.today().isoformat()}."
    )


def _processor() -> str:
    """Return the processor's name, as the kernel has it on Linux."""
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
