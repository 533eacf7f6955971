"""The engine: what can be written, two referees, and derivations that both must accept."""
