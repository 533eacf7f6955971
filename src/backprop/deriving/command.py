"""``backprop derive``: what it takes, and how what it writes gets into a file, whole or not at all."""

import os
import re
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from backprop.deriving.asked import CARRIED
from backprop.deriving.derived import derive_formula, derive_network
from backprop.deriving.layers import ACTIVATIONS, LOSSES
from backprop.deriving.notations import NOTATIONS
from backprop.deriving.quantities import Refused
from backprop.proving import NotUnderstood

FORMATS = ("markdown", "latex", "notebook", "python")

DESCRIPTION = """Derive the gradients of a network, or of a formula: every line proved, with NumPy code and its check.

    backprop derive --layers 3,4,2 --activation tanh,sigmoid --loss cross-entropy --notation nielsen
    backprop derive --layers n,h,k --activation relu,softmax --loss cross-entropy --to latex --output net.tex
    backprop derive --layers 3,4,4,2 --activation tanh --with residual@2,dropout@1,layer-norm@3,decay
    backprop derive --layers 2,2,1 --activation sigmoid --numbers exact --seed 7
    backprop derive "1/(2m) * sum((sigma(X @ W + b) - Y)^2)" --by W,b

In a formula a capital is a matrix, and a small letter a column, unless it can only be a number."""

STATUS = "The exit status is 0, or 2 if what was asked for cannot be done."


def add_arguments(parser):
    """The options of the command."""
    parser.add_argument("formula", nargs="?", metavar="FORMULA", help='a cost, such as "|X w - y|^2"')
    parser.add_argument("--by", metavar="NAMES", help="what a formula is differentiated by, such as W,b")
    parser.add_argument(
        "--shapes", default="", metavar="SHAPES", help='where they are not plain: "X (m, n), w (n), s ()"'
    )
    parser.add_argument(
        "--layers", metavar="SIZES", help="the sizes of a network, from inputs to outputs: 3,4,2 or n,h,k"
    )
    parser.add_argument("--activation", metavar="NAMES", help=f"one, or one a layer: {', '.join(ACTIVATIONS)}")
    parser.add_argument("--loss", metavar="NAME", help=" or ".join(LOSSES))
    parser.add_argument("--notation", metavar="NAME", help=", ".join(NOTATIONS))
    parser.add_argument("--with", dest="carrying", metavar="PARTS", help=f"{', '.join(CARRIED)} @layer, decay")
    parser.add_argument("--numbers", choices=["exact"], help="small rational numbers, a sheet and its solution")
    parser.add_argument("--seed", type=int, metavar="N", help="which numbers: another seed, another sheet")
    parser.add_argument("--without-solution", action="store_true", help="the sheet alone, to be handed out")
    parser.add_argument("--to", choices=FORMATS, default="markdown", help="what is written; markdown by default")
    parser.add_argument("--output", metavar="FILE", help="where; on the screen by default")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")


def derive(asked):
    """Run the command, and return its exit status."""
    try:
        target = _target(asked.output, asked.force)
        text = _derived(asked).written(asked.to)
        if target is None:
            _show(text)
        else:
            write_whole(target, text)
    except Refused as error:
        print(error, file=sys.stderr)
        return 2
    except (AssertionError, NotUnderstood) as error:  # a line that was not proved, or code that failed its check
        said = str(error).partition("\n")[0]
        print(f"Nothing was written, since not all of it was confirmed: {said}", file=sys.stderr)
        return 2
    return 0


def _derived(asked):
    of_network = {
        "--layers": asked.layers,
        "--activation": asked.activation,
        "--loss": asked.loss,
        "--notation": asked.notation,
        "--with": asked.carrying,
        "--numbers": asked.numbers,
        "--seed": asked.seed,
        "--without-solution": asked.without_solution or None,
    }
    if asked.formula is not None:
        if given := [name for name, value in of_network.items() if value is not None]:
            raise Refused(f"{given[0]} is for a network, and a formula was given: leave one of them out.")
        if not asked.by:
            raise Refused("Say what the formula is differentiated by, as in --by W,b.")
        return derive_formula(asked.formula, asked.by, asked.shapes)
    if asked.layers is None:
        raise Refused('Give --layers, as in --layers 3,4,2, or a formula, as in "|X w - y|^2" --by w.')
    if asked.by or asked.shapes:
        raise Refused("--by and --shapes are for a formula; a network is differentiated by all that it learns.")
    if asked.seed is not None and asked.numbers is None:
        raise Refused("--seed chooses numbers: add --numbers exact.")
    if asked.without_solution and asked.numbers is None:
        raise Refused("--without-solution is for a sheet: add --numbers exact.")
    defaults = (asked.activation, "sigmoid"), (asked.loss, "squared"), (asked.notation, "book"), (asked.carrying, "")
    network = [asked.layers, *(usual if given is None else given for given, usual in defaults)]
    seed = (asked.seed or 0) if asked.numbers else None
    return derive_network(*network, seed=seed, solution=not asked.without_solution)


def _target(output, force):
    """The file that will be written; refused before the work begins, where it cannot be."""
    if output is None:
        return None
    if not output:
        raise Refused("--output names a file; got an empty name.")
    target = Path(os.path.realpath(output))  # a link stays one, and what it leads to is written
    try:
        if target.is_dir():
            raise Refused(f"{output} is a folder; name a file in it.")
        if target.is_symlink() or (target.exists() and not target.is_file()):
            raise Refused(f"{output} is no plain file; name another, or leave out --output to print.")
        if os.path.lexists(output) and not force:
            raise Refused(f"{output} is there already; --force writes over it.")
        if not target.parent.is_dir():
            raise Refused(f"There is no folder {target.parent}.")
    except OSError as error:
        raise Refused(f"{output} cannot be written: {error.strerror or error}.") from None
    if not os.access(target.parent, os.W_OK):
        raise Refused(f"The folder {target.parent} cannot be written to.")
    return target


def _show(text):
    """Print in UTF-8, whatever the screen says it takes."""
    with suppress(AttributeError):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        print(text, end="", flush=True)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python would try again as it ends
        raise Refused(f"Standard output cannot be written: {error.strerror or error}.") from None


def formula_last(arguments):
    """With a formula that begins with a minus behind ``--``, so that it is not taken for an option."""
    found = [a for a in arguments if re.match("-[^-]", a) and a != "-h" and not re.fullmatch(r"-\d+", a)]
    if arguments[:1] != ["derive"] or "--" in arguments or not found:
        return arguments
    return [*(a for a in arguments if a not in found), "--", *found]


def write_whole(target, text):
    """Write a file beside its place and then put it there, so that none is ever half written.

    Raises `Refused` where it cannot be written; then nothing is left behind.
    """
    beside = None
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="\n", dir=target.parent, prefix=f".{target.name}.", delete=False
        ) as file:
            beside = Path(file.name)
            file.write(text)
        mask = os.umask(0)
        os.umask(mask)
        beside.chmod(0o666 & ~mask)
        beside.replace(target)
    except OSError as error:
        if beside is not None:
            with suppress(OSError):
                beside.unlink()
        raise Refused(f"{target} cannot be written: {error.strerror or error}.") from None
