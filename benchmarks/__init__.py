"""Measurements: the gradients against the matrix products alone, and the time of the proofs. Run by `make bench`."""
