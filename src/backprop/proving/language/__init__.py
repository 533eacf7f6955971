"""What can be written down, and how it is printed."""

from backprop.faces import face

HOMES = {
    "notation": "Array Index column diagonal hadamard matrix plus row scalar size times total",
    "unnamed": "Activation activation df1 df2 dsigma entry_by_entry f1 f2 loss sigma",
    "functions": "InPieces NAMED U absolute dhuber drelu huber in_pieces relu sgn",
    "operators": "Entries Entry Gradient Jacobian Partial Pullback Unknown",
    "entries": "NotUnderstood",
    "display": "latex plain",
    "tokens": "NotRead",
    "table": "Table",
}

__getattr__, __dir__, __all__ = face(__name__, HOMES)
