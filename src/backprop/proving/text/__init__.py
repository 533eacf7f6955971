"""Models, claims and derivations as a person writes them."""
