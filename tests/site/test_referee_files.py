"""What the referee in the page is made of, as the site serves it."""

import gzip
from pathlib import Path

REFEREE = Path(__file__).resolve().parents[2] / "_build" / "html" / "_static" / "referee"
FETCHED = "worker.js pyodide.mjs pyodide.asm.mjs pyodide.asm.wasm pyodide-lock.json stdlib.zip snapshot.bin"
"""What a first verdict loads; the archive takes the place of the snapshot where that cannot be used."""


def test_a_first_verdict_moves_at_most_20_megabytes():
    sizes = [len(gzip.compress((REFEREE / name).read_bytes(), 6)) for name in FETCHED.split()]
    assert sum(sizes) <= 20_000_000


def test_the_archive_is_there_and_the_smaller_of_the_two():
    assert (REFEREE / "proofs.bin").stat().st_size < (REFEREE / "snapshot.bin").stat().st_size
