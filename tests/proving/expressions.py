"""Expressions at random, from the constructors that an author has: numbers and matrices of three models."""

from sympy import (
    Add,
    Identity,
    Integer,
    KroneckerDelta,
    Mul,
    OneMatrix,
    Pow,
    Rational,
    Sum,
    Trace,
    ZeroMatrix,
    cos,
    exp,
    log,
    sin,
    tanh,
)
from sympy.matrices.expressions import MatAdd, Transpose

from backprop.proving import Model
from backprop.proving.language import (
    Entries,
    Entry,
    Gradient,
    Index,
    Jacobian,
    Partial,
    Pullback,
    absolute,
    activation,
    column,
    dhuber,
    diagonal,
    drelu,
    dsigma,
    entry_by_entry,
    hadamard,
    huber,
    loss,
    matrix,
    plus,
    relu,
    row,
    scalar,
    sgn,
    sigma,
    size,
    times,
    total,
)

k, m, n = map(size, "kmn")
here, below = size("n_l"), size("n_(l-1)")
(f, df), (ell, *slopes) = activation("f_l"), loss("ell")
eta, E = scalar("eta", positive=True), scalar("E")
q, p, i = Index("q", k), Index("p", n), Index("i", m)
u, v = Index("u", here), Index("v", below)


def _single():
    w, x, b, y, c = matrix("w", k, n), column("x", n), column("b", k), column("y", k), column("c", k, positive=True)
    z, a, yhat, V = column("z", k), column("a", k), column("yhat", k), matrix("V", k, k)
    where = {
        z[q]: total(times(w[q, p], x[p]), p) + b[q],
        a[q]: sigma(z[q]),
        yhat[q]: times(c[q], a[q]),
        E: total((yhat[q] - y[q]) ** 2, q),
    }
    return Model((w, x, b, y, c, V, eta), where), (sigma, dsigma)


def _batch():
    X, W, b, Y = matrix("X", m, n), matrix("W", n, k), row("b", k), matrix("Y", m, k)
    Z, A, g = matrix("Z", m, k), matrix("A", m, k), matrix("G", m, k, positive=True)
    where = {
        Z[i, q]: total(times(X[i, p], W[p, q]), p) + b[q],
        A[i, q]: sigma(Z[i, q]),
        E: times(1 / m, total(ell(A[i, q], Y[i, q]), q, i)),
    }
    return Model((X, W, b, Y, g, eta), where), (sigma, dsigma)


def _layers():
    W, b, c = matrix("W^(l)", here, below), column("b^(l)", here), column("c", here, positive=True)
    under, z, a = column("a^(l-1)", below), column("z^(l)", here), column("a^(l)", here)
    above, W2 = matrix("W^(l+1)", n, here), matrix("W2", k, n)
    where = {
        z[u]: total(times(W[u, v], under[v]), v) + b[u],
        a[u]: f(z[u]),
        E: total(times(above[p, u], a[u]), u, p) + total(a[u] ** 2, u),
    }
    return Model((W, b, c, under, above, W2, eta), where), (f, df)


MODELS = {"one layer": _single(), "a batch": _batch(), "layers": _layers()}
LETTERS = {k: "qts", n: "por", m: "ijα", here: "uhβ", below: "vgd"}
SMOOTH = (exp, tanh, sin, cos)
IN_PIECES = (relu, drelu, absolute, sgn, huber, dhuber)


class Author:
    """Who writes expressions of one model, each of a given depth, by a random number generator."""

    def __init__(self, name, random):
        (self.model, self.functions), self.losses = MODELS[name], (ell, *slopes) if name == "a batch" else ()
        self.random = random
        self.arrays = [self.model.given[a] for a in self.model.given if hasattr(self.model.given[a], "sizes")]
        self.computed = [left.base.name for left, _ in self.model.where.values() if hasattr(left, "base")]
        kinds = (None, column, matrix)
        self.arrays += [kinds[len(self.model.ranges[a])](a, *self.model.ranges[a]) for a in self.computed]
        self.positive = [a for a in self.arrays if a.positive]
        self.sizes = self.model.sizes
        self.letters = {}

    def line(self, depth):
        """A number or a matrix."""
        self.letters = {s: [Index(LETTERS[s][0], s), Index(LETTERS[s][1], s)] for s in self.sizes}
        if self.random.random() < 0.6:
            return self.number(depth)
        array = self.random.choice(self.arrays)
        return self.matrix(*(array.T if self.random.random() < 0.3 else array).shape, depth)

    def pick(self, *options):
        return self.random.choice(options)

    def index(self, size):
        letters = self.letters.get(size)
        return Integer(1) if not letters or self.random.random() < 0.07 else self.random.choice(letters)

    def entry(self, arrays=None):
        array = self.random.choice(arrays or self.arrays)
        return array[tuple(self.index(s) for s in array.sizes)]

    def leaf(self):
        kind = self.random.random()
        if kind < 0.7:
            return self.entry()
        if kind < 0.8:
            return self.pick(eta, E, *self.sizes)
        if kind < 0.9:
            return self.pick(Integer(2), Integer(3), Rational(1, 2), Rational(3, 4), Integer(-1), Rational(-2, 3))
        letters = self.letters[self.pick(*self.letters)]
        return KroneckerDelta(letters[0], letters[-1]) if len(set(letters)) > 1 else self.entry()

    def above_zero(self, depth):
        """A number that is seen to be positive."""
        options = [lambda: eta, lambda: self.entry(self.positive), lambda: self.pick(*self.sizes)]
        if depth:
            options += [
                lambda: exp(self.number(depth - 1), evaluate=False),
                lambda: plus(1, exp(self.number(depth - 1), evaluate=False)),
                lambda: times(self.above_zero(depth - 1), self.above_zero(depth - 1)),
                lambda: self.bound(self.above_zero, depth - 1),
            ]
        return self.pick(*options)()

    def bound(self, make, depth):
        """A sum of what `make` makes."""
        size = self.pick(*self.sizes)
        index = Index(LETTERS[size][2] if len(self.letters[size]) < 3 else f"{LETTERS[size][0]}", size)
        if index in self.letters[size]:
            return make(depth)
        before, self.letters[size] = self.letters[size], [*self.letters[size][:1], index, index]
        term = make(depth)
        self.letters[size] = before
        if not term.has(index):
            array = self.random.choice([a for a in self.arrays if size in a.sizes])
            place = array.sizes.index(size)
            at = tuple(index if at == place else self.index(s) for at, s in enumerate(array.sizes))
            term = times(array[at], term) if make is self.number else term
        low, high = self.pick((1, size), (1, size), (1, size), (2, size), (1, size - 1))
        if high != size and self.random.random() < 0.5 and not term.has(Entries, Gradient):
            term = term.xreplace({index: index + 1})
        return total(term, index) if (low, high) == (1, size) else Sum(term, (index, low, high))

    def number(self, depth):
        if not depth:
            return self.leaf()
        less = depth - 1
        f, df = self.functions
        return self.pick(
            lambda: times(*[self.number(less) for _ in range(self.pick(2, 2, 3))]),
            lambda: times(*[self.number(less) for _ in range(self.pick(2, 2, 3))]),
            lambda: self.terms(less),
            lambda: self.terms(less),
            lambda: self.bound(self.number, less),
            lambda: self.bound(self.number, less),
            lambda: Pow(self.number(less), self.pick(2, 2, 3), evaluate=False),
            lambda: Pow(self.above_zero(less), Rational(1, 2), evaluate=False),
            lambda: times(self.number(less), Pow(self.above_zero(less), self.pick(-1, -2), evaluate=False)),
            lambda: self.number(less) / self.above_zero(less),
            lambda: Mul(self.pick(-1, 2, Rational(-1, 2)), self.entry(), self.number(less), evaluate=False),
            lambda: self.pick(f, df)(self.number(less)),
            lambda: self.pick(*SMOOTH)(self.number(less), evaluate=False),
            lambda: log(self.above_zero(less), evaluate=False),
            lambda: self.pick(*IN_PIECES)(self.number(less)),
            lambda: self.pick(*self.losses or self.functions)(*[self.number(less) for _ in self.losses[:2] or "1"]),
            lambda: Partial(self.pick(E, self.entry(), self.number(less)), self.pick(eta, self.entry(), self.entry())),
            lambda: self.of_matrix(less),
            lambda: self.of_matrix(less),
        )()

    def terms(self, depth):
        terms = [self.number(depth) for _ in range(self.pick(2, 2, 3))]
        terms = [-term if self.random.random() < 0.4 else term for term in terms]
        return plus(*terms) if self.random.random() < 0.7 else Add(*terms)

    def of_matrix(self, depth):
        """An entry, a product that is one number, or a trace."""
        size = self.pick(*self.sizes)
        if self.random.random() < 0.3:
            return Trace(self.matrix(size, size, depth))
        if self.random.random() < 0.5:
            return Entry(times(self.matrix(1, size, 0), self.matrix(size, 1, depth)))
        matrix = self.matrix(*self.pick(*self.arrays).shape, depth)
        return Entry(matrix, *(None if s == 1 else self.index(s) for s in matrix.shape))

    def named(self, rows, cols):
        """An array of this shape, or one transposed; or ones, zeros or the identity."""
        arrays = [a for a in self.arrays if tuple(a.shape) == (rows, cols)]
        arrays += [a.T for a in self.arrays if tuple(a.shape) == (cols, rows)]
        arrays += [Gradient(E, a) for a in self.arrays if tuple(a.shape) == (rows, cols)]
        if rows == cols and (not arrays or self.random.random() < 0.5):
            arrays += [Identity(rows)]
        elif self.random.random() < 0.1 or not arrays:
            arrays = [OneMatrix(rows, cols), ZeroMatrix(rows, cols)]
        columns = [[a for a in self.arrays if tuple(a.shape) == (s, 1)] for s in (rows, cols)]
        if all(columns):
            arrays += [Jacobian(self.pick(*columns[0]), self.pick(*columns[1]))]
        return self.pick(*arrays)

    def matrix(self, rows, cols, depth):
        if not depth:
            return self.named(rows, cols)
        less, inner = depth - 1, self.pick(*self.sizes)
        options = [
            lambda: times(self.matrix(rows, inner, less), self.matrix(inner, cols, less)),
            lambda: times(self.matrix(rows, inner, less), self.matrix(inner, cols, less)),
            lambda: MatAdd(self.matrix(rows, cols, less), self.matrix(rows, cols, less)),
            lambda: MatAdd(self.matrix(rows, cols, less), times(-1, self.matrix(rows, cols, less))),
            lambda: times(self.plain_number(less), self.matrix(rows, cols, less)),
            lambda: times(self.pick(-1, 2, Rational(1, 2), 1 / inner, 2 / inner), self.matrix(rows, cols, less)),
            lambda: hadamard(*[self.matrix(rows, cols, less) for _ in range(self.pick(2, 2, 3))]),
            lambda: Transpose(self.matrix(cols, rows, less)),
            lambda: self.entries(rows, cols, less),
            lambda: self.pick(*self.functions)(self.matrix(rows, cols, less)),
            lambda: entry_by_entry(self.pick(tanh, relu, drelu, exp, sgn), self.matrix(rows, cols, less)),
            lambda: self.pulled(rows, cols, less),
        ]
        if rows == cols and rows != 1:
            options += [lambda: diagonal(self.matrix(rows, 1, less))] * 4
        return self.pick(*options)()

    def plain_number(self, depth):
        """A number in which no index stands free."""
        before, self.letters = self.letters, {s: [] for s in self.letters}
        value = self.pick(eta, E, Entry(times(self.matrix(1, self.sizes[0], 0), self.matrix(self.sizes[0], 1, depth))))
        self.letters = before
        return value

    def entries(self, rows, cols, depth):
        before = self.letters
        sizes = [s for s in (rows, cols) if s != 1]
        if rows == 1 or (rows == cols and not sizes):
            return self.named(rows, cols)
        own = [Index(LETTERS[s][at], s) for at, s in enumerate(sizes)]
        self.letters = {s: [o for o in own if o.size == s] for s in self.sizes}
        term = self.number(depth)
        self.letters = before
        return Entries(term, *own)

    def pulled(self, rows, cols, depth):
        arrays = [a for a in self.arrays if tuple(a.shape) == (rows, cols)]
        if not arrays:
            return self.named(rows, cols)
        shape = self.pick(*self.arrays).shape
        return Pullback(self.matrix(*shape, 0), self.matrix(*shape, depth), self.pick(*arrays))
