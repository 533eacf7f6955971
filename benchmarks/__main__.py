"""Measure everything and keep it, in benchmarks/README.md and the ratios in README.md too: `make bench`."""

from benchmarks.machine import on_two_cores

on_two_cores()  # before NumPy is imported: its threads are counted then

import re  # noqa: E402
from pathlib import Path  # noqa: E402

from benchmarks import derivations, digits, gradients, proofs, site  # noqa: E402
from benchmarks.machine import Quiet, description  # noqa: E402

PAGE = Path(__file__).parent / "README.md"
README = Path(__file__).parents[1] / "README.md"

quiet = Quiet()
ratios, learnt = gradients.tables(), digits.table()
machine = description(quiet)
page = "\n\n".join(
    [
        "# Benchmarks",
        "Written by `make bench`.",
        "## Gradients",
        *ratios.values(),
        gradients.EXPLANATION,
        "## Digits",
        learnt,
        digits.EXPLANATION,
        "## Proofs",
        proofs.table(),
        proofs.EXPLANATION,
        "## Derivations of any depth",
        derivations.table(),
        derivations.EXPLANATION,
        "## Site",
        site.table(),
        site.EXPLANATION,
        "## Machine",
        machine,
    ]
)
print(page)
PAGE.write_text(page + "\n", encoding="utf-8")
shown = "\n\n".join([ratios["sigmoid, float32"], ratios["relu, float32"], learnt, f"Measured on: {machine}"])
readme = README.read_text(encoding="utf-8")
block = f"<!-- written by make bench -->\n{shown}\n<!-- end -->"
README.write_text(re.sub("<!-- written by make bench -->.*<!-- end -->", lambda _: block, readme, flags=re.S))
