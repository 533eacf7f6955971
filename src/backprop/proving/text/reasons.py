"""The reason of a line from its text: a rule by the name that it is printed by, or a remark of the author's."""

import re
from difflib import get_close_matches

from backprop.proving.derivation import concluded
from backprop.proving.language.display import plain
from backprop.proving.language.reading import read
from backprop.proving.language.tokens import NotRead
from backprop.proving.meaning.names import WORDS
from backprop.proving.reasons import (
    algebra,
    as_written,
    chain_rule,
    collapse,
    definition,
    derivative_of,
    entries,
    linearity,
    result,
)
from backprop.proving.rewriting.lines import form
from backprop.proving.rewriting.matching import matches, without_short_sums
from backprop.proving.text.lines import clauses, trimmed

ALONE = {
    "algebra": algebra,
    "chain rule": chain_rule,
    "derivative taken": derivative_of,
    "the sum collapses": collapse,
    "linearity": linearity,
    "entry by entry": entries,
    "as written": as_written,
}
OF = {"definition of": definition, "derivative of": derivative_of, "chain rule through": chain_rule}
RESULT = ("result for", "result")


def reason(text, names, model, start, end):
    """The rule and the comment that ``text[start:end]`` says; no rule where the author's own words stand there.

    Raises `NotRead` for a rule that is almost one, and for a result that nothing has concluded.
    """
    start, end = trimmed(text, start, end)
    said = re.sub(r"\s+", " ", text[start:end])
    head, colon, comment = said.partition(":")
    stop = start + text[start:end].find(":") if colon else end
    head, comment = head.strip(), comment.strip()
    if head in ALONE:
        return ALONE[head](), comment
    for name, make in OF.items():
        if head.startswith(f"{name} "):
            at = start + len(re.match(name.replace(" ", r"\s+"), text[start:stop])[0])
            try:
                return make(*_quantities(text, names, at, stop)), comment
            except NotRead:
                if name != "chain rule through" and not _is_said(text[at:stop].strip(" ,$"), names):
                    raise
            except TypeError as error:
                raise NotRead(str(error), text, at) from None
    for name in RESULT:
        if head.startswith(f"{name} "):
            at = start + len(re.match(name.replace(" ", r"\s+"), text[start:stop])[0])
            return result(_concluding(text, names, model, at, stop)), comment
    alike = [name for name in ALONE if name.count(" ") == head.count(" ")]
    if near := get_close_matches(head, alike, n=1, cutoff=0.8):
        raise NotRead(f"no rule is called {head!r}; is {near[0]!r} meant?", text, start)
    return None, said if _is_words(said) else ""


def _is_said(text, names):
    """Whether what stands behind `definition of` is no quantity but words, or a function."""
    return re.search(r"[\s,]", text) is not None or any(text == f for f, _ in names.functions)


def _is_words(text):
    return WORDS.fullmatch(text) is not None


def _quantities(text, names, start, end):
    """What a rule names: quantities with commas between them."""
    for at, stop in clauses(text, start, end):
        yield _read(text, names, at, stop)


def _read(text, names, start, end):
    return read(text, names, *trimmed(text, start, end))


def _concluding(text, names, model, start, end):
    """The last derivation in the model that concluded a claim about this left side; else, with other indices."""
    start, end = trimmed(text, start, end)
    left = _read(text, names, start, end)
    known = concluded(model)
    exactly = [derivation for derivation in known if derivation.claim.left == left]
    for derivation in reversed(exactly or known):
        if exactly or _same_but_for_letters(without_short_sums(derivation.claim.left), form(left), model):
            return derivation
    if known:
        listed = ", ".join(dict.fromkeys(plain(d.claim.left) for d in known))
        raise NotRead(f"no derivation has concluded a result for this yet; there are those for {listed}", text, start)
    raise NotRead("no derivation in this model has concluded a result yet", text, start)


def _same_but_for_letters(pattern, expr, model):
    return next(matches(pattern, expr, model.ranges, {}), None) is not None
