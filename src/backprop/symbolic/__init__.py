"""Notation, derivations and proofs. Nothing in this room knows of the NumPy code."""
