"""Models, claims and derivations as a person writes them."""

import re

import pytest
from sympy import Symbol

from backprop.proving import Claim, DerivationError, Partial, claim, derive, judge, model
from backprop.proving.derivation import concluded
from backprop.proving.language import latex, plain
from backprop.proving.language.reading import read
from backprop.proving.shown import MIME
from backprop.proving.text.names import vocabulary
from backprop.results import batch, cross_entropy, every_layer, network, single_layer, softmax, two_layers

LAYER = """
  given  w (k, n), x (n), b (k), y (k)
  z_q = sum_p w_qp x_p + b_q
  a_q = sigma(z_q)
  E   = 1/2 sum_q (a_q - y_q)^2
"""
layer = model(LAYER)

MODELS = {
    "single layer": single_layer.layer,
    "softmax layer": single_layer.softmax_layer,
    "two numbers": single_layer.product_layer,
    "batch": batch.batch,
    "linear": two_layers.linear,
    "biases": two_layers.with_biases,
    "activations": two_layers.with_activations,
    "units": cross_entropy.units,
    "entropy batch": cross_entropy.batch,
    "squared error": cross_entropy.squared,
    "linear output": cross_entropy.linear,
    "classes": softmax.classes,
    "labelled": softmax.labelled,
    "shifted": softmax.shifted,
    "two classes": softmax.two_classes,
    "above": softmax.above,
    "softmax batch": softmax.batch,
    "taught": softmax.taught,
    "layer with a cotangent": network.layer,
    "last layer": every_layer.last,
    "every layer": every_layer.layer,
    "last layer of a batch": every_layer.last_batch,
    "every layer of a batch": every_layer.layer_batch,
}


@pytest.mark.parametrize("name", MODELS)
def test_a_model_is_read_back_as_it_is_printed(name):
    printed = repr(MODELS[name])
    again = model(printed)
    assert repr(again) == printed
    assert again.given == MODELS[name].given
    assert again.ranges == MODELS[name].ranges


def test_the_model_that_a_text_says():
    assert list(layer.given) == ["w", "x", "b", "y"]
    assert layer.ranges == {
        n: tuple(map(_size, s)) for n, s in dict(w="kn", x="n", b="k", y="k", z="k", a="k", E="").items()
    }
    assert [plain(right) for _, right in layer.where.values()] == [
        "Σ_p=1..n w_qp x_p + b_q", "σ(z_q)", "1/2 Σ_q=1..k (a_q − y_q)^2"]  # fmt: skip


def _size(name):
    return Symbol(name, integer=True, positive=True)


SAME = {
    "LaTeX": r"""\text{given } w (k, n), x (n), b (k), y (k) \\
        z_{q} &= \sum_{p=1}^{n} w_{qp}\, x_{p} + b_{q} \\
        a_{q} &= \sigma\left(z_{q}\right) \\
        E &= \tfrac{1}{2} \sum_{q=1}^{k} \left(a_{q} - y_{q}\right)^{2}""",
    "signs": "given w (k, n), x (n), b (k), y (k)\nz_q = Σ_p w_qp x_p + b_q\na_q = σ(z_q)\nE = ½ Σ_q (a_q − y_q)²",
    "code": "given w (k, n), x (n), b (k), y (k)\nz[q] = sum(p=1..n, w[q,p]*x[p]) + b[q]\na[q] = sigma(z[q])\n"
    "E = 0.5 * sum(q=1..k, (a[q] - y[q])**2)",
    "more lines": "given w (k, n),\n  x (n), b (k), y (k)\n\nz_q = sum_{p=1}^n w_{q,p} x_p + b_q\na_q = sigma(z_q)\n"
    "E = (1/2) sum_{q=1}^k (a_q - y_q)^2",
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_one_model_is_written_in_many_ways(name):
    again = model(SAME[name])
    assert again.ranges == layer.ranges
    for name, (_, right) in layer.where.items():
        assert plain(again.where[name][1]) == plain(right)


def test_layers_scalars_rows_losses_costs_and_what_is_positive():
    every = model("""
      given W^(l) (n_l, n_(l-1)), a^(l-1) (n_(l-1)), b (1, n_l), y (n_l) > 0, eta > 0, t
      z^(l)_q = sum_p W^(l)_qp a^(l-1)_p + b_q
      a_q^(l) = f_l(z_q^(l))
      E       = E(a^(l))
      L       = sum_q ell(a^(l)_q, y_q)
      delta^(l)_q = dE/dz^(l)_q
    """)
    assert str(every.given["b"].shape) == "(1, n_l)"
    assert every.given["eta"].is_positive
    assert every.given["y"].positive
    assert not every.given["t"].is_positive
    assert every.by_derivative == {"delta^(l)"}
    assert [a.name for a in every.unknown.values()] == ["a^(l)"]
    assert repr(model(repr(every))) == repr(every)


def test_words_that_stand_upright():
    """What LaTeX prints for a name of several letters is read back, left of the sign too."""
    again = model(r"""given \mathrm{logits} (m, k)
        \mathrm{lse}_{i} &= \ln\left(\sum_{q=1}^{k} \exp\left(\mathrm{logits}_{iq}\right)\right) \\
        E_{\mathrm{new}} &= \sum_{i=1}^{m} \mathrm{lse}_{i}^2""")
    assert list(again.where) == ["lse", "E_new"]
    lines = [f"{latex(left)} = {latex(right)}" for left, right in again.where.values()]
    given_line = r"given \mathrm{logits} (m, k)"
    assert repr(model("\n".join([given_line, *lines]))) == repr(again)


DERIVED = """
  dE/dw_qp
    = sum_t dE/da_t da_t/dz_t dz_t/dw_qp     [chain rule]
    = sum_t dE/da_t da_t/dz_t I_tq x_p       [result dz_t/dw_qp]
    = dE/da_q da_q/dz_q x_p                  [the sum collapses: one path is open]
    = dE/da_q sigma'(z_q) x_p                [derivative of a_q]
    = (a_q - y_q) sigma'(z_q) x_p            [result for dE/da_q]
"""


def _results(in_model):
    derive(in_model, "dz_t/dw_qp = I_tq x_p").concludes(claim(in_model, "dz_t/dw_qp = I_tq x_p"))
    derive(in_model, "dE/da_q = a_q - y_q").concludes(claim(in_model, "dE/da_q = a_q - y_q"))


def test_a_derivation_is_what_it_says():
    here = model(LAYER)
    _results(here)
    derivation = derive(here, DERIVED)
    assert [str(line.reason) for line in derivation.lines[1:]] == [
        "chain rule", "result for ∂z_t/∂w_qp", "the sum collapses", "derivative of a_q", "result for ∂E/∂a_q"]  # fmt: skip
    assert derivation.lines[3].comment == "one path is open"
    assert isinstance(derivation.lines[0].expr, Partial)
    assert [d.claim.left for d in concluded(here)] == [read(t, vocabulary(here)) for t in ("dz_t/dw_qp", "dE/da_q")]


def test_what_is_printed_is_a_text_of_the_same_derivation():
    here = model(LAYER)
    _results(here)
    derivation = derive(here, DERIVED)
    *lines, _ = repr(derivation).splitlines()
    assert repr(derive(here, "\n".join(lines))) == repr(derivation)
    rows = [row.strip("| ").split(" | ") for row in derivation._repr_markdown_().replace("*", "").splitlines()[2:-2]]
    math = [row[0].strip("$") + (rf" && \text{{{row[1]}}} \\" if len(row) > 1 else r" \\") for row in rows]
    assert repr(derive(here, "\n".join(math))) == repr(derivation)


def test_where_no_reason_is_named_one_that_does_is_found():
    found = derive(model(LAYER), "\n".join(line.partition("[")[0] for line in DERIVED.splitlines()))
    assert [str(line.reason) for line in found.lines[1:]] == [
        "chain rule", "derivative of z", "the sum collapses", "derivative of a", "derivative of E"]  # fmt: skip


def test_words_of_the_authors_own_are_a_comment():
    (_, line) = derive(layer, "dE/da_q\n = a_q - y_q  [the square has this slope]").lines
    assert (str(line.reason), line.comment) == ("derivative of E", "the square has this slope")


def test_a_wrong_reason_says_which_one_would_do():
    with pytest.raises(DerivationError, match=r"not by this reason alone.*; it is by derivative of E"):
        derive(layer, "dE/da_q = a_q - y_q [algebra]")


def test_the_texts_of_a_derivation_make_it_again():
    here = model(LAYER)
    _results(here)
    derivation = derive(here, DERIVED)
    bundle = derivation._repr_mimebundle_()
    assert set(bundle) == {"text/markdown", "text/plain", MIME}
    said = bundle[MIME]
    again = model(said["model"])
    _results(again)
    first, *lines = said["lines"]
    steps = "\n".join(f"= {line['text']} [{line['reason']}: {line['comment']}]" for line in lines)
    assert repr(derive(again, f"{first['text']}\n{steps}")) == repr(derivation)
    assert said["indices"] == {"p": "n", "q": "k"}


def test_a_claim_is_an_equation():
    both = claim(layer, r"\frac{\partial E}{\partial b_{q}} = \left(a_{q} - y_{q}\right) \sigma'(z_{q})")
    assert isinstance(both, Claim)
    assert (plain(both.left), plain(both.right)) == ("∂E/∂b_q", "(a_q − y_q) σ'(z_q)")


def test_the_lines_after_a_wrong_one_are_judged():
    verdicts, whole = judge(
        layer,
        """dE/dx_p
        = sum_q dE/da_q da_q/dz_q dz_q/dx_p     [chain rule]
        = sum_q dE/da_q sigma'(a_q) w_qp
        = sum_q (a_q - y_q) sigma'(a_q) w_qp    [algebra]
        = sum_q (a_q - y_q) sigma'(a_q) w_pq
        = sum_q (a_q - yhta_q) sigma'(z_q) w_qp
        = sum_q (a_q - y_q) sigma'(z_q) w_qp""",
    )
    assert whole is None
    kinds = [v.kind for v in verdicts]
    assert kinds == ["proved", "proved", "wrong", "proved by another rule", "not read", "not read", "wrong"]
    assert verdicts[1].rule == "chain rule"
    assert "At k = 1" in verdicts[2].message
    assert "it is by derivative of E" in verdicts[3].message
    assert (verdicts[5].line, verdicts[5].column) == (6, 24)


GIVEN = {
    "in R^n": "given w in R^(k x n), x in R^n, b, y in R^k",
    "signs": "given w ∈ ℝ^(k×n), x ∈ ℝⁿ, b, y ∈ ℝᵏ, σ : ℝ → ℝ differentiable",
    "LaTeX": r"given $w \in \mathbb{R}^{k \times n}$, $x \in \mathbb{R}^n$, $b, y \in \mathbb{R}^{k}$",
    "by": "given w (k by n), x (n), b (k), y (k), sigma differentiable, q = 1..k, p = 1..n",
    "a line each": "given\n  n, k positive integers\n  w in R^(k x n)   (weights)\n  x in R^n   (input)\n  b, y in R^k",
    "entries": "given\n  w_qp in R   for q = 1..k and p = 1..n\n  x_p in R   for p = 1, ..., n\n  b_q in R   for q = 1..k\n"
    "  y_q in R   for q = 1..k",
    "code": "given\nw[q,p] = weights, q = 1..k, p = 1..n\nx[p] = input, p = 1..n\nb[q] = bias, q = 1..k\n"
    "y[q] = target, q = 1..k\nsigma = any differentiable function, sigma' = its derivative",
}  # fmt: skip


@pytest.mark.parametrize("name", GIVEN)
def test_what_is_given_is_written_in_many_ways(name):
    made = model(
        f"{GIVEN[name]}\nz_q := sum_p w_qp x_p + b_q   for q = 1..k\na_q = sigma(z_q)   (q = 1, ..., k)\n"
        "E = 1/2 sum_q (a_q - y_q)^2"
    )
    assert repr(made) == repr(layer)


def test_whole_arrays_are_defined_too():
    made = model("given w (k, n), x (n), b (k), y (k)\nz = w x + b\na = sigma(z)\nE = 1/2 (a - y)^T (a - y)")
    assert made.ranges == layer.ranges
    assert [v.kind for v in judge(made, "dE/dz = (a - y) * sigma'(z)")[0]] == ["proved", "proved"]
    rows = model("given X (m, n), W (n, k), b (1, k)\nZ = X W + 1_m b\nE = E(Z)")
    assert [v.kind for v in judge(rows, "dE/dW = X^T dE/dZ")[0]] == ["proved", "proved"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("given\nx_p in R", "nothing says how far p runs; write x_p in R for p = 1..n, or x with its sizes in"),
        ("given x (n), x (n)", "x is given twice, or is a size too"),
        ("given x (-n)", "-n"),
        ("given t (k)\ny_q = t_q / sum_r t_r", "declare what is given as positive, such as t > 0 or p (k) > 0"),
        ("given x (n, n, n)", "x has one size or two, such as x (k, n); got 3"),
    ],
)
def test_what_is_given_and_not_understood_is_refused_in_a_sentence(text, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        model(text)


def test_a_line_is_judged_without_the_reason_that_is_none():
    verdicts, whole = judge(layer, "dE/da_q\n = a_q - y_q   [algbra]\n = y_q - a_q   [algbra]")
    assert [v.kind for v in verdicts] == ["proved", "proved by another rule", "wrong"]
    assert verdicts[1].message == "no rule is called 'algbra'; is 'algebra' meant?; the line is true: derivative of E"
    assert whole is None


def test_what_people_call_the_chain_rule_is_the_rule_that_does():
    verdicts, whole = judge(layer, "d sigma(z_q)/dw_qp\n = sigma'(z_q) dz_q/dw_qp   [chain rule]")
    assert [v.rule for v in verdicts] == ["", "derivative taken"]
    assert len(whole.lines) == 2


def test_a_long_line_goes_on_below_with_an_operator():
    verdicts, whole = judge(
        layer, "dE/da_q\n = d/da_q 1/2 sum_t (a_t\n   - y_t)^2\n = a_q\n   - y_q   [algebra: not so]"
    )
    assert [v.kind for v in verdicts] == ["proved", "proved", "proved by another rule"]
    assert len(whole.lines) == 3


@pytest.mark.parametrize("sign", ["#", "--", "//"])
def test_a_reason_may_be_a_remark_as_in_code(sign):
    verdicts, _ = judge(
        layer, f"dE/da_q\n = a_q - y_q   {sign} derivative of E\n = -y_q + a_q   {sign} a = b, and so on"
    )
    assert [(v.kind, v.rule) for v in verdicts[1:]] == [("proved", "derivative of E"), ("proved", "algebra")]
