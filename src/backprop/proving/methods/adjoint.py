"""Reverse mode on matrix expressions: a cotangent goes from a whole to its parts, for any size and depth.

Applied from the outside in, the adjoint rules are backpropagation. Each is proved in index form (`rule_proofs`) by
calling the object in `RULES`; and whatever is pulled back by them is judged by the referees.
"""

from sympy import MatMul, Transpose, ZeroMatrix, preorder_traversal
from sympy.matrices.expressions import DiagMatrix, HadamardPower, HadamardProduct, MatAdd, MatPow
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.proving.derivation import Derivation
from backprop.proving.language.display import plain
from backprop.proving.language.entries import NotUnderstood
from backprop.proving.language.notation import Array, column, hadamard, matrix, mentioned, size, times
from backprop.proving.language.operators import Gradient, Jacobian, Partial, Pullback
from backprop.proving.language.unnamed import sigma
from backprop.proving.meaning.kinds import LONGEST, exact
from backprop.proving.meaning.model import Model
from backprop.proving.meaning.well_formed import check
from backprop.proving.methods.mentions import arrays_in, given_in, holds, unused
from backprop.proving.methods.rules import RULES, refuse_shapes, refuse_without_rule
from backprop.proving.reasons import Reason, as_written, same

MOST_FACTORS = 8
"""So many factors a matrix product may have, for the proof of its rule to end."""


def adjoint(G, expr, var):
    """The gradient by `var` of <G, expr>, in closed form, for symbolic sizes and any nesting.

    At each level the rule is proved for parts and a cotangent of which nothing is known; these are then put in, which
    is the chain rule.

    Raises
    ------
    NotUnderstood
        The shapes of G and `expr` differ, `expr` is of a kind without a rule, or a scalar factor holds `var`.
    DerivationError
        The referees refuse what a rule gives, such as one for a function whose slope is not what SymPy says it is.
    """
    if not isinstance(G, MatrixExpr):
        raise NotUnderstood(f"a cotangent is a matrix; got {G}")
    G, (expr, var) = exact(G, "the cotangent"), _exact_pair(expr, var)
    check(Model(given_in(expr, var), {}), expr, "what is pulled back")
    refuse_shapes(G, expr)
    return gathered(_leaves(G, expr, var), var)


def _leaves(G, expr, var):
    if expr == var:
        return [G]
    return [leaf for g, part in _proved_parts(G, expr, var) for leaf in _leaves(g, part, var)]


def _proved_parts(G, expr, var):
    """The same as `_parts`, each the end of a `Derivation` in which every part of `expr` is an opaque array."""
    if not holds(expr, var):
        return []
    refuse_without_rule(G, expr, var)
    letter = unused("G", expr)
    parts = [a for a in expr.args if isinstance(a, MatrixExpr)]
    opaque = [matrix(f"{letter}{at}", *a.shape) for at, a in enumerate(parts, start=1)]
    cotangent, pending = matrix(letter, *expr.shape), iter(opaque)
    whole = expr.func(*[next(pending) if isinstance(a, MatrixExpr) else a for a in expr.args])
    beside = [a for a in arrays_in(expr) if a.name in mentioned(whole)]
    model = Model(given_in(cotangent, whole, *beside), {})
    known = {cotangent.T: G.T, cotangent: G}
    for stand_in, part in zip(opaque, parts, strict=True):
        known |= {stand_in.T: part.T, stand_in: part}
    found = []
    for stand_in, part in zip(opaque, parts, strict=True):
        if holds(part, var):
            back = gathered([g for g, p in RULES[type(expr)].split(cotangent, whole) if p == stand_in], stand_in)
            Derivation(Pullback(cotangent, whole, stand_in), model).step(back, through(type(expr)))
            found.append((back.xreplace(known), part))
    return found


def opaque_pull_back(expr, var):
    """A cotangent of which nothing is known, and the `Derivation` of what <cotangent, expr> becomes at `var`."""
    expr, var = _exact_pair(expr, var)
    given = given_in(expr, var)
    cotangent = matrix(unused("G", expr, var), *expr.shape)
    return cotangent, pull_back(cotangent, expr, var, Model((cotangent, *given), {}))


def _exact_pair(expr, var):
    """Both, built anew: the rules ask what is equal to what, and an author's object could answer anything."""
    if not isinstance(expr, MatrixExpr) or not isinstance(var, Array):
        raise NotUnderstood(f"a matrix expression is pulled back to an array; got {expr} and {var}")
    expr, var = exact(expr, "what is pulled back"), exact(var, "what is pulled back to")
    refuse_derivatives(expr)
    _refuse_long(expr, var)
    return expr, var


def _refuse_long(expr, var):
    """Refuse what the proof of a rule, or what comes back to `var`, would be too long for. Raises `NotUnderstood`."""
    for part in preorder_traversal(expr):
        if isinstance(part, MatrixExpr) and (factors := _factors(part)) > MOST_FACTORS:
            raise NotUnderstood(
                f"a product of {factors} factors is too long to be pulled back; give at most {MOST_FACTORS} of them "
                "a name of their own, as in a Recursion"
            )
    if _length(expr, var) > LONGEST:
        raise NotUnderstood(f"what comes back to {plain(var)} would be too long; name parts of it, as in a Recursion")


def _factors(e):
    """How many factors a matrix product has, multiplied out; anything else is one."""
    if isinstance(e, MatMul):
        return sum(_factors(a) for a in e.args if isinstance(a, MatrixExpr))
    if isinstance(e, MatPow) and e.exp.is_Integer:
        return int(e.exp) * _factors(e.base)
    return _factors(e.arg) if isinstance(e, Transpose) else 1


def _length(e, var, above=1):
    """About how many symbols come back to `var` below a cotangent of `above` symbols."""
    if e == var:
        return above
    above += 0 if isinstance(e, MatAdd) else sum(1 for _ in preorder_traversal(e))
    return sum(_length(a, var, above) for a in e.args if isinstance(a, MatrixExpr))


def refuse_derivatives(expr):
    """Refuse what would be 0, or any number, where all that `expr` mentions is given: a line could say anything of it.

    Raises `NotUnderstood`.
    """
    if found := expr.atoms(Partial, Gradient, Jacobian, Pullback):
        raise NotUnderstood(f"what is pulled back holds no derivative; got {plain(found.pop())} in {plain(expr)}")


def pull_back(G, expr, var, model):
    """The same as a `Derivation`: one rule a line, from <G, expr> down to `var`."""
    G, expr, var = (exact(e, "what is pulled back") for e in (G, expr, var))
    pending = [(G, expr)]
    derivation = Derivation(Pullback(G, expr, var), model)
    if expr == var:
        return derivation.step(G, as_written())
    while inner := [e for _, e in pending if e != var]:
        kind = type(inner[0])  # its rule is applied wherever it can be: so says the reason of the line
        pending = [pair for g, e in pending for pair in (_parts(g, e, var) if type(e) is kind else [(g, e)])]
        line = gathered([Pullback(g, e, var) if e != var else g for g, e in pending], var)
        derivation.step(line, through(kind))
    return derivation


def through(kind):
    """The reason "pulled back through a product" (sum, transpose, ...): the rule of `kind` gives the line below."""
    if not any(kind is known for known in RULES):
        known = ", ".join(known.__name__ for known in RULES)
        raise NotUnderstood(f"there is no adjoint rule for {kind!r}; there is one for each of {known}")

    def applies(_, before, after):
        applied = before.replace(
            lambda e: isinstance(e, Pullback) and isinstance(e.args[1], kind),
            lambda e: gathered(
                [Pullback(g, p, e.args[2]) if p != e.args[2] else g for g, p in _parts(*e.args)], e.args[2]
            ),
        )
        return same(applied, after)

    name = RULES[kind].name
    return Reason(f"pulled back through the {name}", applies, f"the rule of the {name} is to be applied")


def _parts(G, expr, var):
    """The parts of `expr` that hold `var`, each with its cotangent."""
    refuse_without_rule(G, expr, var)
    return [(g, part) for g, part in RULES[type(expr)].split(G, expr) if holds(part, var)]


def gathered(terms, var):
    """The sum of these, in the order given; 0 in the shape of `var` where there are none."""
    if not terms:
        return ZeroMatrix(*var.shape)
    return MatAdd(*terms) if len(terms) > 1 else terms[0]


def rule_proofs():
    """A `Derivation` for each rule and each part: the rule's answer against the derivative in index form.

    G, A, B and D are opaque, and the sizes symbolic; the rule is the one that `adjoint` dispatches to.
    """
    m, n, k, h = map(size, "mnkh")
    A, B, D, E = matrix("A", m, n), matrix("B", n, k), matrix("D", k, h), matrix("E", m, n)
    Q, v = matrix("Q", m, m), column("v", m)
    examples = {
        MatAdd: [(A + E, A), (A + E, E)],
        MatMul: [(times(A, B), A), (times(A, B), B), *((times(3, A, B, D), part) for part in (A, B, D))],
        MatPow: [(MatPow(Q, 3), Q)],
        Transpose: [(A.T, A)],
        HadamardProduct: [(hadamard(A, E), A), (hadamard(A, E), E)],
        HadamardPower: [(HadamardPower(A, 3), A)],
        ElementwiseApplyFunction: [(sigma(A), A)],
        DiagMatrix: [(DiagMatrix(v), v)],
    }
    for kind, pairs in examples.items():
        for expr, var in pairs:
            G = matrix("G", *expr.shape)
            given = Model((G, *sorted(expr.atoms(type(A)), key=str)), {})
            yield kind, pull_back(G, expr, var, given)
