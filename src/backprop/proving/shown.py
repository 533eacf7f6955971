"""How a derivation is shown: Markdown for the page, text for the terminal, and the texts that a page can change."""

from backprop.proving.language.display import latex, plain
from backprop.proving.language.functions import READY
from backprop.proving.language.notation import Index
from backprop.proving.meaning.provisos import formulas, provisos

MIME = "application/vnd.backprop.derivation+json"


class Shown:
    """What is printed of `lines` and `claim`, with what the proof covers at the foot."""

    @property
    def scope(self):
        """What the proof covers, computed from the open sizes of the model and what is declared positive; Markdown."""
        return self._scope(latex, "${}$")

    def _scope(self, write, quote="{}"):
        sizes = sorted(quote.format(write(s)) for s in self.model.sizes)
        covered = f"any size {', '.join(sizes)}, every index in its range" if sizes else "all numbers"
        return ", ".join([covered, *provisos(self.model, [line.expr for line in self.lines], write, quote)])

    def _footer(self, write, quote="{}"):
        said = [f"Proved for {self._scope(write, quote)}."]
        if pieces := self._formulas(write, quote):
            said.append(f"Here {'; '.join(pieces)}.")
        return " ".join(said)

    def _formulas(self, write, quote):
        return formulas(self.model, [line.expr for line in self.lines], write, quote, READY)

    def _repr_mimebundle_(self, include=None, exclude=None):
        """The page's Markdown, the terminal's text, and what a page needs to let a reader change a line."""
        return {"text/markdown": self._repr_markdown_(), "text/plain": repr(self), MIME: self.written()}

    def written(self):
        """The derivation as texts: the model's, and of each line the expression, the reason and the comment."""
        lines = [
            {"text": plain(line.expr), "reason": str(line.reason or ""), "comment": line.comment} for line in self.lines
        ]
        free = {i for line in self.lines for i in line.expr.free_symbols if isinstance(i, Index)}
        indices = {i.name: plain(i.size) for i in sorted(free, key=str)}
        return {"model": repr(self.model) if self.model else None, "indices": indices, "lines": lines}

    def _repr_markdown_(self):
        rows = ["| line | reason |", "|:--|:--|"]
        for number, line in enumerate(self.lines):
            comment = f": *{line.comment}*" if line.comment else ""
            sign = "= " if number else ""
            rows.append(
                f"| ${sign}{latex(line.expr)}$ | {line.reason.written(latex, '${}$') if line.reason else ''}{comment} |"
            )
        return "\n".join([*rows, "", f"*{self._footer(latex, '${}$')}* ∎"])

    def __repr__(self):
        lines = [plain(self.lines[0].expr)]
        for line in self.lines[1:]:
            because = f"{line.reason}: {line.comment}" if line.comment else f"{line.reason}"
            lines.append(f"  = {plain(line.expr)}   [{because}]")
        return "\n".join([*lines, self._footer(plain)])
