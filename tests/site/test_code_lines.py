"""Long lines of code are marked with how far they are indented, and nothing of them is changed."""

import re

import pytest
from bs4 import BeautifulSoup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

SOURCE = '''\
def step(weights, gradients, rate):
    """One step down, for each of the weights,
    against its gradient."""
    for weight, gradient in zip(weights, gradients, strict=True):
        if gradient.any() and not np.isnan(gradient).any() & (rate < 1):
            yield weight - rate * gradient
'''


def highlighted(source):
    return highlight(source, PythonLexer(), HtmlFormatter())


@pytest.fixture
def marked(web):
    return lambda source: BeautifulSoup(web("code_lines").marked(highlighted(source)), "html.parser")


def test_long_lines_are_marked_with_their_indentation(marked):
    found = [(line.get_text(), line["style"]) for line in marked(SOURCE).select(".line")]
    long = [line for line in SOURCE.splitlines() if len(line) > 34]
    assert [text for text, _ in found] == long
    assert [int(re.search(r"(\d+)ch", style)[1]) for _, style in found] == [len(x) - len(x.lstrip()) for x in long]


@pytest.mark.parametrize("source", [SOURCE, "x = '&lt;'\n", "\n\nprint(1)\n"])
def test_the_text_stays_as_it_is(marked, source):
    assert marked(source).pre.get_text() == BeautifulSoup(highlighted(source), "html.parser").pre.get_text()


def test_sizes_are_kept_together(web):
    output = "<pre>gradients against SymPy's derivative, sizes (2, 3, 4), (4, 3, 2, 5): shapes agree\n</pre>"
    found = BeautifulSoup(web("code_lines").marked(output), "html.parser").select(".line > span")
    assert [one.get_text() for one in found] == ["(2, 3, 4)", "(4, 3, 2, 5)"]
