"""Reverse mode on matrix expressions: rules that send a cotangent from a whole to its parts, for any size and depth.

<G, E> is the sum of all G_{ab} E_{ab}. A rule says how <G, dE> splits among the parts of E. Applied from the outside
in, the rules are backpropagation. Each is proved in index form (`rule_proofs`) by calling the object in `RULES`.
"""

from sympy import Identity, MatMul, OneMatrix, Symbol, Transpose, ZeroMatrix
from sympy.matrices.expressions import DiagMatrix, HadamardProduct, MatAdd
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction

from backprop.proving.derivation import Derivation
from backprop.proving.language.entries import NotUnderstood, elementwise_function
from backprop.proving.language.notation import column, hadamard, matrix, mentioned, sigma, size, times
from backprop.proving.language.operators import Pullback
from backprop.proving.meaning.model import Model
from backprop.proving.reasons import Reason, same

RULES = {}
"""Kind of matrix expression -> its rule: (G, expr) gives a cotangent for each part, as pairs (cotangent, part)."""


class Rule:
    """How a cotangent passes through one kind of expression; registered by ``@rule(kind, name)``."""

    def __init__(self, name, split):
        self.name, self.split, self.__doc__ = name, split, split.__doc__


def rule(kind, name):
    """Register the decorated function as the adjoint rule of `kind`."""

    def register(split):
        RULES[kind] = Rule(name, split)
        return split

    return register


@rule(MatAdd, "sum")
def _(G, e):
    """<G, A + B> = <G, A> + <G, B>."""
    return [(G, part) for part in e.args]


@rule(MatMul, "product")
def _(G, e):
    """<G, c L A R> = <c L^T G R^T, A>; a product transposed is the transposes in reverse order."""
    scalar, factors = e.as_coeff_matrices()
    turned = [f.T for f in factors[::-1]]
    return [
        (times(scalar, *turned[len(factors) - i :], G, *turned[: len(factors) - 1 - i]), part)
        for i, part in enumerate(factors)
    ]


@rule(Transpose, "transpose")
def _(G, e):
    """<G, A^T> = <G^T, A>."""
    return [(G.T, e.arg)]


@rule(HadamardProduct, "Hadamard product")
def _(G, e):
    """<G, A (.) B> = <G (.) B, A>."""
    return [(hadamard(G, *e.args[:i], *e.args[i + 1 :]), part) for i, part in enumerate(e.args)]


@rule(ElementwiseApplyFunction, "elementwise function")
def _(G, e):
    """<G, f(A)> changes by <G (.) f'(A), dA>."""
    return [(hadamard(G, ElementwiseApplyFunction(_prime(elementwise_function(e)), e.expr)), e.expr)]


@rule(DiagMatrix, "diagonal")
def _(G, e):
    """<G, diag(v)> = <(G (.) I) 1, v>: only the diagonal of G meets v."""
    (v,) = e.args
    return [(times(hadamard(G, Identity(v.shape[0])), OneMatrix(v.shape[0], 1)), v)]


def adjoint(G, expr, var):
    """The gradient by `var` of <G, expr>, in closed form, for symbolic sizes and any nesting.

    Raises
    ------
    NotUnderstood
        The shapes of G and `expr` differ, `expr` is of a kind without a rule, or a scalar factor holds `var`.
    """
    return _gathered(_leaves(G, expr, var), var)


def pull_back(G, expr, var, model):
    """The same as a `Derivation`: one rule a line, from <G, expr> down to `var`."""
    pending = [(G, expr)]
    derivation = Derivation(Pullback(G, expr, var), model)
    while inner := [e for _, e in pending if e != var]:
        pending = [pair for g, e in pending for pair in (_parts(g, e, var) if e == inner[0] else [(g, e)])]
        line = _gathered([(Pullback(g, e, var) if e != var else g, e) for g, e in pending], var)
        derivation.step(line, through(type(inner[0])))
    return derivation


def through(kind):
    """The reason "pulled back through a product" (sum, transpose, ...): the rule of `kind` gives the line below."""

    def applies(_, before, after):
        applied = before.replace(
            lambda e: isinstance(e, Pullback) and isinstance(e.args[1], kind),
            lambda e: _gathered(
                [(Pullback(g, p, e.args[2]) if p != e.args[2] else g, p) for g, p in _parts(*e.args)], None
            ),
        )
        return same(applied, after)

    name = RULES[kind].name
    return Reason(f"pulled back through the {name}", applies, f"the rule of the {name} is to be applied")


def _parts(G, expr, var):
    """The parts of `expr` that hold `var`, each with its cotangent."""
    if tuple(G.shape) != tuple(expr.shape):
        raise NotUnderstood(f"the cotangent has the shape {G.shape}, the expression {expr.shape}")
    if type(expr) not in RULES:
        raise NotUnderstood(f"no adjoint rule for a {type(expr).__name__}: {expr}")
    if isinstance(expr, MatMul) and _holds(expr.as_coeff_matrices()[0], var):
        raise NotUnderstood(f"the scalar factor of {expr} holds {var}; no adjoint rule covers that")
    return [(g, part) for g, part in RULES[type(expr)].split(G, expr) if _holds(part, var)]


def _holds(expr, var):
    """Whether the array stands in an expression, as a whole or by an entry."""
    return var.name in mentioned(expr)


def _leaves(G, expr, var):
    if expr == var:
        return [(G, expr)]
    return [leaf for g, part in (_parts(G, expr, var) if _holds(expr, var) else ()) for leaf in _leaves(g, part, var)]


def _gathered(pairs, var):
    if not pairs:
        return ZeroMatrix(*var.shape)
    return MatAdd(*[g for g, _ in pairs]) if len(pairs) > 1 else pairs[0][0]


def _prime(f):
    """The name of the derivative of a named function, as SymPy's own ``diff`` returns it."""
    u = Symbol("u", real=True)
    return type(f(u).diff(u))


def rule_proofs():
    """A `Derivation` for each rule and each part: the rule's answer against the derivative in index form.

    G, A, B and D are opaque, and the sizes symbolic; the rule is the one that `adjoint` dispatches to.
    """
    m, n, k, h = map(size, "mnkh")
    A, B, D, E, v = matrix("A", m, n), matrix("B", n, k), matrix("D", k, h), matrix("E", m, n), column("v", m)
    examples = {
        MatAdd: [(A + E, A), (A + E, E)],
        MatMul: [(times(A, B), A), (times(A, B), B), *((times(3, A, B, D), part) for part in (A, B, D))],
        Transpose: [(A.T, A)],
        HadamardProduct: [(hadamard(A, E), A), (hadamard(A, E), E)],
        ElementwiseApplyFunction: [(sigma(A), A)],
        DiagMatrix: [(DiagMatrix(v), v)],
    }
    for kind, pairs in examples.items():
        for expr, var in pairs:
            G = matrix("G", *expr.shape)
            given = Model((G, *sorted(expr.atoms(type(A)), key=str)), {})
            yield kind, pull_back(G, expr, var, given)
