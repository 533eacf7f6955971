"""Where the proofs and the code meet: agreement, gradient checks, mistakes, and the notes' ledger."""

from backprop.faces import face

HOMES = {
    "agreement": "Agreement Disagreement RTOL agrees",
    "depth": "closed_forms_agree cost_at gradients_at",
    "loss_agreement": "loss_agrees",
    "gradient_check": "CENTRAL_TOLERANCE COMPLEX_TOLERANCE check_gradient",
    "numerical_gradient": "GradientError central_difference complex_step directional_derivative",
    "random_directions": "check_directions",
    "ledger": "LEDGER in_full",
    "mistakes": "CHECKS MISTAKES caught",
}

__getattr__, __dir__, __all__ = face(__name__, HOMES)
