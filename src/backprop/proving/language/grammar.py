"""The grammar of the language that the book prints, reads and is typed in, in Lark's notation, and its trees.

What is one thing on paper is one token; `tokens` makes the same ones of plain text and of LaTeX. A sum and a derivative
of an expression reach over the factors that follow, so they stand in the list of factors; `nodes` gives them those.
"""

from functools import cache

from lark import Lark
from lark import Token as LarkToken
from lark.exceptions import UnexpectedInput
from lark.lexer import Lexer

from backprop.proving.language.tokens import NotRead, tokens

GRAMMAR = r"""
equation: expression EQUALS expression
expression: (MINUS | PLUS)? chain ((PLUS | MINUS) chain)*
chain: item (operator? item)*
!operator: SLASH | STAR | AT | DOT | ODOT
?item: factor | sum | slope_of | gradient_of
?factor: name | scripted
name: NAME script*
?scripted: atom script*
?atom: NUMBER -> number
    | FILLED script -> filled
    | FUNCTION LPAR expression (COMMA expression)* RPAR -> call
    | FUNCTION LBRACE expression RBRACE -> call
    | FUNCTION name -> call
    | DEL script FUNCTION LPAR expression COMMA expression RPAR -> slope_by
    | LPAR expression RPAR -> bracket
    | LBRACE expression RBRACE -> bracket
    | LSQUARE expression RSQUARE -> bracket
    | LSQUARE expression EQUALS expression RSQUARE -> iverson
    | BAR expression ENDBAR -> absolute
    | FRAC LBRACE expression RBRACE LBRACE expression RBRACE -> fraction
    | ROOT under -> root
    | DEL top SLASH DEL name -> derivative
    | FRAC LBRACE DEL top RBRACE LBRACE DEL name RBRACE -> derivative
    | NABLA script+ LANGLE expression COMMA expression RANGLE -> pullback
    | SUM LPAR limits COMMA expression RPAR -> whole_sum
?under: name
    | NUMBER -> number
    | LBRACE expression RBRACE -> bracket
    | LPAR expression RPAR -> bracket
    | FUNCTION LPAR expression (COMMA expression)* RPAR -> call
    | BAR expression ENDBAR -> absolute
?top: name
    | LPAR expression RPAR -> bracket
    | FUNCTION LPAR expression RPAR -> call
slope_of: DEL SLASH DEL name
    | FRAC LBRACE DEL RBRACE LBRACE DEL name RBRACE
gradient_of: NABLA script+
sum: SUM script
    | SUM SUBSCRIPT EQUALS bound (DOTS | CARET) bound
    | SUM SUBBRACE limits RBRACE (CARET bound)?
    | SUM CARET last SUBBRACE limits RBRACE
    | SUM LPAR name COMMA expression COMMA expression RPAR
?last: NUMBER -> number
    | NAME -> name
    | LBRACE expression RBRACE -> bracket
limits: name EQUALS expression (DOTS expression)?
?bound: NUMBER -> number
    | NAME below? -> name
    | LPAR expression RPAR -> bracket
    | LBRACE expression RBRACE -> bracket
below: SUBSCRIPT
    | SUBPAR expression RPAR
    | SUBBRACE expression RBRACE
script: SUBSCRIPT
    | SUBBRACE expression (COMMA expression)* RBRACE
    | SUBPAR expression (COMMA expression)* RPAR
    | SUBSQUARE expression (COMMA expression)* RSQUARE
    | SUPER
    | TRANSPOSE
    | CARET exponent
?exponent: NUMBER -> number
    | MINUS NUMBER -> negative
    | NAME -> name
    | LPAR expression RPAR -> bracket
    | LBRACE expression RBRACE -> bracket
%declare NUMBER FILLED NAME FUNCTION DEL NABLA SUM FRAC ROOT BAR ENDBAR LPAR RPAR LBRACE RBRACE LSQUARE RSQUARE LANGLE
%declare RANGLE SUBSCRIPT SUBBRACE SUBPAR SUBSQUARE SUPER TRANSPOSE CARET COMMA EQUALS PLUS MINUS SLASH STAR AT DOT ODOT
%declare DOTS
"""

SAID = {
    "NUMBER": "a number",
    "FILLED": "1_m",
    "NAME": "a name",
    "FUNCTION": "a function",
    "DEL": "a derivative",
    "NABLA": "∇",
    "SUM": "a sum",
    "FRAC": "a fraction",
    "ROOT": "a root",
    "SUBSCRIPT": "indices",
    "SUPER": "a power",
    "TRANSPOSE": "^T",
    "$END": "the end of the line",
    **dict(BAR="|", ENDBAR="|", LPAR="(", RPAR=")", LBRACE="{", RBRACE="}", LSQUARE="[", RSQUARE="]", LANGLE="⟨"),
    **dict(RANGLE="⟩", SUBBRACE="_{", SUBPAR="_(", SUBSQUARE="[", CARET="^", COMMA="a comma", EQUALS="=", PLUS="+"),
    **dict(MINUS="−", SLASH="/", STAR="*", AT="@", DOT="·", ODOT="⊙", DOTS=".."),
}
"""What each token is called in a message."""


def tree(text, names, rule, start=0, end=None):
    """The grammar's tree of ``text[start:end]``, for the rule "expression" or "equation".

    Raises `NotRead` with what is expected where the text fits no rule.
    """
    end = len(text) if end is None else end
    if not text[start:end].strip():
        raise NotRead("an expression is expected here, and nothing is written", text, start)
    found = tokens(text, names, start, end)
    try:
        return _parser().parse(found, start=rule)
    except UnexpectedInput as error:
        token = getattr(error, "token", None)
        ended = token is None or token.type == "$END"
        wanted = {SAID.get(kind, kind) for kind in getattr(error, "accepts", None) or error.expected or ["$END"]}
        if {"a name", "a number", "(", "a function"} <= wanted:
            wanted = {"a quantity, a number or a bracket"}
        at = end if ended else token.start_pos
        here = "the line ends" if ended else f"{text[at : token.end_pos]!r} stands"
        raise NotRead(f"{here} where {_listed(wanted)} is expected", text, at) from None


@cache
def _parser():
    return Lark(GRAMMAR, parser="lalr", lexer=_Made, start=["expression", "equation"], propagate_positions=True)


class _Made(Lexer):
    """The tokens that are made already, as Lark takes them."""

    def __init__(self, _):
        pass

    def lex(self, found):
        for token in found:
            yield LarkToken(token.type, token.value, token.start, 1, token.start, 1, token.end, token.end)


def _listed(words):
    words = sorted(words, key=lambda word: (len(word) < 2, word))[:6]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
