"""The signs of the two ways to write: LaTeX for the page, plain text for the terminal."""

from dataclasses import dataclass

from sympy import atan, cos, cosh, erf, exp, im, log, sin, sinh, tanh
from sympy.matrices.expressions import DiagMatrix, Trace

from backprop.proving.language.functions import huber, relu, sgn
from backprop.proving.language.unnamed import sigma


@dataclass(frozen=True)
class Style:
    """The signs of one way to write; every template takes the written parts."""

    names: dict
    word: str
    above: object
    below: object
    sub: str
    fraction: str
    partial: str
    partial_of: str
    sum: str
    power: str
    inverse: str
    parens: str
    entries: str
    pullback: str
    slope_by: str
    transpose: str
    delta: str
    root: str
    absolute: str
    functions: dict
    times: str
    dot: str
    hadamard: str
    minus: str
    one: str
    zero: str
    filled: str


LATEX = Style(
    names={
        "yhat": r"\hat{y}",
        "Yhat": r"\hat{Y}",
        "eta": r"\eta",
        "delta": r"\delta",
        "ell": r"\ell",
        "Loss": r"\mathcal{L}",
        "Im": r"\operatorname{Im}",
    },
    word=r"\mathrm{{{0}}}",
    above="{0}^{{({1})}}".format,
    below="{0}_{{{1}}}".format,
    sub="{0}_{{{1}}}",
    fraction=r"\tfrac{{{0}}}{{{1}}}",
    partial=r"\frac{{\partial {0}}}{{\partial {1}}}",
    partial_of=r"\frac{{\partial}}{{\partial {1}}}\left({0}\right)",
    sum=r"\sum_{{{0}={1}}}^{{{2}}} {3}",
    power="{{{0}}}^{{{1}}}",
    inverse=r"\frac{{{0}}}{{{1}}}",
    parens=r"\left({0}\right)",
    entries=r"\Bigl[{0}\Bigr]_{{{1}}}^{{{2} \times {3}}}",
    pullback=r"\nabla_{{\!{2}}} \left\langle {0},\ {1} \right\rangle",
    slope_by=r"\partial_{{{0}}} ",
    transpose=r"{{{0}}}^{{\top}}",
    delta=r"I_{{{0}}}",
    root=r"\sqrt{{{0}}}",
    absolute=r"\left\lvert {0} \right\rvert",
    functions={
        sigma: r"\sigma",
        relu: r"\operatorname{relu}",
        huber: r"\operatorname{huber}",
        sgn: r"\operatorname{sgn}",
        exp: r"\exp",
        log: r"\ln",
        sinh: r"\sinh",
        cosh: r"\cosh",
        tanh: r"\tanh",
        sin: r"\sin",
        cos: r"\cos",
        atan: r"\arctan",
        erf: r"\operatorname{erf}",
        im: r"\operatorname{Im}",
        DiagMatrix: r"\operatorname{diag}",
        Trace: r"\operatorname{tr}",
    },
    times=r"\, ",
    dot=r" \cdot ",
    hadamard=r" \odot ",
    minus="-",
    one=r"\mathbf{1}",
    zero=r"\mathbf{0}",
    filled=r"{0} \times {1}",
)

ABOVE, BELOW = (str.maketrans("0123456789", signs) for signs in ("⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉"))

PLAIN = Style(
    names={
        "yhat": "ŷ",
        "Yhat": "Ŷ",
        "eta": "η",
        "delta": "δ",
        "ell": "ℓ",
        "Loss": "ℒ",
    },
    word="{0}",
    above=lambda letter, layer: letter + (layer.translate(ABOVE) if layer.isdecimal() else f"^({layer})"),
    below=lambda letter, layer: (
        letter + (layer.translate(BELOW) if layer.isdecimal() else f"_{layer}" if layer.isalnum() else f"_({layer})")
    ),
    sub="{0}_{1}",
    fraction="{0}/{1}",
    partial="∂{0}/∂{1}",
    partial_of="∂/∂{1} ({0})",
    sum="Σ_{0}={1}..{2} {3}",
    power="{0}^{1}",
    inverse="{0}/{1}",
    parens="({0})",
    entries="[{0}]_{1}",
    pullback="∇_{2} ⟨{0}, {1}⟩",
    slope_by="∂_{0} ",
    transpose="{0}ᵀ",
    delta="I_{0}",
    root="√{0}",
    absolute="|{0}|",
    functions={
        sigma: "σ",
        sgn: "sgn",
        log: "ln",
        atan: "arctan",
        DiagMatrix: "diag",
        Trace: "tr",
    },
    times=" ",
    dot="·",
    hadamard=" ⊙ ",
    minus="−",
    one="1",
    zero="0",
    filled="({0}, {1})",
)
