"""The time of the proofs: each chapter runs in a process of its own, with a clock in `Derivation`.

python -m benchmarks.proofs chapters/03_batched_form.ipynb
"""

import contextlib
import io
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from pathlib import Path

import nbformat
from IPython.display import display
from tqdm import tqdm

from benchmarks.machine import THREADS

CHAPTERS = Path(__file__).parents[1] / "chapters"

EXPLANATION = """\
Proving is what `Derivation` does: both referees on every line, and the rules' own checks. The whole chapter also draws,
trains and compares; the start of Python and the imports are in it. Proving is processor time, the chapter's is the
clock's. One run each."""


def table() -> str:
    """Run every chapter, two at a time, and write the table in Markdown."""
    paths = sorted(CHAPTERS.glob("*.ipynb"))
    start = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        found = list(tqdm(pool.map(measured, paths), desc="proofs", unit="chapter", total=len(paths)))
    took = time.perf_counter() - start
    rows = ["| chapter | lines proved | proving | whole chapter |", "|:--|--:|--:|--:|"]
    rows += [
        f"| {p.stem} | {f['lines']} | {f['seconds']:.1f} s | {f['whole']:.1f} s |"
        for p, f in zip(paths, found, strict=True)
    ]
    lines, seconds, whole = (sum(f[name] for f in found) for name in ("lines", "seconds", "whole"))
    rows.append(f"| together | {lines} | {seconds:.1f} s | {whole:.1f} s |")
    rows.append(f"| by the clock, on {THREADS} cores | | {seconds / whole * took:.1f} s | {took:.1f} s |")
    return "\n".join(rows)


def measured(path: Path) -> dict[str, float]:
    """Run a chapter in a process of its own: lines proved, seconds of proving, seconds in all."""
    command = [sys.executable, "-m", "benchmarks.proofs", path]
    root, source = CHAPTERS.parent, CHAPTERS.parent / "src"
    environment = os.environ | {"PYTHONPATH": f"{root}{os.pathsep}{source}", "MPLBACKEND": "agg"}
    environment["OPENBLAS_NUM_THREADS"] = "1"  # two chapters at a time: their threads would wait for one another
    start = time.perf_counter()
    output = subprocess.run(command, cwd=CHAPTERS, env=environment, check=True, capture_output=True, text=True)
    return json.loads(output.stdout) | {"whole": time.perf_counter() - start}


def run(path: Path) -> dict[str, float]:
    """Run the cells of a notebook, and return how many lines were proved and how long that took."""
    from backprop.proving.derivation import Derivation

    spent = {"lines": 0, "seconds": 0.0}
    running = []

    def timed(method):
        @wraps(method)
        def clocked(*args, **kwargs):
            running.append(method)
            start = time.process_time()
            try:
                found = method(*args, **kwargs)
                spent["lines"] += method.__name__ == "step"
                return found
            finally:
                running.pop()
                if not running:  # a derivation inside another is timed with that one
                    spent["seconds"] += time.process_time() - start

        return clocked

    for name in ("__init__", "step", "concludes"):
        setattr(Derivation, name, timed(getattr(Derivation, name)))
    names = {"__name__": "__main__", "display": display}  # which a kernel has without being asked
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                meant_to_fail = "raises-exception" in cell.metadata.get("tags", [])
                with contextlib.suppress(Exception) if meant_to_fail else contextlib.nullcontext():
                    exec(compile(cell.source, cell.id, "exec"), names)
    return spent


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]))))
