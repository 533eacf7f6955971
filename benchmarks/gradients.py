"""Forward and all gradients, as a ratio to the matrix products alone, side by side in one run."""

import time
from statistics import median
from timeit import Timer

import numpy as np
from tqdm import tqdm

from benchmarks.contenders import CONTENDERS, products, task

CASES = [((64, 32, 10), 128), ((784, 128, 10), 128), ((784, 512, 512, 10), 256), ((1024,) * 6, 512)]
ROUNDS = 11
SHORTEST = 0.02
"""Seconds that a measurement takes at least, by repetition."""
PAUSE = 0.05
"""Seconds between measurements: until then the threads of the one before have gone to sleep."""

EXPLANATION = f"""\
A ReLU after every layer but the last, softmax with cross-entropy, gradients by every weight and bias. A number is the
time of a forward pass and all of these gradients, divided by the time of the matrix products alone: for L layers, L
products forward, L for the weights and L - 1 backward. The gradient by the input is left out for everyone. 1024 x 5
is five layers of 1024 neurons, with 1024 inputs. Each of {ROUNDS} rounds times the products and then every contender;
the number is the median of the rounds' ratios, and in brackets stands the ratio of the fastest times. All of them gave
the same gradients before they were timed. Each keeps its gradients until it has the next ones, as training does.
`numeric.network` checks its arguments in every call, nan and labels included. scikit-learn hands out no gradients: what
is timed is a whole step of `partial_fit`, with its checks, its cost and its update, from which they are read."""


def table() -> str:
    """Measure, and write the table in Markdown."""
    rows = [
        f"| network | batch | type | products alone | {' | '.join(CONTENDERS)} |",
        f"|:--|--:|:--|--:|{'--:|' * len(CONTENDERS)}",
    ]
    cases = [(*case, dtype) for dtype in (np.float32, np.float64) for case in CASES]
    for sizes, m, dtype in tqdm(cases, desc="gradients", unit="network"):
        alone, ratios = measured(task(sizes, m, dtype))
        rows.append(
            f"| {written(sizes)} | {m} | {dtype.__name__} | {alone * 1e6:,.0f} μs | "
            + " | ".join(ratios.get(name, "not installed") for name in CONTENDERS)
            + " |"
        )
    return "\n".join(rows)


def measured(task) -> tuple[float, dict[str, str]]:
    """Return the fastest time of the products alone, and each contender's ratios to it."""
    runs = {"alone": products(task)}
    for name, contender in CONTENDERS.items():
        try:
            runs[name] = contender(task)
        except ImportError:
            continue
        agree(runs[name](), next(iter(CONTENDERS.values()))(task)(), name)
    timers = {name: Timer("kept[:] = [run()]", globals={"run": run, "kept": []}) for name, run in runs.items()}
    repetitions = {name: max(1, round(SHORTEST / min(timer.repeat(5, 1)))) for name, timer in timers.items()}
    seconds = {name: [] for name in timers}
    for _ in range(ROUNDS):
        for name, timer in timers.items():
            time.sleep(PAUSE)
            timer.timeit(1)
            seconds[name].append(timer.timeit(repetitions[name]) / repetitions[name])
    alone = seconds.pop("alone")
    ratios = {
        name: f"{median(np.divide(times, alone)):.2f} ({min(times) / min(alone):.2f})"
        for name, times in seconds.items()
    }
    return min(alone), ratios


def agree(found, expected, name) -> None:
    """Refuse to time what computes something else."""
    for gradients, truths in zip(found, expected, strict=True):
        for gradient, truth in zip(gradients, truths, strict=True):
            tolerance = 1e-4 if truth.dtype == np.float32 else 1e-10
            error = np.abs(np.asarray(gradient) - truth).max() / np.abs(truth).max()
            if gradient.dtype != truth.dtype or not error < tolerance:
                raise AssertionError(f"{name} has {gradient.dtype} gradients that are off by {error:.1e}")


def written(sizes) -> str:
    """Write the sizes: 64-32-10, and 1024 x 5 for five layers of one size."""
    return f"{sizes[0]} x {len(sizes) - 1}" if len(set(sizes)) == 1 else "-".join(map(str, sizes))
