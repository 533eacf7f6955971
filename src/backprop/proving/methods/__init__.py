"""What is built on derivations: adjoint rules, recursion, translation, expansion in a step."""
