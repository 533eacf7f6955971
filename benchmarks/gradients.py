"""Forward and all gradients: how long they take, as a ratio to the matrix products alone, and how far they are off."""

import time
from statistics import median
from timeit import Timer

import numpy as np
from tqdm import tqdm

from benchmarks.accuracy import NETWORKS, largest_errors
from benchmarks.contenders import CONTENDERS, numeric, products, task, with_update, without_update

CASES = {
    "64-32-10, 128": ((64, 32, 10), 128),
    "784-128-10, 128": ((784, 128, 10), 128),
    "784-512-512-10, 256": ((784, 512, 512, 10), 256),
    "1024 x 5, 512": ((1024,) * 6, 512),
}
ACTIVATIONS = ("sigmoid", "tanh", "relu", "softplus", "identity")
ROUNDS = 7
SHORTEST = 0.01
"""Seconds that a measurement takes at least, by repetition."""
PAUSE = 0.03
"""Seconds between measurements: until then the threads of the one before have gone to sleep."""
ALONE, STEP, UPDATE = "products alone", "a step of `train`, without its update", "the update"
RUNS = {
    ALONE: products,
    "products against themselves": products,
    STEP: without_update,
    UPDATE: with_update,
    **CONTENDERS,
}

EXPLANATION = f"""\
Hidden layers with the activation, softmax with cross-entropy, gradients by every weight and bias; the gradient by the
input is left out for everyone. A number is a time divided by that of the matrix products alone: for L layers, L
products forward, L for the weights and L - 1 backward. The columns are the networks, by their sizes, and the examples
in a batch; 1024 x 5 is five layers of 1024 neurons, with 1024 inputs. Each of {ROUNDS} rounds times the products and
then everyone else; the number is the median of the rounds' ratios, and in brackets stands the ratio of the fastest
times. How far the products are from themselves is noise.

`train` has checked its arguments before its first step; in a step it looks at every Z, and after the update at every
weight. The update is what a whole step takes more than one without it. `network.gradients` checks its arguments in
every call, nan and labels included, and what it returns. scikit-learn hands out no gradients: what is timed is a whole
step of `partial_fit`, with its checks, its cost and its update, from which they are read; it has no softplus. All of
them gave the same gradients before they were timed. Each keeps its gradients until it has the next ones, as training
does.

The last column is the largest error in {NETWORKS} random networks of one layer to six, relative to the largest entry of
a gradient, as 40 digits judge it. Inputs and weights are up to four times as large as usual, so that units saturate. A
slope that is computed as a (1 - a) or as 1 - a^2 has lost its digits there, and so have all layers below.

What remains above 1 is work entry by entry, which NumPy does on one core while the products run on two: the bias, one
exponential, four or five multiplications and divisions, and the first touch of what the other core has written. In the
first network a product takes two to six microseconds, and each of NumPy's calls one or two, whatever it does. One
exponential a layer is the least, and the rest cannot be joined without leaving NumPy."""


def tables() -> dict[str, str]:
    """Measure, and write a table in Markdown for every activation and precision."""
    found = {}
    cases = [(f, dtype) for f in ACTIVATIONS for dtype in (np.float32, np.float64)]
    with tqdm(total=len(cases) * (len(CASES) + 1), desc="gradients", unit="network") as bar:
        for f, dtype in cases:
            columns = {}
            for name, (sizes, m) in CASES.items():
                columns[name] = measured(task(sizes, m, dtype, f))
                bar.update()
            columns["largest error"] = {name: f"{e:.0e}" for name, e in largest_errors(f, dtype).items()}
            bar.update()
            found[f"{f}, {dtype.__name__}"] = table(f"{f}, {dtype.__name__}", columns)
    return found


def table(name: str, columns: dict[str, dict[str, str]]) -> str:
    """Write the runs below each other, and the networks side by side."""
    rows = [f"| {name} | {' | '.join(columns)} |", f"|:--|{'--:|' * len(columns)}"]
    for run in RUNS:
        if any(run in column for column in columns.values()):
            rows.append(f"| {run} | {' | '.join(column.get(run, '') for column in columns.values())} |")
    return "\n".join(rows)


@np.errstate(all="ignore")  # as in `train`, once for all steps
def measured(task) -> dict[str, str]:
    """Return the fastest time of the products alone, and the ratios of everyone else to it."""
    runs = {}
    for name, contender in RUNS.items():
        try:
            runs[name] = contender(task)
        except (ImportError, KeyError):  # not installed, or without this activation
            continue
        if name in CONTENDERS or name == STEP:
            agree(runs[name](), numeric(task)(), name)
    timers = {name: Timer("kept[:] = [run()]", globals={"run": run, "kept": []}) for name, run in runs.items()}
    repetitions = {name: max(1, round(SHORTEST / min(timer.repeat(5, 1)))) for name, timer in timers.items()}
    seconds = {name: [] for name in timers}
    for _ in range(ROUNDS):
        for name, timer in timers.items():
            time.sleep(PAUSE)
            timer.timeit(1)
            seconds[name].append(timer.timeit(repetitions[name]) / repetitions[name])
    alone = seconds.pop(ALONE)
    ratios = {name: (median(np.divide(times, alone)), min(times) / min(alone)) for name, times in seconds.items()}
    ratios[UPDATE] = np.subtract(ratios[UPDATE], ratios[STEP])
    written = {name: f"{middle:.2f} ({fastest:.2f})" for name, (middle, fastest) in ratios.items()}
    return {ALONE: f"{min(alone) * 1e6:,.0f} μs"} | written


def agree(found, expected, name) -> None:
    """Refuse to time what computes something else."""
    for gradients, truths in zip(found, expected, strict=True):
        for gradient, truth in zip(gradients, truths, strict=True):
            tolerance = 1e-4 if truth.dtype == np.float32 else 1e-10
            error = np.abs(np.asarray(gradient) - truth).max() / np.abs(truth).max()
            if gradient.dtype != truth.dtype or not error < tolerance:
                raise AssertionError(f"{name} has {gradient.dtype} gradients that are off by {error:.1e}")
