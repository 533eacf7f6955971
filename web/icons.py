"""The theme's icons, for which it has a script of 540 kB and fonts of 270: drawn in the page or cut from the fonts."""

import logging
import re
from functools import lru_cache
from pathlib import Path

from fontTools import subset
from sphinx.errors import ExtensionError

DRAWINGS = Path(__file__).resolve().parents[1] / "node_modules" / "@fortawesome" / "fontawesome-free" / "svgs"
logging.getLogger("fontTools").setLevel(logging.WARNING)

STYLES = {
    "fa-solid": "solid",
    "fas": "solid",
    "fa-regular": "regular",
    "far": "regular",
    "fa-brands": "brands",
    "fab": "brands",
}
SIZES = {"fa-lg"}

ICON = re.compile(r'<(?P<tag>i|span) class="(?P<classes>[^"]*\bfa-[^"]*)"(?P<attributes>[^>]*)></(?P=tag)>')
FACE = re.compile(r'src:\s*url\("?(?P<file>[^")]*\bfa-[^")]*)\.woff2"?\)[^;}]*')
LETTER = re.compile(r'"\\([0-9a-f]{4})"')
TITLE = re.compile(r'\s*\btitle="([^"]*)"')


@lru_cache(None)
def drawing(style: str, name: str) -> tuple[str, str]:
    """Return the view box and the content of an icon's drawing."""
    path = DRAWINGS / style / f"{name}.svg"
    if not path.is_file():
        raise ExtensionError(f"There is no icon {path}: run `make book`, which installs them, or take another name")
    found = re.search(r'viewBox="([^"]*)"[^>]*>(?:<!--.*?-->)?(.*)</svg>', path.read_text(encoding="utf-8"), re.S)
    return found[1], found[2]


def drawn(page: str) -> str:
    """Return `page` with each icon drawn as the theme's script does it: its classes stay, but for the font's.

    An icon is hidden from those who hear the page, since its button has words, unless it has a title of its own.
    """

    def svg(found: re.Match) -> str:
        classes = found["classes"].split()
        style = next(STYLES[name] for name in classes if name in STYLES)
        (icon,) = (name for name in classes if name.startswith("fa-") and name not in STYLES.keys() | SIZES)
        box, content = drawing(style, icon.removeprefix("fa-"))
        kept = " ".join(["svg-inline--fa", *(name for name in classes if name not in STYLES)])
        title = TITLE.search(found["attributes"])
        name = f'role="img" aria-label="{title[1]}"' if title else 'aria-hidden="true"'
        attributes = TITLE.sub("", found["attributes"])
        return f'<svg class="{kept}"{attributes} viewBox="{box}" {name}>{content}</svg>'

    return ICON.sub(svg, page)


def cut(sheet: str, static: Path) -> str:
    """Return a style sheet of which the icons' fonts hold only the letters that it names."""
    options = subset.Options(flavor="woff", layout_features=[], notdef_outline=False)
    letters = [int(letter, 16) for letter in LETTER.findall(sheet)]

    def smaller(found: re.Match) -> str:
        font = subset.load_font(static / f"{found['file']}.ttf", options)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=letters)
        cutter.subset(font)
        name = f"{Path(found['file']).name}.woff"
        subset.save_font(font, static / name, options)
        return f'src: url("{name}") format("woff")'

    return FACE.sub(smaller, sheet)
