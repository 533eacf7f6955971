"""A derivation for the reader to change: it is judged, and what is wrong is said in a sentence."""

from backprop.proving import DerivationError, NotUnderstood, derive


def attempt(model, text):
    """Print "accepted" if every line of a derivation is proved; else what is wrong with the first that is not."""
    try:
        derive(model, text)
    except (DerivationError, NotUnderstood) as error:
        print(error)
    else:
        print("accepted")
