"""What can be written down, and how it is printed."""

from backprop.faces import face

HOMES = {
    "notation": "Activation Array Index activation column df1 df2 diagonal dsigma entry_by_entry f1 f2 hadamard loss"
    " matrix plus row scalar sigma size times total",
    "functions": "InPieces NAMED U absolute dhuber drelu huber in_pieces relu sgn",
    "operators": "Entries Entry Gradient Jacobian Partial Pullback Unknown",
    "entries": "NotUnderstood",
    "display": "latex plain",
    "tokens": "NotRead",
    "table": "Table",
}

__getattr__, __dir__, __all__ = face(__name__, HOMES)
