"""Lets the notebooks beside it find the package in ``../src``, installed or not: pip alone is enough to run them."""

import importlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
del sys.modules[__name__]  # the import that asked for this module is handed the real one
importlib.import_module(__name__)
