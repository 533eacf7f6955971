"""Punctuation stays beside its own formula, also where the text after a word reads the same."""

from docutils import nodes


def test_each_formula_keeps_the_punctuation_that_follows_it(web):
    paragraph = nodes.paragraph()
    paragraph += [
        nodes.emphasis("", "here"),
        nodes.Text(", "),
        nodes.math("", "a"),
        nodes.Text(", "),
        nodes.math("", "b"),
    ]
    web("arranged").glue_punctuation(paragraph)
    assert [part.astext() for part in paragraph.children] == ["here", ", ", "a,", " ", "b"]
