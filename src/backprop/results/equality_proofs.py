"""The proofs of the equalities between chapters: each yields a `Derivation` for every thing that is to be equal."""

from sympy import Integer, KroneckerDelta, OneMatrix
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction

from backprop.proving import Claim, Derivation, Model, Recursion, Translation
from backprop.proving.language import (
    Entries,
    Gradient,
    Jacobian,
    Partial,
    column,
    f1,
    f2,
    hadamard,
    matrix,
    scalar,
    sigma,
    times,
    total,
)
from backprop.proving.reasons import as_written, chain_rule, collapse, definition, derivative_of, entries, result
from backprop.results import batch, softmax
from backprop.results import cross_entropy as ce
from backprop.results import single_layer as one
from backprop.results import two_layers as two


def all_entries():
    """The entries of chapter 1, gathered, are the diagonal form."""
    for name, place in (("w", (one.q, one.p)), ("b", (one.q,)), ("x", (one.p,))):
        gathered = Entries(one.DERIVATIVES[name].right, *place)
        yield Derivation(gathered, one.layer).step(one.GRADIENTS[name].right, entries())


def one_example():
    """A batch of one example is the diagonal form, turned into a row."""
    model = Translation(batch.batch, {batch.m: Integer(1)}).model
    n, k = one.n, one.k
    X, W, Y, Z, A = (matrix(name, *shape) for name, shape in zip("XWYZA", ((1, n), (n, k), *[(1, k)] * 3), strict=True))
    names = {one.b: column("b_one", k), one.E: scalar("E_one")}
    single = Translation(one.layer, names).model
    arrays = {one.x: X.T, one.w: W.T, one.y: Y.T, one.z: Z.T, one.a: A.T}
    to_batch = Translation(single, arrays | {names[one.b]: batch.b, names[one.E]: batch.E}, model)
    for name in ("w", "b", "x"):
        left, right = one.GRADIENTS[name].left, one.GRADIENTS[name].right
        yield to_batch.equality(Claim(left.xreplace(names), right, single))


def row_by_row():
    """Row $i$ of a batch is the single layer on example $i$, and the cost of the batch is the mean of theirs."""
    E, A, Z, W, m, i, q = batch.E, batch.A, batch.Z, batch.W, batch.m, batch.i, batch.q
    r, s, t = batch.r, batch.s, batch.t
    E_one = column("E_one", m)
    arrays = {one.x: batch.X.T, one.w: W.T, one.y: batch.Y.T, one.z: Z.T, one.a: A.T}
    example = Translation(one.layer, arrays | {one.E: E_one[i]}, example=i).model
    where = {**dict(example.where.values()), E: times(1 / m, total(E_one[i], i))}
    model = Model(example.given.values(), where)
    cost = batch.batch.where["E"][1]
    yield Derivation(E, model).step(model.where["E"][1], definition(E)).step(cost, definition(E_one[i]))
    yield (
        Derivation(Partial(E, Z[i, q]), model)
        .step(total(times(Partial(E, E_one[r]), Partial(E_one[r], Z[i, q])), r), chain_rule())
        .step(times(1 / m, Partial(E_one[i], Z[i, q])), derivative_of(E, E_one[i], A[i, q]))
    )
    yield (
        Derivation(Gradient(E, W), model)
        .step(Entries(total(times(Partial(E, E_one[i]), Partial(E_one[i], W[s, t])), i), s, t), chain_rule())
        .step(Entries(times(1 / m, total(Partial(E_one[i], W[s, t]), i)), s, t), derivative_of(E))
    )


def one_layer():
    """The recursion over a single layer is the batch."""
    forward = {batch.Z: times(batch.X, batch.W) + times(batch.ONES, batch.b.T), batch.A: sigma(batch.Z)}
    by_input = batch.GRADIENTS["Z"]
    known = Derivation(by_input.left, by_input.model).step(by_input.right, as_written()).concludes(by_input)
    found = Recursion(forward, batch.E)
    for array in (batch.W, batch.b, batch.X):
        line = found.closed(array)
        yield Derivation(line, batch.batch).step(batch.GRADIENTS[array.name].right, result(known))


def two_layers():
    """The recursion over two layers is what was derived by hand."""
    forward = {
        two.Z1: times(two.X, two.W1) + times(two.ONES, two.b1.T),
        two.A1: f1(two.Z1),
        two.Z2: times(two.A1, two.W2) + times(two.ONES, two.b2.T),
        two.A2: f2(two.Z2),
    }
    found = Recursion(forward, two.E)
    for array in (two.W2, two.b2, two.W1, two.b1, two.X):
        by_hand = two.ACTIVATIONS[array.name].right
        for name in ("Z1", "Z2"):
            by_hand = by_hand.xreplace({two.ACTIVATIONS[name].left: two.ACTIVATIONS[name].right})
        yield Derivation(found.closed(array), two.with_activations).step(by_hand, derivative_of(two.E))


def slopes_of_one():
    """With the identity for every activation each slope is 1, and the two layers are the linear ones."""
    where = {left: _without_activations(right) for left, right in two.with_activations.where.values()}
    model = Model(two.with_activations.given.values(), where)
    by_output, place = two.ACTIVATIONS["Z2"].right, (two.i, two.q)
    output = two.A2[place]
    yield Derivation(Partial(two.E, two.Z2[place]), model).step(
        times(1 / two.m, output - two.Y[place]), derivative_of(two.E, output)
    )
    for general, linear in (("W2", "W2"), ("Z1", "A1")):
        line = two.ACTIVATIONS[general].right.xreplace({Gradient(two.E, two.Z2): by_output})
        yield Derivation(_without_slopes(line), model).step(two.LINEAR[linear].right, entries())


def _without_activations(expr):
    return expr.replace(lambda e: isinstance(e, (f1, f2)), lambda e: e.args[0])


def _without_slopes(expr):
    return expr.replace(lambda e: isinstance(e, ElementwiseApplyFunction), lambda e: OneMatrix(*e.shape))


def sigmoid_at_its_cost():
    """Put the cross-entropy into (5.1): the slope of the sigmoid cancels, and $a - y$ is left."""
    q, a, z, E = ce.q, ce.a, ce.z, ce.E
    yield (
        Derivation(Gradient(E, z), ce.units)
        .step(hadamard(Gradient(E, a), Entries(Partial(a[q], z[q]), q)), chain_rule())
        .step(Entries(times(ce.UNITS["E by a"].right, ce.UNITS["a by z"].right), q), derivative_of(E, a[q]))
        .step(Entries(ce.UNITS["E by z"].right, q), entries())
    )


def softmax_at_its_cost():
    """An activation that mixes its entries has a whole Jacobian for a slope. Softmax is that rule at its own cost."""
    q, t, E, a, y, z = softmax.q, softmax.t, softmax.E, softmax.a, softmax.y, softmax.z
    paths = total(times(-y[t] / a[t], a[t], KroneckerDelta(t, q) - a[q]), t)
    yield (
        Derivation(Gradient(E, z), softmax.classes)
        .step(times(Jacobian(a, z).T, Gradient(E, a)), chain_rule())
        .step(Entries(paths, q), derivative_of(E, a[t], softmax.pot))
        .step(Entries(softmax.CLASSES["E by z"].right, q), collapse())
    )


def two_classes():
    """Softmax over two classes is the sigmoid of the difference of their logits, and both costs have one derivative."""
    a, a_sigmoid, slopes = softmax.a2, softmax.a_sigmoid, (softmax.E, softmax.E_sigmoid)
    because = {"a_1": definition(a[1], a_sigmoid), "E by z_1": derivative_of(*slopes, a[1], a[2], a_sigmoid)}
    for name, reason in because.items():
        claim = softmax.TWO_CLASSES[name]
        yield Derivation(claim.left, claim.model).step(claim.right, reason)
