"""Hypothesis without chance, without a clock and without a database: the same examples in every run."""

from hypothesis import settings

settings.register_profile("book", derandomize=True, deadline=None, database=None, max_examples=60)
settings.load_profile("book")
