"""Notation, derivations and proofs. Nothing in this room knows of the NumPy code."""

import os

# SymPy keeps its last 1000 results by default, and a proof asks for the same derivatives again later than that.
os.environ.setdefault("SYMPY_CACHE_SIZE", "50000")
