"""The results of the book: models and claims, one module a chapter, and the equalities between them."""
