"""Where the proofs and the code meet: agreement, gradient checks, mistakes, and the notes' ledger."""
