"""The engine: what can be written, two referees, and derivations that both must accept."""

from backprop.faces import face
from backprop.proving import language

HOMES = {
    "language": " ".join(language.HOMES.values()),
    "meaning.guards": "SilentlyWrong derivative matrix_derivative",
    "meaning.model": "Model",
    "reasons": "algebra as_written chain_rule collapse definition derivative_of entries linearity result",
    "claims": "Claim",
    "derivation": "Derivation DerivationError NotProved OtherReason Refuted",
    "by_hand": "ByHand",
    "text.models": "model",
    "text.derivations": "claim derive",
    "text.verdicts": "Verdict judge",
    "methods.adjoint": "adjoint pull_back rule_proofs through",
    "methods.recursion": "Recursion multiplications",
    "methods.translation": "Translation restated",
}

__getattr__, __dir__, __all__ = face(__name__, HOMES)
