"""The NumPy implementations. This room knows nothing of SymPy: see `backprop.checking`."""
