"""The face of a folder: what it hands out, each name and each module loaded when it is first asked for.

So ``from backprop.proving import Derivation`` is enough, one referee does not load the other, and `proving` and
`results` load no NumPy.
"""

import sys
from difflib import get_close_matches
from importlib import import_module
from pkgutil import iter_modules


def face(package, homes):
    """Return ``__getattr__``, ``__dir__`` and ``__all__`` for the ``__init__`` of `package`.

    Parameters
    ----------
    package : str
        Its ``__name__``. All modules and folders in it are handed out.
    homes : dict
        ``{"derivation": "Claim Derivation"}``: the names that are handed out besides, by the module that holds them.
    """
    modules = {module.name for module in iter_modules(sys.modules[package].__path__) if module.name[0] != "_"}
    home = {name: module for module, names in homes.items() for name in names.split()}
    names = sorted(modules | home.keys())

    def load(name):
        if name in home:
            return getattr(import_module(f"{package}.{home[name]}"), name)
        if name in modules:
            return import_module(f"{package}.{name}")
        near = get_close_matches(name, names)
        advice = f"is {' or '.join(near)} meant?" if near else f"dir({package}) lists what it does."
        raise AttributeError(f"{package} hands out no {name}; {advice}")

    return load, lambda: names, names
