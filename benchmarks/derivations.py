"""The time of a derivation against the depth of the network: all gradients, every step proved by both referees."""

import time
from math import log

from tqdm import tqdm

from backprop.proving import Recursion, scalar
from backprop.proving.methods.recursion import pulled_back
from backprop.results.network import forward

DEPTHS = (1, 2, 5, 10, 20)

EXPLANATION = """\
All gradients of a network of that depth, derived and proved from nothing: no step of one depth is kept for the next.
The last column is the exponent of the depth between a row and the row above; 2 would be quadratic."""


def table() -> str:
    """Derive each depth, and write the table in Markdown."""
    Recursion(forward(1), scalar("E"))  # SymPy's own first use is not the derivation's time
    rows, before = ["| layers | steps proved | time | grows like |", "|--:|--:|--:|:--|"], None
    for depth in tqdm(DEPTHS, desc="derivations", unit="depth"):
        pulled_back.cache_clear()
        start = time.process_time()
        found = Recursion(forward(depth), scalar("E"))
        took = time.process_time() - start
        steps = sum(len(proof.lines) - 1 for proof in found.proofs.values())
        grows = f"L^{log(took / before[1]) / log(depth / before[0]):.2f}" if before else ""
        rows.append(f"| {depth} | {steps} | {took:.2f} s | {grows} |")
        before = depth, took
    return "\n".join(rows)
