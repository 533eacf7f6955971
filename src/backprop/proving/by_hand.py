"""The quantities and gradients of a model in exact numbers, small enough for a board."""

from itertools import product

from sympy import (
    Add,
    Dummy,
    Expr,
    Float,
    Function,
    Integer,
    Mul,
    Pow,
    Rational,
    S,
    SympifyError,
    exp,
    pi,
    preorder_traversal,
    simplify,
    sympify,
    tanh,
)
from sympy import Array as NDimArray
from sympy.matrices.exceptions import ShapeError
from sympy.matrices.expressions.matexpr import MatrixExpr

from backprop.proving.at_points.arrays import NoMeaning
from backprop.proving.at_points.written_out import U, WrittenOut, in_numbers
from backprop.proving.language.display import plain
from backprop.proving.language.entries import NotUnderstood
from backprop.proving.language.functions import NAMED, InPieces
from backprop.proving.language.notation import Array, Index, mentioned
from backprop.proving.language.operators import Gradient, Jacobian, Partial, Pullback
from backprop.proving.language.table import Table
from backprop.proving.meaning.kinds import exact
from backprop.proving.meaning.model import Model

SHORT, SMALL = 20, 100
"""Operations in a value that is simplified whole, with its powers multiplied out; a number in a function in it."""


class ByHand:
    """A model with numbers put in.

    Parameters
    ----------
    model : Model
    given : dict
        ``{w: [[1, 2], [0, 1]], x: [1, 1], ...}``: exact real numbers for everything given; they fix the sizes.
    activation : callable
        sigma as a formula, ``lambda u: 1 / (1 + exp(-u))``; its derivative is SymPy's.

    Raises
    ------
    ValueError
        Something given has no numbers, numbers of a shape that does not fit, or what is no number that it may be;
        the formula of the activation holds what the book has no rule for.
    """

    def __init__(self, model, given, activation):
        if type(model) is not Model or not isinstance(given, dict):
            raise TypeError(f"numbers are put into a Model, by a dict such as {{x: [1, 1]}}; got {model}, {given}")
        if strange := [a for a in given if not any(a is known or a == known for known in model.given.values())]:
            raise ValueError(f"numbers are given for {strange[0]}; in the model given are {', '.join(model.given)}")
        given = {a.name: _exact_numbers(model.given[a.name], value) for a, value in given.items()}
        if missing := set(model.given) - set(given):
            raise ValueError(f"numbers are missing for {', '.join(sorted(missing))}")
        sizes = {}
        for name, numbers in given.items():
            shape, expected = numbers.shape, model.ranges[name]
            fits = len(shape) == len(expected) and all(
                length > 0 and (sizes.setdefault(s, length) == length if s.is_Symbol else s == length)
                for s, length in zip(expected, shape, strict=True)
            )
            if not fits:
                raise ValueError(f"{name} has numbers of the shape {shape}, expected {expected} with {sizes}")
        self.written = WrittenOut(model, {s: Integer(length) for s, length in sizes.items()})
        self.numbers = {
            self.written.leaf(name, tuple(i + 1 for i in at)): numbers[at]
            for name, numbers in given.items()
            for at in product(*map(range, numbers.shape))
        }
        self.formula = _formula(activation)

    __iter__ = __contains__ = None  # Python would count 0, 1, 2, ... in vain

    def __getitem__(self, expr):
        """The exact value of a scalar or a matrix: ``by_hand[yhat]``, ``by_hand[Gradient(C, w)]``.

        Raises `NotUnderstood` for what has no meaning in the model, and `NoMeaning` for what has none in numbers.
        """
        expr = exact(expr, "what is asked for")
        _refuse_without_numbers(self.written.model, expr)
        try:
            for part in expr.atoms(Pow, Function):  # as it stands: SymPy would cancel 0/0 in the whole
                if not part.has(Index, Dummy) and not any(isinstance(a, MatrixExpr) for a in part.args):
                    self._exact(self.written.number(part, {}))
            if isinstance(expr, MatrixExpr):
                return self.written.array(expr, {}).applyfunc(self._exact)
            return self._exact(self.written.number(expr, {}))
        except ShapeError:
            raise NoMeaning(f"{plain(expr)} has no value at these numbers: its shapes do not fit") from None
        except OverflowError:
            raise NoMeaning(f"{plain(expr)} has no value at these numbers: a part of it is too large") from None

    def _exact(self, e):
        def real(
            value,
        ):  # of every part: one without a value may leave the whole with one, as 1/(1 + 1/0) is 0 to SymPy
            if not value.is_real:
                raise NoMeaning(f"{plain(e)} has no value at these numbers: a part of it is no real number")
            return value

        return _simple(in_numbers(e, self.numbers, lambda _: self.formula, real).replace(tanh, _tanh))

    def table(self, *exprs):
        """The values of these, one a row."""
        return Table(("quantity", "value"), [(e, self[e]) for e in exprs])


def _formula(activation):
    """What the activation makes of `U`: of numbers and known functions, so that every part of it has a value."""
    if not callable(activation):
        raise TypeError(f"the activation is a function that gives a formula of its argument; got {activation!r}")
    try:
        formula = activation(U)
    except (TypeError, AttributeError) as error:
        raise TypeError(f"the activation gives no formula of a symbol, as SymPy's functions do: {error}") from None
    if not isinstance(formula, Expr):
        raise TypeError(f"the activation is a function that gives a formula of its argument; got {formula!r}")
    formula = exact(formula, "the formula of the activation")
    known = (Rational, Add, Mul, Pow, InPieces, *NAMED)
    if strange := [e for e in preorder_traversal(formula) if e not in (U, pi) and not isinstance(e, known)]:
        raise TypeError(
            f"the formula of the activation holds {strange[0]}, which is not its argument, a number or a known function"
        )
    return formula


def _tanh(u):
    """tanh(ln(3)/2) is 1/2; SymPy leaves it as it stands, and then takes minutes to simplify what holds it."""
    value = 1 - 2 / (1 + exp(2 * u))
    return value if value.is_Rational else tanh(u)


def _simple(value):
    """The value simplified; where that would take long, part by part."""
    if not value.args:
        return value
    powers = [abs(e.exp) for e in value.atoms(Pow) if e.exp.is_Integer]
    inside = {n for e in value.atoms(Function) for n in e.atoms(Rational)}
    if value.count_ops() + sum(powers) <= SHORT and all(max(abs(n.p), n.q) <= SMALL for n in inside):
        return simplify(value)
    return value.func(*map(_simple, value.args))


def _refuse_without_numbers(model, expr):
    """Refuse arrays of another shape than the model's, and derivatives of what is a name for a derivative."""
    for a in expr.atoms(Array):
        if model.ranges.get(a.name) != a.sizes:
            raise NotUnderstood(f"{a.name} with the sizes {a.sizes} is not in the model, which has {model.ranges}")
    slopes = expr.atoms(Partial, Gradient, Jacobian, Pullback)
    for e in slopes:
        if any(other is not e and e.has(other) for other in slopes) or mentioned(e) & model.by_derivative:
            raise NotUnderstood(f"{plain(e)} is a derivative of a derivative, or by one, and the model has names alone")


def _exact_numbers(array, value):
    """The numbers for something given; each is one that it may be."""
    try:
        numbers = NDimArray(_nested(value))
    except (SympifyError, ValueError, RecursionError):
        raise ValueError(f"{array.name} takes a list of numbers, or of lists of one length; got {value!r}") from None
    if decimals := numbers.atoms(Float):
        exact = Rational(str(decimal := decimals.pop()))
        raise ValueError(
            f"{array.name} holds the decimal {float(decimal)}, which may be rounded; "
            f"write Rational({exact.p}, {exact.q})"
        )
    for number in _each(numbers):
        if not (isinstance(number, Expr) and number.is_number and number.is_real):
            raise ValueError(f"{array.name} holds {number}, which is no real number")
    rebuilt = [_rebuilt(number, f"the value of {array.name}") for number in _each(numbers)]
    numbers = NDimArray(rebuilt, numbers.shape)
    positive = array.positive if isinstance(array, Array) else array.is_positive
    if positive and (wrong := [number for number in _each(numbers) if not number.is_positive]):
        raise ValueError(f"{array.name} is declared to be positive, and holds {wrong[0]}")
    return numbers


def _rebuilt(number, what):
    """The number of exact types; e is written as exp(1), since lines hold it as nothing else."""
    return exact(number.xreplace({S.Exp1: exp(1, evaluate=False)}), what)


def _nested(value):
    """Lists of SymPy's numbers; text is none."""
    value = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(value, (dict, set)):
        raise ValueError
    return list(map(_nested, value)) if isinstance(value, (list, tuple)) else sympify(value, strict=True)


def _each(numbers):
    return [numbers[at] for at in product(*map(range, numbers.shape))]
