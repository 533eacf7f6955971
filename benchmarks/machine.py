"""The machine: two cores of it, what it is called, and how quiet it was."""

import os
import platform
import time
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


class Quiet:
    """How many cores others have kept busy since this was made, in other processes or other virtual machines."""

    def __init__(self) -> None:
        self.start, self.busy = time.perf_counter(), _busy_with_others()

    def __str__(self) -> str:
        if self.busy is None:
            return f"{os.getloadavg()[2]:.1f} cores busy on average" if hasattr(os, "getloadavg") else "load not known"
        took = time.perf_counter() - self.start
        others, stolen = ((now - then) / took for now, then in zip(_busy_with_others(), self.busy, strict=True))
        return f"others kept {others:.2f} cores busy meanwhile, and the host took away {stolen:.2f}"


def installed(library: str) -> str | None:
    """Return the version of a library, None where there is none."""
    try:
        return version(library)
    except PackageNotFoundError:
        return None


def description(quiet: Quiet) -> str:
    """Say on what the numbers were measured, and how busy it was meanwhile: then the ratios are not to be trusted."""
    found = ", ".join(f"{library} {installed(library)}" for library in LIBRARIES if installed(library))
    return (
        f"{_processor()}, {os.cpu_count()} cores of which {THREADS} were used; {quiet}; {platform.system()}, "
        f"Python {platform.python_version()}; {found}; {date.today().isoformat()}."
    )


def _busy_with_others() -> tuple[float, float] | None:
    """Return the seconds that all cores have worked for others than this process, and the host has not let them run.

    As Linux counts them; None elsewhere.
    """
    counts = Path("/proc/stat")
    if not counts.exists():
        return None
    user, nice, system, _, _, irq, softirq, stolen, *_ = map(int, counts.read_text().split("\n", 1)[0].split()[1:])
    tick = os.sysconf("SC_CLK_TCK")
    return (user + nice + system + irq + softirq) / tick - sum(os.times()[:4]), stolen / tick


def _processor() -> str:
    """Return the processor's name, as the kernel has it on Linux."""
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
