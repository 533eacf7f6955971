"""The second referee: equal where it was tried, at small sizes, by SymPy alone."""
