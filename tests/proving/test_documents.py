r"""Where models and derivations stand in a document: Markdown, LaTeX, plain text; and where their lines do."""

import pytest

from backprop.proving.language.tokens import NotRead
from backprop.proving.text.blocks import DERIVATION, MODEL, NAMED
from backprop.proving.text.checked import as_records, as_text, checked, status, summary
from backprop.proving.text.documents import Document, kind_of
from backprop.proving.text.models import model
from backprop.proving.text.verdicts import NOT_READ, OTHER_RULE, PROVED, WRONG
from backprop.results.models import MODELS, named

GIVEN = "given  a (k), y (k)\n  E = 1/2 sum_q (a_q - y_q)^2\n"
MARKDOWN = f"""# A title

Some words, and $a = b$.

```text
{GIVEN}```

The derivation:

    not this = either

```
dE/da_q
  = a_q - y_q   [algebra: this is no reason]

dE/da
  = a - y
```

```python
x = 1
```

$$ \\frac{{\\partial E}}{{\\partial a_q}} = a_q - y_q $$

Model: `single layer`.

~~~
dE/da = a - y
~~~
"""


def seen(text, kind=None):
    document = Document(text, kind)
    return [(b.kind, b.name or " ".join(document.text[b.start : b.end].split())) for b in document.blocks]


def test_markdown():
    assert kind_of(MARKDOWN) == "markdown"
    assert seen(MARKDOWN) == [
        (MODEL, " ".join(GIVEN.split())),
        (DERIVATION, "dE/da_q = a_q - y_q [algebra: this is no reason]"),
        (DERIVATION, "dE/da = a - y"),
        (DERIVATION, r"\frac{\partial E}{\partial a_q} = a_q - y_q"),
        (NAMED, "single layer"),
        (DERIVATION, "dE/da = a - y"),
    ]


def test_a_fence_that_holds_a_model_and_derivations():
    assert seen(f"```\n{GIVEN}\ndE/da_q\n  = a_q - y_q\n\ndE/da = a - y\n  = a\n  - y\n```\n") == [
        (MODEL, " ".join(GIVEN.split())),
        (DERIVATION, "dE/da_q = a_q - y_q"),
        (DERIVATION, "dE/da = a - y = a - y"),
    ]


@pytest.mark.parametrize("environment", ["align", "align*", "gather*", "multline", "eqnarray*", "equation", "verbatim"])
def test_displays_of_latex(environment):
    text = f"Prose, 1 = 1.\n\\begin{{{environment}}}\ndE/da_q\n= a_q - y_q\n\\end{{{environment}}}\nMore."
    assert kind_of(text) == "latex"
    assert [kind for kind, _ in seen(text)] == [DERIVATION]


def test_latex_with_macros_comments_and_a_preamble():
    text = r"""\documentclass{article}
\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}} % \[ not = this \]
\def\half#1{\tfrac12 #1}
\DeclareMathOperator{\T}{T}
\newcommand{\twice}[1]{\half{2 #1}}
\begin{document}
Given the above, nothing is given. % model: single layer
\[ \pd{E}{a_q} = \twice{(a_q - y_q)} \]
$$ \pd E{b} = \pd{E}{z} $$
\end{document}
\[ not = this \]
"""
    assert seen(text) == [
        (NAMED, "single layer"),
        (DERIVATION, r"\frac{\partial E}{\partial a_q} = \tfrac12 2 (a_q - y_q)"),
        (DERIVATION, r"\frac{\partial E}{\partial b} = \frac{\partial E}{\partial z}"),
    ]


def test_a_model_in_the_prose_of_latex_goes_on_into_its_first_display():
    text = "given $a \\in \\mathbb{R}^k$,\n$y \\in \\mathbb{R}^k$\n\\begin{align}\nE &= E(a) \\\\\n\\end{align}\n\\[E = E\\]"
    assert [kind for kind, _ in seen(text)] == [MODEL, DERIVATION]


SHOWN = r"""
\begin{align}
\text{given } w (k, n), x (n), b (k), y (k) \\
z_q &= \sum_p w_{qp} x_p + b_q \\
a_q &= \sigma(z_q) \\
E &= \tfrac12 \sum_q (a_q - y_q)^2
\end{align}

$$\begin{aligned}
\frac{\partial E}{\partial w_{qp}}
  &= \sum_t \frac{\partial E}{\partial a_t} \frac{\partial a_t}{\partial w_{qp}} \notag \\
\intertext{and now}
  &= \sum_t (a_t - y_t)\, \sigma'(z_t) \\
  &\quad \times \frac{\partial z_t}{\partial w_{qp}} \label{eq:1}\\
  &= (a_q - y_q)\, \sigma'(z_q)\, x_p. \tag{derivative of $z$}
\end{aligned}$$

\begin{equation} \begin{split}
\frac{\partial E}{\partial b} &= (a - y) \odot \sigma'(z)
\end{split} \end{equation}
"""


@pytest.mark.parametrize("kind", ["latex", "markdown"])
def test_what_stands_in_displays_of_latex_beside_formulas(kind):
    found = all_of(SHOWN, kind)
    assert [v.kind for d in found for v in d.judged] == [PROVED] * 4
    assert [d.proved for d in found] == [True, True]


PLAIN = f"""A title with = in it
{GIVEN}
Some words.

dE/da_q
  = d/da_q 1/2 sum_t (a_t - y_t)^2
      [what E is]

  = a_q
    - y_q
- a bullet, which is prose

dE/da = a - y
So x = y.

model: batch
"""


def test_plain_text():
    text = PLAIN.replace("A title with = in it\n", "A title\n\n")
    assert kind_of(text) == "plain"
    assert seen(text) == [
        (MODEL, " ".join(GIVEN.split())),
        (DERIVATION, "dE/da_q = d/da_q 1/2 sum_t (a_t - y_t)^2 [what E is] = a_q - y_q"),
        (DERIVATION, "dE/da = a - y"),
        (NAMED, "batch"),
    ]


@pytest.mark.parametrize(
    ("name", "kind"), [("a.md", "markdown"), ("a.TEX", "latex"), ("a.txt", "plain"), ("-", "plain")]
)
def test_the_name_of_the_file_says_what_it_is(name, kind):
    assert kind_of("dE/da = a - y", name) == kind


def all_of(text, kind="plain", names=named):
    return list(checked(text, kind, names))


def test_every_verdict_has_its_place_in_the_document():
    found = all_of(MARKDOWN.replace("= a - y", "= y - a", 1), "markdown", lambda _: model(GIVEN))
    places = [(v.line, v.column, v.kind) for d in found for v in d.judged]
    assert places == [(16, 5, OTHER_RULE), (19, 5, WRONG), (26, 38, PROVED), (31, 9, PROVED)]
    assert [d.proved for d in found] == [True, False, True, True]
    assert status(found) == 1
    assert summary(found) == "4 lines in 4 derivations: 2 proved, 1 proved by another rule, 1 wrong."


def test_a_place_in_latex_is_that_before_the_macros_were_put_in():
    text = "\\newcommand{\\d}[1]{\\partial #1}\n% model: single layer\n\\[ \\frac{\\d E}{\\d b_q} = \\frac{\\d E}{\\d{oops}} \\]\n"
    ((_, verdict),) = [d.verdicts for d in all_of(text, "latex")]
    assert (verdict.kind, verdict.line) == (NOT_READ, 3)
    assert text.splitlines()[2][verdict.column - 1 :].startswith("oops")


def test_a_proof_is_a_result_further_down_and_a_mistake_is_none():
    text = GIVEN + "\ndE/da_q\n  = {}\n\n2 dE/da_t\n  = 2 (a_t - y_t)   [result for dE/da_q]\n"
    right, wrong = all_of(text.format("a_q - y_q")), all_of(text.format("y_q - a_q"))
    assert [v.kind for d in right for v in d.judged] == [PROVED, PROVED]
    assert [v.kind for d in wrong for v in d.judged] == [WRONG, OTHER_RULE]
    assert "no derivation in this model has concluded a result yet" in wrong[-1].verdicts[-1].message


def test_what_has_no_model_says_how_one_is_written():
    (found,) = all_of("dE/da = a - y")
    assert found.verdicts[0].message.startswith("no model comes before this: write one (given w (k, n), x (n), ...)")
    assert status([found]) == 2


def test_a_model_that_is_not_read_is_said_once():
    first, second = all_of("given x (n)\n  y_p = ln(\n\ndE/da = a - y")
    assert (first.verdicts[0].line, first.verdicts[0].kind) == (2, NOT_READ)
    assert second.verdicts[0].message == "the model before it was not read"


def test_an_unknown_model_is_told_the_nearest_and_all():
    (found,) = all_of("model: two layer")
    assert "no model of the book is called 'two layer'; is 'two layers' meant?" in found.verdicts[0].message
    assert ", ".join(MODELS) in found.verdicts[0].message


@pytest.mark.parametrize("name", MODELS)
def test_the_models_of_the_book_have_names(name):
    assert repr(named(name.upper())).startswith("given ")


def test_for_people_a_line_is_a_row_and_a_counterexample_stands_below():
    (found,) = all_of(GIVEN + "\ndE/da_q\n  = a_q - y_q   [derivative of E]\n  = y_q - a_q\n  = a_q q_q\n")
    assert as_text(found).splitlines() == [
        "    4                 ∂E/∂a_q",
        "    5  proved           = a_q − y_q   [derivative of E]",
        "    6  WRONG            = y_q − a_q",
        "                        At k = 1, q = 1, with a[1] = 0, y[1] = 1: -1 against 1.",
        "    7  NOT READ         = a_q q_q",
        "                        column 9: q_q is not defined; known are a, y, E, k",
    ]


def test_no_row_is_wider_than_a_hundred_columns():
    long = " + ".join(["a_q - y_q"] * 30)
    (found,) = all_of(f"{GIVEN}\ndE/da_q\n  = {long} - 29 (a_q - y_q)\n")
    assert max(map(len, as_text(found).splitlines())) <= 100


def test_for_machines_it_is_lists_and_strings():
    (record,) = as_records(all_of(GIVEN + "\ndE/da_q\n  = a_q - y_q\n"))
    assert (record["line"], record["proved"]) == (4, True)
    assert record["lines"][1] == {
        "kind": "proved", "text": "a_q - y_q", "line": 5, "column": 5, "printed": "a_q − y_q",
        "rule": "derivative of E", "message": "", "latex": "a_{q} - y_{q}",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "\\newcommand{\\a}{\\a}\n\\[ \\a = 1 \\]",
        "\\newcommand{\\a}[1]{#1 #1}\n\\[ " + "\\a{" * 15 + "x" + "}" * 15 + " \\]" + "x" * 150_000,
        "\\newcommand{\\a}{x\n\\[ \\a = 1 \\]",
        "\\newcommand{\\a}[2]{x}\n\\[ \\a{1",
        "\\newcommand{\\a}[1]{x}\n\\[ 1 = 2 \\] \\a",
    ],
)
def test_macros_without_an_end_are_refused(text):
    with pytest.raises(NotRead):
        Document(text, "latex")
