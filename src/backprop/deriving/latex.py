"""A page in LaTeX that compiles by itself: the class article, and amsmath."""

import re
from unicodedata import normalize

from backprop.deriving.latex_lines import rows
from backprop.deriving.pages import Board, Grid, Heading, Words
from backprop.proving.language.vocabulary import GREEK

LEVELS = {2: "section*", 3: "subsection*"}
SPECIAL = {
    **{c: f"\\{c}" for c in "&%#_{}"},
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}", "–": "--", "−": "--",
    "×": r"$\times$", "·": r"$\cdot$", "⊙": r"$\odot$", "∘": r"$\circ$", "‖": r"$\Vert$",
    **{c: f"$^{normalize('NFKC', c)}$" for c in "⁰¹²³⁴⁵⁶⁷⁸⁹"}, "⁻": "$^-$",
    **{c: f"${normalize('NFKC', c).replace('⁄', '/')}$" for c in "¼½¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅐⅑⅒"}, "ᵀ": r"$^\top$", "⊤": r"$\top$",
}  # fmt: skip


def as_latex(page):
    """The page as one document."""
    body = "\n\n".join(_block(block) for block in page.blocks[1:])
    return (
        "\\documentclass[a4paper]{article}\n\\usepackage[T1]{fontenc}\n\\usepackage[utf8]{inputenc}\n"
        "\\usepackage{amsmath}\n\\allowdisplaybreaks\n\\setlength{\\parindent}{0pt}\n\\setlength{\\parskip}{6pt}\n"
        "\\setlength{\\textwidth}{17cm}\n\\setlength{\\oddsidemargin}{-0.5cm}\n"
        f"\\title{{{_words(page.title)}}}\n\\author{{}}\n\\date{{}}\n\n\\begin{{document}}\n\\maketitle\n\n{body}\n\n"
        "\\end{document}\n"
    )


def _block(block):
    if isinstance(block, Heading):
        apart = "\\clearpage\n" if block.text == "Solution" else ""  # a sheet is handed out without it
        return apart + f"\\{LEVELS[block.level]}{{{_words(block.text)}}}"
    if isinstance(block, Words):
        return _words(block.text)
    if isinstance(block, Board):
        lines = " \\\\\n".join(map(_signs, rows(block.rows)))
        return f"\\begin{{align*}}\n{lines}\n\\end{{align*}}"
    if isinstance(block, Grid):
        header, *others = (" & ".join(map(_words, row)) for row in (block.header, *block.rows))
        cells = " \\\\\n".join(others)
        places = "llp{0.5\\textwidth}" if len(block.header) == 3 else "ll"
        return (
            f"\\begin{{tabular}}{{{places}}}\n{header} \\\\\n\\hline\n\\rule{{0pt}}{{2.6ex}}{cells}\n\\end{{tabular}}"
        )
    return "\n\n".join(_verbatim(text) for text in (block.source, block.printed) if text)


def _verbatim(text):
    return f"{{\\footnotesize\n\\begin{{verbatim}}\n{text.rstrip()}\n\\end{{verbatim}}}}"


def _words(text):
    """Words with mathematics between dollars, code in backticks and emphasis in stars."""
    parts = re.split(r"(\$[^$]*\$|`[^`]*`|\*\*[^*]+\*\*)", text)
    return "".join(map(_part, parts))


def _part(part):
    if part.startswith("$"):
        return _signs(part)
    if part.startswith("`"):
        return f"\\texttt{{{_plain(part[1:-1])}}}"
    if part.startswith("**"):
        return f"\\textbf{{{_plain(part[2:-2])}}}"
    return _plain(part)


def _plain(text):
    return "".join(f"$\\{GREEK[c]}$" if c in GREEK else SPECIAL.get(c, c) for c in text)


def _signs(text):
    """Mathematics with a command for every Greek letter."""
    return "".join(f"\\{GREEK[c]} " if c in GREEK else c for c in text)
