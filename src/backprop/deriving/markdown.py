"""A page in Markdown: mathematics between dollars, as GitHub, Jupyter and the book's site show it."""

from backprop.deriving.pages import Board, Code, Heading, Words


def as_markdown(page):
    """The page as one text."""
    return "\n\n".join(_block(block) for block in page.blocks) + "\n"


def _block(block):
    if isinstance(block, Code):
        printed = f"\n\n```text\n{block.printed.rstrip()}\n```" if block.printed else ""
        return f"```python\n{block.source.rstrip()}\n```{printed}"
    return prose(block)


def prose(block):
    """A block that is no code, in Markdown."""
    if isinstance(block, Heading):
        return f"{'#' * block.level} {block.text}"
    if isinstance(block, Words):
        return block.text
    if isinstance(block, Board):
        rows = " \\\\\n".join(_row(*row) for row in block.rows)
        return f"$$\n\\begin{{aligned}}\n{rows}\n\\end{{aligned}}\n$$"
    lines = [" | ".join(block.header), " | ".join(":--" for _ in block.header), *map(" | ".join, block.rows)]
    return "\n".join(f"| {line} |" for line in lines)


def _row(left, right, beside):
    return f"{left} &= {right}" + (f" && {beside}" if beside else "")
