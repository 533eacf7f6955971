"""What a page says beside the lines: what is positive, where a slope has no value, and what a function in pieces is."""

from sympy import Identity, Integer, KroneckerDelta, Pow, Rational

from backprop.proving import Claim, Derivation, Gradient, Model, Partial
from backprop.proving.language import (
    Entry,
    Index,
    Pullback,
    U,
    absolute,
    column,
    dhuber,
    drelu,
    huber,
    in_pieces,
    matrix,
    relu,
    row,
    scalar,
    sgn,
    size,
    times,
    total,
)
from backprop.proving.reasons import as_written, derivative_of

m, n = size("m"), size("n")
j = Index("j", m)
t, b, C = scalar("t"), scalar("b", positive=True), scalar("C")
x, y, z = column("x", m), column("y", m, positive=True), column("z", m)
V, W = matrix("V", m, m), matrix("W", m, n)
leaky, dleaky = in_pieces("leaky", (0,), (U / 10, U))
model = Model((x, y, b, t), {z[j]: relu(x[j]) / y[j], C: total(z[j], j)})


def footer(start, model=model):
    return repr(Derivation(start, model)).splitlines()[-1]


def test_a_model_says_what_is_positive():
    given = (b, t, y, row("r", m, positive=True), matrix("W", m, n, positive=True))
    assert repr(Model(given, {})) == "given b > 0, t, y (m) > 0, r (1, m) > 0, W (m, n) > 0"


def test_a_model_says_what_a_function_in_pieces_is():
    lines = repr(Model((x,), {z[j]: leaky(x[j]) + huber(x[j]), C: total(relu(z[j]) + drelu(z[j]), j)})).splitlines()
    assert lines[1:4] == [
        "huber(u) = −1/2 − u below −1, 1/2 u^2 up to 1, u − 1/2 above",
        "leaky(u) = 1/10 u below 0, u above",
        "relu(u) = 0 below 0, u above",
    ]
    assert "double(u) = 2 u" in repr(Model((x,), {z[j]: in_pieces("double", (), (2 * U,))[0](x[j])})).splitlines()


def test_a_proof_says_for_which_positive_things_it_holds():
    root = Pow(Pow(b, 2, evaluate=False), Rational(1, 2), evaluate=False)
    proof = Derivation(root, Model((b,), {})).step(b, as_written())
    assert repr(proof).endswith("Proved for all numbers, b > 0.")
    assert "Proved for all numbers, $b > 0$." in proof._repr_markdown_()
    assert proof.scope == "all numbers, $b > 0$"
    assert footer(t) == "Proved for any size m, every index in its range."


def test_what_is_positive_is_said_at_second_hand_too():
    assert footer(C) == "Proved for any size m, every index in its range, y > 0."
    assert footer(times(y.T, x)) == footer(C)


def test_a_proof_says_where_a_slope_has_no_value():
    away = "Proved for any size m, every index in its range, y > 0, away from the joint of relu'."
    proof = Derivation(Partial(z[j], x[j]), model).step(drelu(x[j]) / y[j], derivative_of(z))
    assert repr(proof).endswith(away)
    assert r"away from the joint of $\operatorname{relu}'$" in proof._repr_markdown_()
    assert footer(Partial(C, x[j])) == footer(Gradient(C, x)) == away
    assert "joint" not in footer(C)
    assert footer(sgn(t)).endswith("away from the joint of sgn.")
    assert footer(Partial(absolute(t), t)).endswith("away from the joint of sgn.")
    assert "joint" not in footer(Partial(huber(t), t)), "its slope has a value everywhere"


def test_a_proof_says_where_a_slope_has_no_slope():
    """The slopes of huber and of a square on one side meet at their joints, and bend there."""
    square, dsquare = in_pieces("square", (0,), (0, U**2))
    _, dcube = in_pieces("cube", (0,), (0, U**3))
    bent = Model((x, y, b, t, V), {C: dhuber(t) * b})
    for start in (
        Partial(dhuber(t), t) ** 2,
        Partial(C, t),
        Gradient(total(dhuber(x[j]), j), x),
        Pullback(V, dhuber(V), V),
    ):
        assert footer(start, bent).endswith("away from the joints of huber'.")
    assert footer(Partial(drelu(t) * dhuber(t), t)).endswith("away from the joints of huber', relu'.")
    assert "away from the joint of square'." in footer(Partial(dsquare(t), t))
    for start in (Partial(dcube(t), t), Partial(square(t), t), dsquare(t), Partial(t, t) * dhuber(t)):
        assert "joint" not in footer(start)


def test_a_proof_and_a_claim_say_from_where_to_where_an_index_of_its_own_runs():
    first, k = Index("j", 1), Index("k", m)
    free = Model((x, V, W), {})
    for left, right in (
        (x[first], x[1]),
        (V[first, 1], V[1, 1]),
        (KroneckerDelta(1, first), Integer(1)),
        (Entry(Identity(m), 1, first), Integer(1)),
    ):
        proof = Derivation(left, free).step(right, as_written())
        assert repr(proof).endswith("Proved for any size m, n, every index in its range, j from 1 to 1.")
        assert proof.scope == "any size $m$, $n$, every index in its range, $j$ from 1 to $1$"
        claim = Claim(left, right, free)
        assert repr(claim).endswith(", j from 1 to 1") and claim._repr_markdown_().endswith("$, $j$ from 1 to $1$")
    assert footer(KroneckerDelta(j, k) * x[j], free).endswith("every index in its range, k from 1 to m.")
    for line in (x[j], KroneckerDelta(j, k) * x[k] * x[j], Entry(W, j, Index("k", n)), total(x[first], first)):
        assert footer(line, free) == "Proved for any size m, n, every index in its range."
    assert repr(Claim(x[j], x[j], free)) == "x_j = x_j"


def test_a_proof_says_what_the_function_of_an_author_is():
    assert (
        footer(leaky(t)) == "Proved for any size m, every index in its range. Here leaky(u) = 1/10 u below 0, u above."
    )
    assert footer(dleaky(t)).endswith("away from the joint of leaky'. Here leaky'(u) = 1/10 below 0, 1 above.")
    assert footer(Partial(leaky(t), t) + drelu(t)).split(", ", 1)[1] == (
        "every index in its range, away from the joints of leaky', relu'. Here leaky(u) = 1/10 u below 0, u above."
    )
    tex = Derivation(leaky(t), model)._repr_markdown_()
    assert r"Here $\mathrm{leaky}\left(u\right) = \tfrac{1}{10}\, u$ below $0$, $u$ above." in tex
