"""The source of a function as the page shows it: read from the module that runs, never retyped."""

import ast
import inspect
import textwrap


class Source:
    """The code of `function`, its docstring cut to the formula: what stands before the first empty line.

    Parameters
    ----------
    function : callable
        A function or a class.
    folded : str, optional
        A long one is folded on the page, under these words.
    """

    def __init__(self, function, folded=None):
        self._folded = folded
        self.text = textwrap.dedent(inspect.getsource(function))
        docstring = ast.parse(self.text).body[0].body[0]
        if ast.get_docstring(ast.parse(self.text).body[0]):
            lines = self.text.splitlines()
            whole = "\n".join(lines[docstring.lineno - 1 : docstring.end_lineno])
            formula = whole.split("\n\n")[0].rstrip().removesuffix('"""').rstrip()
            lines[docstring.lineno - 1 : docstring.end_lineno] = [f'{formula}"""']
            self.text = "\n".join(lines)

    def _repr_markdown_(self):
        shown = f"```python\n{self.text.rstrip()}\n```"
        if self._folded is None:
            return shown
        return f"<details>\n<summary>{self._folded}</summary>\n\n{shown}\n\n</details>"

    def __repr__(self):
        return self.text.rstrip()
