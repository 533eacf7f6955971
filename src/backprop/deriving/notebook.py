"""A page as a notebook: its code in cells that run from top to bottom, with what they printed when they were run."""

import json
import re

from backprop.deriving.markdown import prose
from backprop.deriving.pages import Code


def as_notebook(page):
    """The page in Jupyter's format 4.5, a text."""
    cells, pending = [], []
    for block in page.blocks:
        if isinstance(block, Code):
            _flush(cells, pending)
            cells.append(_code(block, len(cells), sum(c["cell_type"] == "code" for c in cells) + 1))
        else:
            if prose(block).startswith("#"):
                _flush(cells, pending)
            pending.append(prose(block))
    _flush(cells, pending)
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    whole = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _flush(cells, pending):
    if pending:
        text = "\n\n".join(pending)
        cells.append({"cell_type": "markdown", "id": _id(text, len(cells)), "metadata": {}, "source": text})
        pending.clear()


def _code(block, place, count):
    printed = [{"name": "stdout", "output_type": "stream", "text": block.printed}] if block.printed else []
    return {
        "cell_type": "code", "execution_count": count, "id": _id("code", place), "metadata": {}, "outputs": printed,
        "source": block.source.rstrip(),
    }  # fmt: skip


def _id(text, place):
    words = re.findall(r"[a-z]+", text.partition("\n")[0].lower())[:4]
    return "-".join([*words, f"cell-{place}"])[-64:]
