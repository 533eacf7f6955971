"""Names within a line as it is typed: whether one stands there, and what takes its place."""

import re


def mentions(text, name):
    """Whether a gradient stands in a text, as a whole or by an entry."""
    return re.search(re.escape(name) + r"(?!\^\()(?![A-Za-z0-9(])", text) is not None


def replaced(text, name, by):
    """The text with a matrix replaced; None if the name does not stand there as a whole matrix."""
    if not re.search(_whole(name), text):
        return None
    return re.sub(_whole(name), lambda _: by if text == name else _as_one(by), text)


def replaced_entries(text, name, entry):
    """The text with every entry of a matrix replaced; `entry` gives one for its letters. None if there is none."""
    places = re.escape(name) + r"_([a-z]{1,2})(?![\w^])"
    return re.sub(places, lambda found: entry(found[1]), text) if re.search(places, text) else None


def _whole(name):
    return re.escape(name) + r"(?![\w(])(?!\^\()"


def _as_one(text):
    """A matrix, in brackets unless it is one name."""
    return text if re.fullmatch(r"[\w^()]+", text) else f"({text})"
