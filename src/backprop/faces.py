"""The face of a folder: the names that it hands out, each loaded when it is first asked for.

So ``from backprop.proving import Derivation`` is enough, one referee does not load the other, and `proving` and
`results` load no NumPy.
"""

from difflib import get_close_matches
from importlib import import_module


def face(package, homes):
    """Return ``__getattr__``, ``__dir__`` and ``__all__`` for the ``__init__`` of `package`.

    Parameters
    ----------
    package : str
        Its ``__name__``.
    homes : dict
        ``{"derivation": "Claim Derivation", "network": ""}``: for a module of the folder the names it hands out; none
        for the module itself.
    """
    home = {name: module for module, names in homes.items() for name in names.split() or [module.rpartition(".")[-1]]}

    def load(name):
        if name not in home:
            near = get_close_matches(name, home)
            advice = f"is {' or '.join(near)} meant?" if near else f"dir({package}) lists what it does."
            raise AttributeError(f"{package} hands out no {name}; {advice}")
        module = import_module(f"{package}.{home[name]}")
        return getattr(module, name) if homes[home[name]] else module

    return load, lambda: sorted(home), sorted(home)
