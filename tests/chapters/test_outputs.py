"""What a derivation leaves in a notebook: for the page, for the terminal, and as texts that read back the same."""

import json

import nbformat
import pytest

from backprop.proving import model
from backprop.proving.language.display import plain
from backprop.proving.language.reading import read
from backprop.proving.shown import MIME
from backprop.proving.text.names import vocabulary
from backprop.teaching.chapter import FOLDER

RECURSIONS = {"any-depth-recursion", "exercise-residual", "exercise-shared"}
"""Cells that show a line for each array, and no derivation."""


def derivations():
    for path in sorted(FOLDER.glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            for out in cell.get("outputs", ()):
                if "Proved for" in out.get("data", {}).get("text/plain", "") and cell.id not in RECURSIONS:
                    yield pytest.param(out.data, id=f"{path.stem}-{cell.id}")


DERIVATIONS = list(derivations())


@pytest.mark.parametrize("data", DERIVATIONS)
def test_a_derivation_reads_back_as_it_is_printed(data):
    assert set(data) == {"text/markdown", "text/plain", MIME}
    written = data[MIME]
    printed = data["text/plain"].split("\n")
    for number, line in enumerate(written["lines"]):
        because = ": ".join(filter(None, (line["reason"], line["comment"])))
        assert printed[number] == (f"  = {line['text']}   [{because}]" if number else line["text"])
    if written["model"] is None:  # an expansion is not read yet
        return
    known = model(written["model"])
    sizes = {plain(size): size for size in known.sizes}
    names = vocabulary(known, {i: sizes.get(size) or int(size) for i, size in written["indices"].items()})
    for line in written["lines"]:
        assert plain(read(line["text"], names)) == line["text"]
    assert repr(model(repr(known))) == repr(known)


def test_there_are_derivations_in_every_chapter():
    chapters = {param.id.partition("-")[0] for param in DERIVATIONS}
    assert len(DERIVATIONS) > 80
    assert len(chapters) >= 9


def test_the_texts_are_stored_as_json_and_not_as_a_string():
    for param in DERIVATIONS:
        (data,) = param.values
        assert isinstance(data[MIME], dict)
        assert json.loads(json.dumps(data[MIME])) == data[MIME]
