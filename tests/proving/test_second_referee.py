"""The second referee alone: lines that fooled a way of evaluating, and what it says of each.

Each false line was accepted, or each true one refuted, by a simpler way to evaluate at points.
"""

from fractions import Fraction

import pytest
from sympy import Add, Integer, KroneckerDelta, Mul, Rational, Sum, exp, expand, log, nextprime, pi, sqrt, symbols, tanh
from sympy import E as E_NUMBER

from backprop.proving import Model
from backprop.proving.at_points import forward
from backprop.proving.at_points.arrays import NoMeaning
from backprop.proving.at_points.confirm import Counterexample
from backprop.proving.at_points.evaluate import Evaluation, TooLong
from backprop.proving.at_points.line import Pair
from backprop.proving.at_points.referee import Undecided, referee
from backprop.proving.at_points.sizes import LARGEST, base_sizes
from backprop.proving.at_points.stand_ins import STAND_INS
from backprop.proving.at_points.systems import Fractions, Intervals, PrimeField, Reals, Undefined
from backprop.proving.language import (
    Entries,
    Entry,
    Gradient,
    Index,
    Partial,
    Unknown,
    absolute,
    activation,
    column,
    drelu,
    dsigma,
    huber,
    matrix,
    relu,
    scalar,
    sigma,
    size,
    times,
    total,
)

m, n = size("m"), size("n")
i, j, k = Index("i", m), Index("j", m), Index("k", n)
t, s, u = map(scalar, "tsu")
eps = scalar("eps", positive=True)
x, w, z, y = column("x", m), matrix("w", m, n), column("z", m), column("y", m)
E, D = scalar("E"), scalar("D")
plain = Model((t, s, u, x, w, y, eps), {})


def mean(of):
    return total(of, i) / m


variance = mean((x[i] - mean(x[i])) ** 2)
short = mean(x[i] ** 2) - mean(x[i]) ** 2
centred = x[j] - mean(x[i])


def verdict(before, after, model=plain):
    found = referee(model, before, after)
    return {type(None): "agree", Counterexample: "wrong", Undecided: "undecided"}[type(found)]


PRIME, OTHER = 2**61 - 1, nextprime(2**126)

AGREE = {
    "exponentials are not opaque": (Mul(exp(u), exp(s), evaluate=False), exp(u + s)),
    "functions in pieces are not opaque": (relu(u) - relu(-u), u),
    "opaque values of reals that differ in the last digit": (
        sigma(log(Mul(exp(u), exp(s), evaluate=False), evaluate=False)), sigma(u + s)),
    "layer normalisation, two forms of the variance": (
        sigma(centred / sqrt(variance + 1)), sigma(centred / sqrt(short + 1))),
    "a joint between two functions": (relu(u) + relu(-u), absolute(u)),
    "three pieces": (huber(u), huber(-u)),
    "slopes of pieces away from the joint": (u * drelu(u), relu(u)),
    "tanh": (1 - tanh(u) ** 2, 4 / (exp(u) + exp(-u)) ** 2),
    "a bound size": (Sum(KroneckerDelta(m, 1) * t, (m, 1, 3)), t),
    "large numbers, exactly": (10**20 * t + t / 1000, t / 1000 + 10**20 * t),
    "relu of relu": (relu(relu(u)), relu(u)),
    "log 1, up to rounding": (log(exp(u) / exp(u + 1 - 1) * exp(s) / exp(s)), Integer(0)),
    "the logarithm of a softmax at one class": (
        log(exp(x[j]) / total(exp(x[i]), i)), x[j] - log(total(exp(x[i]), i))),
    "a narrow Gaussian": (exp(-50 * (t - s) ** 2), exp(-50 * t**2) * exp(100 * t * s) * exp(-50 * s**2)),
}  # fmt: skip

WRONG = {
    "a prime times t": (t, t + PRIME * t),
    "a larger prime times t": (t, t + OTHER * t),
    "the power of a prime": (t, t**61),
    "a size of 13": (t, t + t * Mul(*[m - c for c in range(1, 13)])),
    "a size of 57": (t, t + KroneckerDelta(m, 57)),
    "relu far from its joint": (relu(t - 1000), Integer(0)),
    "relu below its joint": (relu(t - 1000), t - 1000),
    "huber beyond its joints": (huber(t), t**2 / 2),
    "the absolute value as the number": (absolute(t - 3), t - 3),
    "a transpose at two sizes of many": (total(w[j, k] * x[j], j), total(w[j, k], j)),
    "a small term": (exp(t), exp(t) + Rational(1, 10**12) * exp(s)),
    "cancelled numbers": (exp(t) - exp(t) + 1, Integer(2)),
    "a root": (sqrt(eps), eps),
    "a slope": (Partial(exp(t) * sigma(s), t), exp(t) * dsigma(s)),
    "the largest number that is a size": (t, t + KroneckerDelta(m, LARGEST)),
    "the largest size": (t, t + KroneckerDelta(m, LARGEST + 1) + KroneckerDelta(n, LARGEST)),
    "a piece of an exponential": (relu(exp(t) - 3), exp(t) - 3),
}  # fmt: skip

UNDECIDED = {
    "out of proportion": (t, t + exp(-(10**6), evaluate=False) * t),
    "large beside small": (exp(t) * 10**20, exp(t) * (10**20 + Rational(1, 1000))),
    "a joint that is out of reach": (relu(t - 10**30), Integer(0)),
    "a joint that a square does not reach": (relu(1 + t**2), 1 + t**2),
    "a narrow gap between joints": (relu(Rational(1, 10**9) - (t - 7) ** 2), Integer(0)),
    "a slope at its joint": (drelu(Add(t, -t, evaluate=False)), Integer(0)),
}  # fmt: skip


@pytest.mark.parametrize("name", AGREE)
def test_true_lines_agree(name):
    assert verdict(*AGREE[name]) == "agree"


@pytest.mark.parametrize("name", WRONG)
def test_false_lines_are_shown_to_be_wrong(name):
    before, after = WRONG[name]
    found = referee(plain, before, after)
    assert isinstance(found, Counterexample), found
    assert found.before != found.after


@pytest.mark.parametrize("name", UNDECIDED)
def test_what_cannot_be_decided_is_not_called_wrong_or_right(name):
    assert verdict(*UNDECIDED[name]) == "undecided"


def test_nobody_knows_the_prime_before_the_line_is_written():
    pairs = [Pair(plain, t, t + number * t) for number in (1, 2)]
    primes = {pair.prime for pair in pairs}
    assert len(primes) == 2 and min(primes) > 2**126


def test_a_difference_at_untried_sizes_alone_is_left_to_the_first_referee():
    """There is no bound on the sizes: here the second referee is blind, and says so to nobody."""
    hidden = expand(Mul(*[m - c for c in range(1, LARGEST + 3)]))
    assert verdict(hidden * t, Integer(0)) == "agree"


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 9, 20])
def test_every_two_sizes_differ_somewhere_and_no_case_costs_factorially(count):
    cases = base_sizes(count)
    assert {1, 2, 3} <= {s for case in cases for s in case}
    assert (1,) * count in cases and (2,) * count in cases
    for a in range(count):
        for b in range(a):
            assert any(case[a] < case[b] for case in cases) and any(case[a] > case[b] for case in cases)
    assert count <= 4 or max(max(case) for case in cases) == 3


def test_a_sum_over_nine_indices_ends():
    sizes = [size(f"n{at}") for at in range(9)]
    places = [Index(f"i{at}", own) for at, own in enumerate(sizes)]
    arrays = [matrix(f"W{at}", sizes[at], sizes[(at + 1) % 9]) for at in range(9)]
    circle = Model(arrays, {})
    terms = [a[places[at], places[(at + 1) % 9]] for at, a in enumerate(arrays)]
    assert referee(circle, total(times(*terms), *places), total(times(*terms[::-1]), *places[::-1])) is None
    turned = [*terms[1:], terms[1]]
    assert isinstance(referee(circle, total(times(*terms), *places), total(times(*turned), *places)), Counterexample)


def test_wrong_is_said_with_the_numbers_that_show_it():
    found = referee(plain, relu(t - 3), Integer(0))
    assert found.given["t"] > 3 and found.before == found.given["t"] - 3
    found = referee(plain, sigma(t) * (1 - sigma(t)), dsigma(t))
    assert "sigma(u) = u + u^2" in str(found), "the logistic sigmoid does not show it"
    found = referee(plain, eps * t, t * absolute(eps - 1) + t)
    assert 0 < found.given["eps"] < 1
    (f, _), (g, _) = activation("f_one"), activation("f_two")
    assert "f_one(u) = u + u^2, f_two(u) = 2 (u + u^2)" in str(referee(plain, f(t), g(t)))


def test_an_unknown_cost_is_a_function_of_every_entry():
    cost = Model((x, y), {z[j]: x[j] * y[j], E: Unknown("E", z), D: Unknown("D", z)})
    assert verdict(Partial(E, x[j]), y[j] * Partial(E, z[j]), cost) == "agree"
    assert verdict(Partial(E, x[j]), x[j] * Partial(E, z[j]), cost) == "wrong"
    assert verdict(Partial(E, z[j]), Partial(D, z[j]), cost) == "wrong"
    assert verdict(Partial(E, z[j]) * m, total(Partial(E, z[i]), i), cost) == "wrong"
    assert "E(u) = v + v^2 + u_1^2 + u_2^2 + ... with v = u_1 + 2 u_2 + ..." in str(
        referee(cost, Partial(E, z[j]), Integer(0))
    )


def test_what_shows_at_larger_sizes_alone_is_shown_there():
    """A centred column of one entry is 0, and so are the slopes there of a cost that is even."""
    mu = scalar("mu")
    cost = Model((x,), {mu: total(x[i], i) / m, z[j]: x[j] - mu, E: Unknown("E", z)})
    assert verdict(Partial(E, mu), Integer(0), cost) == "wrong"


def test_a_derivative_of_a_derivative_has_no_meaning():
    cost = Model((x,), {E: total(x[i] ** 3, i)})
    with pytest.raises(NoMeaning, match="which is one already"):
        referee(cost, Partial(x[1] * Partial(E, x[1]), x[1]), Integer(0))


def test_an_entry_of_a_product_is_counted_from_1():
    assert verdict(Entry(times(w.T, x), k, 1), total(w[i, k] * x[i], i)) == "agree"
    assert verdict(Entry(times(x.T, x)), total(x[i] ** 2, i)) == "agree"
    assert verdict(Entry(times(x.T, x)), total(x[i], i) ** 2) == "wrong"
    with pytest.raises(NoMeaning, match="outside its matrix"):
        referee(plain, Entry(times(w.T, x), n + 1, 1), Integer(0))


# The witness: a fault in the forward derivatives is seen by SymPy's, and the other way round.


def square():
    return Model((x, t), {E: total(x[i] ** 2 * exp(t), i)})


def test_a_fault_in_the_forward_derivatives_is_noticed(monkeypatch):
    assert verdict(Partial(E, x[j]), 2 * x[j] * exp(t), square()) == "agree"
    honest = forward.Forward.power

    def halved(self, base, exponent):
        value, slopes = honest(self, base, exponent)
        return value, {
            place: self.system.mul(slope, self.constant(Rational(1, 2))[0]) for place, slope in slopes.items()
        }

    monkeypatch.setattr(forward.Forward, "power", halved)
    found = referee(square(), Partial(E, x[j]), x[j] * exp(t))
    assert isinstance(found, Undecided) and "SymPy's derivative is another one" in found.reason


def test_a_fault_in_the_witness_is_noticed(monkeypatch):
    monkeypatch.setattr("backprop.proving.at_points.witness.WrittenOut.partial", lambda *_: Integer(0))
    found = referee(square(), Gradient(E, x), Entries(2 * x[j] * exp(t), j))
    assert found is None or "SymPy's derivative" in found.reason  # a gradient is written out elsewhere
    assert "SymPy's derivative" in referee(square(), Partial(E, x[j]), 2 * x[j] * exp(t)).reason


def test_a_model_without_sizes_has_its_witness_too(monkeypatch):
    numbers = Model((t, s), {E: sigma(t) * s})
    assert verdict(Partial(E, t), s * dsigma(t), numbers) == "agree"
    monkeypatch.setattr("backprop.proving.at_points.witness.WrittenOut.partial", lambda *_: Integer(0))
    assert "SymPy's derivative" in referee(numbers, Partial(E, t), s * dsigma(t)).reason


def test_a_slope_is_looked_up_apart_from_its_function():
    f, df = activation("f_second")
    assert verdict(Partial(f(t**2), t), 2 * t * df(t**2)) == "agree"
    assert verdict(Partial(f(t**2), t), 2 * t * f(t**2)) == "wrong"


@pytest.mark.parametrize("system", [PrimeField, Fractions, Reals])
def test_two_ways_to_the_same_slope_in_every_system(system):
    """f(xy) by x is y f'(xy), by a walk through the definitions and by hand."""
    pair = Pair(plain, t, s)
    numbers = system(pair.random("slope"), pair.prime) if system is PrimeField else system(pair.random("slope"))
    model = Model((t, s), {u: sigma(t * s) ** 2})
    at = Evaluation(model, {}, numbers, lambda *_: numbers.draw(), numbers.opaque)
    by_t = at.number(Partial(u, t), {})[0]
    by_hand = at.number(2 * s * sigma(t * s) * dsigma(t * s), {})[0]
    assert numbers.equal(by_t, by_hand) and not numbers.equal(by_t, numbers.add(by_hand, by_hand))


@pytest.mark.parametrize("order", [(), (0,), (1,), (0, 0), (0, 1), (1, 1, 0), (1, 1, 1)])
def test_the_slopes_of_a_stand_in_are_those_of_its_formula(order):
    """Of a cost of two numbers, as SymPy takes them."""
    u = symbols("u_1 u_2")
    cost = 2 * ((u[0] + 2 * u[1]) ** 2 + u[0] + 2 * u[1] + u[0] ** 3 + u[1] ** 3)
    opaque = STAND_INS[1].opaque(Fractions(None), ["sigma"], ["D", "E"])
    expected = cost.diff(*[u[place] for place in order]) if order else cost
    assert opaque("E", order, (Fraction(2), Fraction(5))) == expected.subs({u[0]: 2, u[1]: 5})


def test_a_counterexample_of_fractions_is_exact_and_speaks_of_no_activation():
    found = referee(plain, t / 3, t)
    assert str(found) == "At m = 1, n = 1, with t = 1: 1/3 against 1." or str(found).endswith(
        "with t = -1: -1/3 against -1."
    )


def test_what_has_no_value_has_no_meaning():
    for e, sentence in (
        (t**u, "powers that are numbers"),
        (x[u], "no whole number"),
        (x[m + 1], "outside x"),
        (w.base[i], "outside w"),
    ):
        with pytest.raises(NoMeaning, match=sentence):
            referee(plain, e, Integer(0))


def test_sizes_beyond_the_usual_are_tried_as_long_as_that_can_be_afforded():
    numbers = PrimeField(Pair(plain, t, s).random("long"), 2**61 - 1)
    long = total(w[i, k] * w[j, k], i, j, k)
    for most, ends in ((10_000, True), (20, False)):
        at = Evaluation(plain, {m: 5, n: 5}, numbers, lambda *_: numbers.draw(), numbers.opaque, most)
        if ends:
            assert at.number(long, {})
        else:
            with pytest.raises(TooLong):
                at.number(long, {})
    assert referee(plain, 100 * long, long * 100) is None  # 100 examples, squared, are left out


def test_a_layer_of_fixed_size_is_judged_in_good_time():
    """Ten digits from 784 pixels: neither written out for SymPy, nor listed number by number."""
    image, weights, out = column("x", 784), matrix("w", 10, 784), column("z", 10)
    p, q = Index("p", 784), Index("q", 10)
    digits = Model((image, weights), {out[q]: total(weights[q, p] * image[p], p), E: total(out[q] ** 2, q) / 2})
    assert verdict(Gradient(E, weights), times(out, image.T), digits) == "agree"
    assert "with 8624 numbers drawn" in str(referee(digits, Gradient(E, weights), times(2, out, image.T)))


def test_sums_that_are_too_long_are_not_decided():
    long = column("a", 1000)
    h, l = Index("h", 1000), Index("l", 1000)
    squares = Model((long,), {})
    undecided = referee(squares, total(long[h] * long[l], h, l), total(long[h], h) ** 2)
    assert "too long to be added up" in undecided.reason
    assert referee(squares, long[h] + long[l], long[l] + long[h]) is None


def test_pi_and_e_are_the_numbers_that_they_are():
    assert verdict(pi * t, 2 * pi * t) == "wrong" and verdict(pi * t, t * pi) == "agree"
    numbers = Reals(Pair(plain, t, s).random("e"))
    at = Evaluation(plain, {m: 2, n: 2}, numbers, lambda *_: numbers.draw(), numbers.opaque)
    assert numbers.equal(at.number(E_NUMBER, {})[0], numbers.context.e)
    assert not numbers.equal(at.number(E_NUMBER, {})[0], numbers.context.e**2)


def test_large_reals_are_compared_by_their_leading_digits():
    numbers = Reals(Pair(plain, t, s).random("large"))
    large = numbers.context.mpf(10) ** 12
    assert numbers.equal(large, large + numbers.context.mpf(10) ** -50)
    assert not numbers.equal(large, large + numbers.context.mpf(10) ** -40)
    with pytest.raises(Undefined, match="not positive"):
        numbers.known("log", numbers.context.zero)


@pytest.mark.parametrize(
    ("before", "after", "names"),
    [
        (drelu(t) * drelu(s), drelu(t), {"s", "t"}),
        (drelu(t) * drelu(s), Integer(1), {"s", "t"}),
        (t**2 - t + 1, 0 * t, {"t"}),
        (relu(1 - absolute(t - 12345)) + 1, Integer(0), {"t"}),
        (z[j] * s, t * u + 1, {"t"}),
    ],
)
def test_a_counterexample_gives_every_number_on_which_a_side_depends(before, after, names):
    """At 0 and 1 a side may well be the same, and be another one elsewhere; what stands beside a 0 is left out."""
    found = referee(Model((t, s, u), {z[j]: t**2}), before, after)
    assert found.given.keys() == names


def test_a_joint_within_the_digits_is_no_joint():
    """The slope at a joint that an argument is only too near to tell from it is not shown as a difference."""
    near = Model((t,), {E: 1 + exp(-300 * t)})
    roots = t * (t**2 - 1) * (t**2 - 4) * (t**2 - 9)
    found = referee(near, absolute(E - 1) * exp(300 * t), 1 + roots)
    assert abs(found.before - 1) < 1e-5, "the two are equal at 1, 2 and 3, where E is 1 to a hundred digits"
    side = Intervals().side
    one = Intervals().rational(Integer(1))
    assert [side(one, Integer(joint)) for joint in (0, 1, 2)] == [1, 0, -1]
    with pytest.raises(Undefined, match="too few digits"):
        side(one + Intervals().known("exp", -300 * one), Integer(1))
