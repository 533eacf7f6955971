"""Backpropagation, derived and executed: proofs in SymPy, code in NumPy, and the checks between the two."""
