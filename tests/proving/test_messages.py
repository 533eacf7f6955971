"""A refusal says what to write instead; what it says is accepted."""

from types import SimpleNamespace

import pytest
from sympy import (
    Abs,
    Add,
    Heaviside,
    Integer,
    Max,
    OneMatrix,
    Piecewise,
    Pow,
    Sum,
    ZeroMatrix,
    exp,
    log,
    sign,
    sqrt,
    tanh,
)

from backprop.proving import (
    Claim,
    Derivation,
    DerivationError,
    Gradient,
    Jacobian,
    Model,
    NotProved,
    Partial,
    Recursion,
    Translation,
    algebra,
    chain_rule,
    definition,
    derivative_of,
    entries,
    linearity,
    result,
)
from backprop.proving.language import (
    Entries,
    Entry,
    Index,
    NotUnderstood,
    U,
    Unknown,
    absolute,
    activation,
    column,
    drelu,
    dsigma,
    entry_by_entry,
    hadamard,
    in_pieces,
    loss,
    matrix,
    plus,
    relu,
    scalar,
    sgn,
    sigma,
    size,
    times,
    total,
)
from backprop.proving.reasons import Reason, as_written

m, n = size("m"), size("n")
i, j, k = Index("i", m), Index("j", m), Index("k", n)
w, x, y, given = matrix("w", m, n), column("x", n), column("y", m), column("p", m, positive=True)
z, a, prob, C, E, v = column("z", m), column("a", m), column("prob", m), scalar("C"), scalar("E"), column("v", m)
model = Model(
    (w, x, y, given),
    {
        z[j]: total(w[j, k] * x[k], k),
        a[j]: sigma(z[j]),
        prob[j]: exp(z[j]) / total(exp(z[i]), i),
        C: total((a[j] - y[j]) ** 2, j) / 2,
        v[j]: z[j] + a[j],
        E: Unknown("E", v),
    },
)


INSTEAD = {
    "tanh of a column": (lambda: tanh(z), r"entry_by_entry\(tanh, z\)", entry_by_entry(tanh, z)),
    "exp of a matrix": (lambda: exp(w), r"entry_by_entry\(exp, w\)", entry_by_entry(exp, w)),
    "log of a column": (lambda: log(given), r"entry_by_entry\(log, p\)", entry_by_entry(log, given)),
    "one minus a column": (lambda: 1 - z, r"OneMatrix\(m, 1\)", OneMatrix(m, 1) - z),
    "a column plus a number": (lambda: z + C, r"OneMatrix\(m, 1\)", z + C * OneMatrix(m, 1)),
    "columns side by side": (lambda: z * a, "entry by entry is hadamard", hadamard(z, a)),
    "the square of a column": (lambda: z**2, r"hadamard\(z, z\)", hadamard(z, z)),
    "the root of a column": (lambda: sqrt(given), r"Entries\(sqrt\(z\[j\]\), j\)", Entries(sqrt(given[j]), j)),
    "a derivative by an array": (lambda: Partial(C, w), r"Gradient\(C, w\)", Gradient(C, w)),
    "a derivative of a column by a column": (lambda: Partial(z, x), r"Jacobian\(z, x\)", Jacobian(z, x)),
    "a derivative of a column": (lambda: Partial(z, x[k]), "z is a matrix", Partial(z[j], x[k])),
    "Abs": (lambda: Abs(z[j]), "write absolute", absolute(z[j])),
    "sign": (lambda: sign(z[j]), "write sgn", sgn(z[j])),
    "Max": (lambda: Max(0, z[j]), r"write relu\(t\)", relu(z[j])),
    "Heaviside": (lambda: Heaviside(z[j]), "write drelu", drelu(z[j])),
    "Piecewise": (lambda: Piecewise((z[j], z[j] > 0), (0, True)), "by in_pieces", relu(z[j])),
    "division by what is given": (lambda: 1 / y[j], "positive=True", 1 / given[j]),
}


@pytest.mark.parametrize("name", INSTEAD)
def test_a_refusal_says_what_to_write(name):
    make, sentence, instead = INSTEAD[name]
    with pytest.raises((DerivationError, TypeError), match=sentence):
        Derivation(make(), model)
    assert Derivation(instead, model).result == instead


def test_a_function_of_every_entry_takes_a_matrix():
    with pytest.raises(TypeError, match="matrices are needed"):
        entry_by_entry(tanh, z[j])
    Derivation(entry_by_entry(tanh, z), model).step(Entries(tanh(z[j]), j), entries())
    with pytest.raises(DerivationError, match="is wrong"):
        Derivation(entry_by_entry(tanh, z), model).step(Entries(tanh(2 * z[j]), j), entries())


@pytest.mark.parametrize("positive", [given, prob, given + prob, hadamard(given, prob)])
def test_the_logarithm_of_a_positive_column_is_judged_by_its_entries(positive):
    line = Entry(times(y.T, entry_by_entry(log, positive)))
    above = total(y[j] * log(Entry(positive, j)), j)
    Derivation(above, model).step(line, entries())
    Derivation(above, model).step(Entry(times(y.T, positive.applyfunc(log))), entries())


@pytest.mark.parametrize("unknown", [y, z, given - prob, hadamard(given, y)])
def test_the_logarithm_of_another_column_is_refused(unknown):
    with pytest.raises(DerivationError, match="not known to be positive"):
        Derivation(entry_by_entry(log, unknown), model)
    with pytest.raises(DerivationError, match="not known to be positive"):
        Derivation(hadamard(ZeroMatrix(m, 1), entry_by_entry(log, unknown)), model)


def test_a_product_of_one_entry_beside_a_number_is_an_entry():
    with pytest.raises(DerivationError, match="is a number as Entry"):
        Derivation(C, model).step((a - y).T * (a - y) / 2, definition(C))
    Derivation(C, model).step(Entry(times((a - y).T, a - y)) / 2, definition(C))


by_z = (a[j] - y[j]) * dsigma(z[j])
OTHER = {
    "another rule": (Partial(C, a[j]), a[j] - y[j], algebra(), derivative_of(C)),
    "another quantity": (a[j] + z[1], sigma(z[j]) + z[1], definition(z), definition(a)),
    "one more": (a[j], sigma(total(w[j, k] * x[k], k)), definition(a), definition(a, z)),
    "one more derivative": (Partial(a[j], w[j, k]), dsigma(z[j]) * x[k], derivative_of(a), derivative_of(a, z)),
    "no name": (Partial(z[j] ** 2, z[j]), 2 * z[j], linearity(), derivative_of()),
    "paths": (Partial(C, z[j]), times(Partial(C, a[j]), Partial(a[j], z[j])), derivative_of(C), chain_rule()),
    "paths through one": (
        Partial(E, z[j]), Partial(E, v[j]) + Partial(E, a[j]) * dsigma(z[j]), chain_rule(), chain_rule(a)),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHER)
def test_a_reason_that_is_not_the_one_names_another_that_is(name):
    above, here, reason, other = OTHER[name]
    with pytest.raises(DerivationError, match="not by this reason alone") as refusal:
        Derivation(above, model).step(here, reason)
    assert f"; it is by {other}." in str(refusal.value)
    Derivation(above, model).step(here, other)


def test_where_no_reason_is_the_one_the_lines_between_are_missing():
    with pytest.raises(DerivationError, match="write the lines between"):
        Derivation(Partial(C, z[j]), model).step(by_z, chain_rule())


def test_a_sum_that_is_not_proved_says_which_sums_are():
    with pytest.raises(NotProved, match="no proof either; sums are compared"):
        Derivation(total(j, j), model).step(m * (m + 1) / 2, algebra())
    with pytest.raises(DerivationError, match="limits may hold sizes and numbers only"):
        Derivation(Sum(Sum(y[i], (i, 1, j)), (j, 1, m)), model)
    Derivation(total(y[j], j), model).step(total(y[i], i), as_written())


def test_what_is_no_claim_no_reason_and_no_piece_is_refused_in_a_sentence():
    deep = U
    for _ in range(3000):
        deep = Pow(Add(deep, 1, evaluate=False), 1, evaluate=False)
    recursion = Recursion({matrix("Z", m, m): times(matrix("P", m, m), matrix("Q", m, m))}, E)
    for refused, kind, why in (
        (lambda: in_pieces("deep", (), (deep,)), ValueError, "a piece is nested too deep"),
        (lambda: Translation(model, {j: Integer(1)}), NotUnderstood, "j is an index, and cannot be 1"),
        (lambda: recursion.closed([1]), NotUnderstood, r"the recursion has no line for \[1\]"),
        (lambda: Claim(C, C, "a model"), TypeError, "a claim is made in a Model; got a str"),
        (lambda: Claim("C", "3", None), TypeError, "a claim has an expression on either side; got a str"),
        (lambda: Reason("mine", bool, "", 3), TypeError, "a reason names a tuple of quantities; got 3"),
        (lambda: result(SimpleNamespace(claim="C = 3", model=model)), ValueError, "only a derivation that concludes"),
    ):
        with pytest.raises(kind, match=why):
            refused()


HUGE = 10**5000
SLIPS = {
    "size(3)": (lambda: size(3), "a name is a str, such as 'w' or 'f1'; got 3"),
    "Index(3, m)": (lambda: Index(3, m), "a name is a str"),
    "scalar(5)": (lambda: scalar(5), "a name is a str"),
    "matrix(None)": (lambda: matrix(None, m, n), "a name is a str"),
    "column(None)": (lambda: column(None, m), "a name is a str"),
    "activation([])": (lambda: activation([]), "a name is a str"),
    "loss({})": (lambda: loss({}), "a name is a str"),
    "column(-10**5000)": (lambda: column("q", -HUGE), "a size is a whole number; got a number of too many digits"),
    "total(None, j)": (lambda: total(None, j), "a number or an expression, such as 2 or w.* is needed here; got None"),
    "sigma(None)": (lambda: sigma(None), "is needed here; got None"),
    "relu([1])": (lambda: relu([1]), r"is needed here; got \[1\]"),
    "ell(None, x)": (lambda: loss("ell")[0](None, x[k]), "is needed here; got None"),
    "plus(None)": (lambda: plus(None), "is needed here; got None"),
    "plus('x', 2)": (lambda: plus("x", 2), "is needed here; got 'x'"),
    "Partial('1/', 't')": (lambda: Partial("1/", "t"), "is needed here; got '1/'"),
    "Gradient('C', w)": (lambda: Gradient("C", w), "is needed here; got 'C'"),
    "Entries('1', j)": (lambda: Entries("1", j), "is needed here; got '1'"),
    "Entry(w, '1', 1)": (lambda: Entry(w, "1", 1), "is needed here; got '1'"),
    "x[1:2]": (lambda: x[1:2], r"an index is a whole number or Index\('j', m\); got slice"),
    "x['k']": (lambda: x["k"], r"an index is a whole number or Index\('j', m\); got 'k'"),
    "entry_by_entry('tanh', w)": (lambda: entry_by_entry("tanh", w), "is a function, such as tanh; got 'tanh'"),
    "1/w": (lambda: 1 / w, "nothing is divided by a matrix, such as w; divide by its entries"),
    "list(x)": (lambda: list(x), "not iterable"),
    "sum(x)": (lambda: sum(x), "not iterable"),
    "C in x": (lambda: C in x, "not a container"),
    "joints None": (lambda: in_pieces("slip", None, (0, U)), "joints and pieces are sequences, such as"),
    "pieces U": (lambda: in_pieces("slip", (0,), U), "joints and pieces are sequences, such as"),
    "joints x": (lambda: in_pieces("slip", x, (0, U)), "joints and pieces are sequences, such as"),
}  # fmt: skip


@pytest.mark.parametrize(("slip", "sentence"), SLIPS.values(), ids=SLIPS)
def test_an_ordinary_slip_is_refused_in_a_sentence(slip, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        slip()


@pytest.mark.parametrize(
    "piece",
    [
        HUGE, HUGE * U, ((1 + U) ** 20 + 1) ** 20, ((1 + U) ** 20 + 1) ** 20 * (U**20 + 1) ** 20, U**15 * (U**15 + 1),
        sqrt(2) * U, 1 / U, Integer(10) ** 299 * (10**299 * U + 1) ** 20,
    ],
    ids=["digits", "a factor", "nested", "a product", "degree", "a root", "a quotient", "multiplied out"],
)  # fmt: skip
def test_a_piece_is_short(piece):
    with pytest.raises(
        ValueError, match="a piece is a polynomial in U with whole numbers or fractions, no power over 20"
    ):
        in_pieces("long", (), (piece,))
    with pytest.raises(ValueError, match="a joint is a whole number or a fraction, of at most 300 digits; got"):
        in_pieces("long", (piece,), (0, U))
