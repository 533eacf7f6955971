"""Every notebook is in the normal form, and every rule of the form has been seen to fail."""

from itertools import chain

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from backprop.teaching import notebooks
from backprop.teaching.chapter import FOLDER

NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
PAGES = [FOLDER.with_name("index.md"), FOLDER.with_name("teaching.md"), *sorted(FOLDER.glob("*.md"))]
ALT = "The cost falls from 2 to 1 in five steps."
NOTE = f"""\
<details class="notes">
<summary>For the speaker: 3 minutes</summary>

- **Say:** {"word " * 40}

</details>"""


def test_there_are_notebooks():
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_notebook_is_in_normal_form(path):
    assert notebooks.check([path]) == []


def test_cell_ids_are_unique_in_the_book():
    assert [fault for fault in notebooks.check(NOTEBOOKS) if "already used" in fault] == []


def test_not_compared_names_existing_cells():
    ids = {cell.id for path in NOTEBOOKS for cell in nbformat.read(path, as_version=4).cells}
    assert notebooks.NOT_COMPARED.keys() <= ids


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_type_no_mathematics_that_code_should_derive(page):
    assert list(notebooks.typed_mathematics(page.read_text(encoding="utf-8"))) == []


def markdown(text, name="some-words"):
    return new_markdown_cell(text, id=name)


def code(source="1 + 1", name="some-code", count=1, outputs=(), **metadata):
    return new_code_cell(source, id=name, execution_count=count, outputs=list(outputs), metadata=metadata)


def figure(text=ALT, height=200, without=()):
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="300pt" height="{height}pt"></svg>'
    data = {"image/svg+xml": svg, "image/png": "iVBO", "text/plain": text}
    return new_output("display_data", data={kind: shown for kind, shown in data.items() if kind not in without})


def caption(number="1.1"):
    return new_output("display_data", data={"text/markdown": f"**Figure {number}.** See.", "text/plain": "See."})


def stream(text, name="stdout"):
    return new_output("stream", name=name, text=text)


def chapter(*cells, sections=notebooks.HEADINGS):
    """A title, the cells, and the sections, each with a note for the speaker."""
    title = markdown("# One layer\n\nWhere $w_{ij}$ is a weight.", "the-title")
    parts = [
        (markdown(f"## {section}", f"section-{number}"), markdown(NOTE, f"speaker-{number}"))
        for number, section in enumerate(sections)
    ]
    return new_notebook(cells=[title, *cells, *chain.from_iterable(parts)])


def faults(book, name="01_layer.ipynb"):
    return list(notebooks.faults(name, notebooks.serialised(book)))


ERROR = new_output("error", ename="ValueError", evalue="no", traceback=["ValueError: no"])

IN_FORM = {
    "prose": markdown("The sum $z_r = \\sum_j w_{rj} x_j + b_r$ and the derivative $\\partial C / \\partial z_r$."),
    "code in prose": markdown("Write `$$` or\n\n```\n# no heading\n$$x$$\n```\n"),
    "output": code(outputs=[new_output("execute_result", data={"text/plain": "2"}, execution_count=1)]),
    "figure": code(outputs=[figure(), caption()]),
    "answer": code(tags=["hide-cell"], jupyter=notebooks.FOLDED),
    "tolerance": code(outputs=[stream("agrees, rtol 1e-12")]),
    "lesson": code(outputs=[ERROR], tags=["raises-exception"]),
    "hidden": code(tags=["hide-input"]),
}


@pytest.mark.parametrize("cell", IN_FORM.values(), ids=IN_FORM)
def test_what_is_in_form_is_accepted(cell):
    assert faults(chapter(cell)) == []


WRONG_CELLS = {
    "not executed": (code(count=None), "not executed"),
    "count begins late": (code(count=3), "not executed"),
    "random id": (code(name="3f2a9c1b"), "cell 3f2a9c1b: its id"),
    "one-word id": (code(name="result"), "cell result: its id"),
    "capital id": (code(name="Some-Code"), "cell Some-Code: its id"),
    "dollars": (markdown("$$ z = w x $$"), "display mathematics"),
    "brackets": (markdown("\\[ z = w x \\]"), "display mathematics"),
    "environment": (markdown("\\begin{align} z &= w x \\end{align}"), "display mathematics"),
    "directive": (markdown("```{math}\nz = w x\n```"), "display mathematics"),
    "colon directive": (markdown(":::{math}\nz = w x\n:::"), "display mathematics"),
    "typed partial": (markdown("So $\\frac{\\partial C}{\\partial z} = x$."), "typed equation"),
    "typed partial in brackets": (markdown("So \\(\\partial C / \\partial z = x\\)."), "typed equation"),
    "typed partial in a role": (markdown("So {math}`\\partial C / \\partial z = x`."), "typed equation"),
    "typed prime": (markdown("So $\\sigma'(z) = 1$."), "typed equation"),
    "typed d": (markdown("So $\\frac{dC}{dz} = 1$."), "typed equation"),
    "typed gradient": (markdown("So $\\nabla C \\equiv 0$."), "typed equation"),
    "doubled backslash": (markdown("The product $\\\\langle g, y \\\\rangle$."), "a single backslash"),
    "empty": (code("  "), "it is empty"),
    "long": (code("\n".join("x = 1" for _ in range(16))), "it has 16 lines"),
    "semicolon": (code("f(1);"), "ends in ';'"),
    "init_printing": (code("init_printing()"), "init_printing"),
    "nbval comment": (code("# NBVAL_IGNORE_OUTPUT\nf()"), "steers nbval"),
    "nbval tag not listed": (code(tags=["nbval-ignore-output"]), "NOT_COMPARED"),
    "nbval skip": (code(tags=["nbval-skip"]), "nbval-skip"),
    "stored error": (code(outputs=[ERROR]), "failed with ValueError"),
    "promised error": (code(tags=["raises-exception"]), "raised none"),
    "stderr": (code(outputs=[stream("Warning", "stderr")]), "stderr"),
    "bitmap formula": (code(outputs=[new_output("display_data", data={"image/png": "", "text/latex": "x"})]), "bitmap"),
    "address": (code(outputs=[stream("<f at 0x7f3a2b1c>")]), "memory address"),
    "figure's repr": (code(outputs=[figure("<Figure size 640x480 with 1 Axes>")]), "bare repr"),
    "rounding error": (code(outputs=[stream("error 1.1e-16")]), "rounding error"),
    "path": (code(outputs=[stream("/home/me/book.py")]), "path of one machine"),
    "path among texts": (
        code(outputs=[new_output("display_data", data={"application/vnd.book+json": {"model": "/home/me"}})]),
        "path of one machine",
    ),
    "two figures": (code(outputs=[figure(), figure()]), "several figures"),
    "no alternative text": (code(outputs=[figure("")]), "no alternative text"),
    "high figure": (code(outputs=[figure(height=361), caption()]), "481 pixels high"),
    "no SVG": (code(outputs=[figure(without=["image/svg+xml"]), caption()]), "not both an SVG and a bitmap"),
    "no bitmap": (code(outputs=[figure(without=["image/png"]), caption()]), "not both an SVG and a bitmap"),
    "no caption": (code(outputs=[figure()]), "no caption that begins with '**Figure 1.1.** '"),
    "caption of another": (code(outputs=[figure(), caption("1.2")]), "no caption that begins"),
    "second title": (markdown("# Another title"), "2 headings of the first level"),
    "section in the wrong place": (markdown("## Result"), "a chapter has"),
    "section without a note": (markdown("## Result"), "Result: does not end in a note"),
    "note out of form": (markdown(NOTE + "\n"), "a note begins with"),
}


@pytest.mark.parametrize("cell, sentence", WRONG_CELLS.values(), ids=WRONG_CELLS)
def test_rule_fails_on_a_wrong_cell(cell, sentence):
    found = faults(chapter(cell))
    assert any(sentence in fault for fault in found), found


@pytest.mark.parametrize(
    "sections", [notebooks.HEADINGS[:-1], notebooks.HEADINGS[::-1], [*notebooks.HEADINGS, "More"]], ids=len
)
def test_rule_fails_on_wrong_sections(sections):
    book = chapter(sections=sections)
    assert len(faults(book)) == 1
    assert len(faults(book, "12_later.ipynb")) == 1
    assert faults(book, "C_notes.ipynb") == []  # the appendices have sections of their own


@pytest.mark.parametrize("name", ["00_why.ipynb", "10_reverse.ipynb"])
def test_the_first_chapter_and_the_last_have_no_derivation(name):
    sections = notebooks.WITHOUT_DERIVATION
    assert faults(chapter(sections=sections), name) == []
    assert len(faults(chapter(sections=sections), "01_layer.ipynb")) == 1
    for wrong in (notebooks.HEADINGS, sections[:-1], sections[::-1], [*sections, "More"]):
        assert len(faults(chapter(sections=wrong), name)) == 1


def test_rule_fails_on_a_listed_cell_without_its_tag(monkeypatch):
    monkeypatch.setitem(notebooks.NOT_COMPARED, "some-code", "it trains, and the weights depend on the processor")
    assert any("NOT_COMPARED" in fault for fault in faults(chapter(code())))
    assert faults(chapter(code(tags=["nbval-ignore-output"]))) == []


def leave_time(book):
    book.cells[1].metadata["execution"] = {"iopub.execute_input": "2024-01-01T00:00:00Z"}


def leave_version(book):
    book.metadata["language_info"] = {"name": "python", "version": "3.11.7"}


def leave_frames(book):
    book.cells[1].outputs[0].traceback = ["File /somewhere/book.py:1, in f"]


def open_the_answer(book):
    del book.cells[1].metadata["jupyter"]


def leave_alt_text_behind(book):
    book.cells[1].metadata["mystnb"] = {"image": {"alt": "What an earlier version of the figure showed."}}


@pytest.mark.parametrize(
    "cell, leave",
    [
        (code(), leave_time),
        (code(), leave_version),
        (code(outputs=[ERROR], tags=["raises-exception"]), leave_frames),
        (code(outputs=[figure(), caption()]), leave_alt_text_behind),
        (code(tags=["hide-cell"]), open_the_answer),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_rule_fails_on_what_execution_left_behind(cell, leave):
    book = chapter(cell)
    text = notebooks.serialised(book)
    assert list(notebooks.faults("01_layer.ipynb", text)) == []
    leave(book)
    text = nbformat.writes(book) + "\n"
    assert any("make refresh" in fault for fault in notebooks.faults("01_layer.ipynb", text))


def test_rule_fails_on_an_id_used_twice(tmp_path):
    paths = [tmp_path / "01_layer.ipynb", tmp_path / "02_layer.ipynb"]
    for path in paths:
        path.write_text(notebooks.serialised(chapter()), encoding="utf-8")
    assert "02_layer.ipynb, cell the-title: its id is already used in 01_layer.ipynb" in notebooks.check(paths)


def test_refresh_executes_in_place_and_is_stable(tmp_path):
    path = tmp_path / "01_layer.ipynb"
    source = "import sys\nprint('executed')\n1 + 1"
    path.write_text(notebooks.serialised(chapter(code(source, count=7))), encoding="utf-8")
    assert notebooks.main(["check", str(path)]) != 0
    assert notebooks.main(["refresh", str(path)]) == 0
    first = path.read_bytes()
    assert nbformat.read(path, as_version=4).cells[1].outputs[0].text == "executed\n"
    notebooks.refresh(path)
    assert path.read_bytes() == first


def test_unknown_command_is_refused():
    assert notebooks.main(["refesh"]).startswith("usage:")
    assert notebooks.main([]).startswith("usage:")


def test_a_notebook_is_named_by_its_beginning():
    assert notebooks.found("03") == [FOLDER / "03_batched_form.ipynb"]
    assert notebooks.main(["check", "C", str(FOLDER / "A_notation.ipynb")]) == 0
    refusal = notebooks.main(["check", "03", "99"])
    assert refusal.startswith("there is no notebook 99; there are 0") and ", A_notation, " in refusal
