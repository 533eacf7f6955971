"""Measure everything and keep it, in benchmarks/README.md and the ratios in README.md too: `make bench`."""

from benchmarks.machine import on_two_cores

on_two_cores()  # before NumPy is imported: its threads are counted then

import re  # noqa: E402
from pathlib import Path  # noqa: E402

from benchmarks import derivations, gradients, proofs  # noqa: E402
from benchmarks.machine import description  # noqa: E402

PAGE = Path(__file__).parent / "README.md"
README = Path(__file__).parents[1] / "README.md"

ratios, machine = gradients.table(), description()
page = "\n\n".join(
    [
        "# Benchmarks",
        "Written by `make bench`.",
        "## Gradients",
        ratios,
        gradients.EXPLANATION,
        "## Proofs",
        proofs.table(),
        proofs.EXPLANATION,
        "## Derivations of any depth",
        derivations.table(),
        derivations.EXPLANATION,
        "## Machine",
        machine,
    ]
)
print(page)
PAGE.write_text(page + "\n", encoding="utf-8")
shown = f"<!-- written by make bench -->\n{ratios}\n\nMeasured on: {machine}\n<!-- end -->"
readme = README.read_text(encoding="utf-8")
README.write_text(re.sub("<!-- written by make bench -->.*<!-- end -->", lambda _: shown, readme, flags=re.S))
