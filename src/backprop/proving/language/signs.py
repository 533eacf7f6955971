"""The signs of the language in plain text and in LaTeX, as regular expressions: what `tokens` looks for."""

import re

ABOVE = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-", strict=True))
BELOW = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
PART = {"½": (1, 2), "¼": (1, 4), "¾": (3, 4), "⅓": (1, 3), "⅔": (2, 3)}

LITTLE_ABOVE, LITTLE_BELOW = "".join(ABOVE), "".join(BELOW)
LETTER = rf"(?:(?![{LITTLE_ABOVE}{LITTLE_BELOW}ᵀᵏⁿᵐ∑Σ∂∇])[^\W\d_]\u0302?)"
TRANSPOSE_SIGN = r"(?:\\top|\\intercal|\\math(?:sf|rm|tt|bf)\s*(?:\{\s*T\s*\}|T)|⊤)"

SPACE = re.compile(
    r"(?:\s|~|&|\u200b|\\\\|\\[,;:! ]"
    r"|\\(?:left|right|[bB]igg?[lrm]?|limits|displaystyle|nonumber|q?quad|mathstrut)(?![a-zA-Z]))+"
)
WORD = re.compile(rf"{LETTER}(?:{LETTER}|[0-9])*°?")
RAISED = re.compile(rf"[{LITTLE_ABOVE}]+")
LOWERED = re.compile(rf"[{LITTLE_BELOW}]+")
UNDER = re.compile(rf"_\s*(\\[A-Za-z]+|(?:{LETTER}|[0-9])+)")
FRACTION = re.compile(r"\\[tdc]?frac(?![a-zA-Z])\s*(?:([0-9])\s*([0-9]))?")
FILLED = re.compile(r"(?:\\(?:mathbf|mathbb|mathrm|boldsymbol|bm)\s*(?:\{\s*([01])\s*\}|([01]))|([01]))(?=\s*_)")
STYLED = re.compile(
    r"\\(operatorname\*?|math(?:rm|bf|it|sf|frak|bb|cal|scr)|boldsymbol|bm|vec|text(?:rm|bf|it)?)"
    r"\s*\{\s*(\\?[^\W_]+)\s*\}"
)
HAT = re.compile(r"\\(?:wide)?hat\s*(?:\{\s*(\\?[A-Za-z]+)\s*\}|\s([A-Za-z]))(°?)")
COMMAND = re.compile(r"\\([A-Za-z]+)")
PRIMES = re.compile(r"\s*(?:['′’]+|\^\s*\{?\s*(?:(?:\\prime\s*)+|'+)\}?)")
PRIME = re.compile(r"['′’]|\\prime")
TRANSPOSED = re.compile(
    rf"ᵀ|\^\s*(?:{TRANSPOSE_SIGN}|\{{\s*(?:{TRANSPOSE_SIGN}|T)\s*\}}|T(?!heta|[0-9_]))(?![0-9])", re.ASCII
)
LITTLE = re.compile(rf"\s*(?:([{LITTLE_BELOW}]+)|_\s*(?:([^\W_]+)|[({{]\s*([^(){{}}]+?)\s*[)}}]))")
OPENS_BRACKET = re.compile(r"\s*(?:\\(?:left|[bB]igg?l?)\s*)?\(")
ALONE = re.compile(
    r"\s*(?:/\s*\\?(?:d|∂|partial)|\}\s*\{\s*\\?(?:d|∂|partial|mathrm)|\\?(?:left|[bB]igg?l?)?\s*\()", re.ASCII
)
"""What follows a d that stands alone: what it is taken by, or what it is taken of."""

NAMED_COMMANDS = frozenset(
    [
        "exp",
        "ln",
        "log",
        "tanh",
        "sinh",
        "cosh",
        "sin",
        "cos",
        "arctan",
        "diag",
        "tr",
        "ell",
        "varepsilon",
        "varphi",
        "vartheta",
        "Im",
    ]
)
WORDS = {"diag": "diag", "tr": "tr", "trace": "tr", "Tr": "tr"}
BARS = ("lvert", "rvert", "vert")

SYMBOLS = [
    ("DOTS", r"\.\.\.?|…|\\l?dots|\\cdots"),
    ("NUMBER", r"[0-9]+(?:\.[0-9]+)?"),
    ("SUM", r"Σ|∑|\\sum(?![A-Za-z])|sum(?![A-Za-z0-9])"),
    ("DEL", r"∂|\\partial(?![A-Za-z])"),
    ("NABLA", r"∇|\\nabla(?![A-Za-z])|grad(?=_)"),
    ("ROOT", r"√|\\sqrt(?![A-Za-z])|sqrt(?![A-Za-z0-9])"),
    ("SUBBRACE", r"_\s*\{(?:\\!)?"),
    ("SUBPAR", r"_\s*\("),
    ("LANGLE", r"⟨|\\langle(?![A-Za-z])"),
    ("RANGLE", r"⟩|\\rangle(?![A-Za-z])"),
    ("ODOT", r"⊙|∘|\\odot(?![A-Za-z])|\\circ(?![A-Za-z])"),
    ("DOT", r"·|⋅|×|\\cdot(?![A-Za-z])|\\times(?![A-Za-z])"),
    ("CARET", r"\^|\*\*"),
    ("MINUS", r"[-−–]"),
    ("EQUALS", r"=|≡"),
    ("LBRACE", r"\\?\{|\\lbrace(?![A-Za-z])"),
    ("RBRACE", r"\\?\}|\\rbrace(?![A-Za-z])"),
    ("LSQUARE", r"\[|\\lbrack(?![A-Za-z])"),
    ("RSQUARE", r"\]|\\rbrack(?![A-Za-z])"),
    ("PLUS", r"\+"),
    ("SLASH", "/"),
    ("STAR", r"\*"),
    ("AT", "@"),
    ("COMMA", ","),
    ("LPAR", r"\("),
    ("RPAR", r"\)"),
]
"""Token -> what it looks like, the first that fits."""

SYMBOL = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in SYMBOLS))
CLOSED_BY = {
    **dict(LPAR="RPAR", SUBPAR="RPAR", LBRACE="RBRACE", SUBBRACE="RBRACE", LSQUARE="RSQUARE", SUBSQUARE="RSQUARE"),
    **dict(LANGLE="RANGLE", BAR="ENDBAR"),
}
CLOSING = {"RPAR": ")", "RBRACE": "}", "RSQUARE": "]", "RANGLE": "⟩", "ENDBAR": "|"}
TAKES_SCRIPTS = {"NAME", "NUMBER", "SUBSCRIPT", "SUPER", "TRANSPOSE", *CLOSING}
