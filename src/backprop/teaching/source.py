"""The source of a function as the page shows it: read from the module that runs, never retyped."""

import ast
import inspect
import textwrap


class Source:
    """The code of `function`, its docstring cut to the formula: what stands before the first empty line."""

    def __init__(self, function):
        self.text = textwrap.dedent(inspect.getsource(function))
        docstring = ast.parse(self.text).body[0].body[0]
        if ast.get_docstring(ast.parse(self.text).body[0]):
            lines = self.text.splitlines()
            whole = "\n".join(lines[docstring.lineno - 1 : docstring.end_lineno])
            formula = whole.split("\n\n")[0].rstrip().removesuffix('"""').rstrip()
            lines[docstring.lineno - 1 : docstring.end_lineno] = [f'{formula}"""']
            self.text = "\n".join(lines)

    def _repr_markdown_(self):
        return f"```python\n{self.text.rstrip()}\n```"

    def __repr__(self):
        return self.text.rstrip()
