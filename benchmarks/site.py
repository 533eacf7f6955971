"""A chapter of the built site beside the same chapter as Jupyter Book builds it unasked: bytes and times."""

import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tqdm import tqdm

from benchmarks.served import TO_THE_END, chromium, first_sight, messages, served, weight

ROOT = Path(__file__).parents[1]
CHAPTER, VISITS = "03_batched_form", 7

SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
"""A slow line of a mobile phone, as Lighthouse has it: milliseconds, and bytes per second."""
AT_ONCE = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
LINES = {"over a slow line": SLOW, "on the machine itself": AT_ONCE}

KINDS = {
    "Document": "the page",
    "Stylesheet": "style sheets",
    "Script": "scripts",
    "Font": "fonts",
    "Image": "pictures",
}

EXPLANATION = f"""\
Chapter {int(CHAPTER[:2])}, from the same notebook: built by `jupyter-book build` with its defaults, and as it stands in
`_build/html`. Both are served from the same machine by a server that gzips, and each is visited {VISITS} times with
nothing cached, in turns. Bytes are those that came over the wire until the end of the page was reached. What the stock
page fetches from other hosts (its mathematics) does not come, and is not counted. Times are medians: until the largest
part of the first screen is painted, and for how long scripts kept the browser busy until then; over a line of 1.6
megabits a second with a delay of 150 ms, and from the machine itself."""

# Asked before the page is scrolled, which would bring larger things to paint.
LARGEST = """
const done = arguments[0];
new PerformanceObserver(list => document.fonts.ready.then(() => done(list.getEntries().at(-1).startTime)))
  .observe({ type: 'largest-contentful-paint', buffered: true });
"""


def stock(folder: Path) -> Path:
    """Build the chapter with Jupyter Book's defaults in `folder`, and return where its pages are."""
    shutil.copy(ROOT / "chapters" / f"{CHAPTER}.ipynb", folder)
    (folder / "_config.yml").write_text("execute:\n  execute_notebooks: 'off'\n")
    (folder / "_toc.yml").write_text(f"format: jb-book\nroot: {CHAPTER}\n")
    jupyter_book = [Path(sys.executable).with_name("jupyter-book"), "build", "--quiet", folder]
    subprocess.run(jupyter_book, check=True, capture_output=True)
    return folder / "_build" / "html"


def visit(browser, address: str) -> tuple[Counter, list[float]]:
    """Return what a first visit weighs; over each line, when its largest part is painted, and how long scripts ran."""
    times = []
    for line in LINES.values():
        browser.execute_cdp_cmd("Network.emulateNetworkConditions", line)
        first_sight(browser, address)
        times.append(browser.execute_async_script(LARGEST))
        metrics = {m["name"]: m["value"] for m in browser.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]}
        times.append(1000 * metrics["ScriptDuration"])
    browser.execute_async_script(TO_THE_END)
    return weight(messages(browser)), times


def table() -> str:
    """Visit both pages in turn and write the table in Markdown."""
    built = ROOT / "_build" / "html"
    if not built.is_dir():
        raise FileNotFoundError("The site is not built: run `make book`")
    with TemporaryDirectory() as folder:
        pages = {
            "Jupyter Book": (stock(Path(folder)), f"{CHAPTER}.html"),
            "this book": (built, f"chapters/{CHAPTER}.html"),
        }
        found = {name: [] for name in pages}
        with chromium() as browser:
            browser.execute_cdp_cmd("Performance.enable", {})
            browser.execute_cdp_cmd("Network.enable", {})
            size = {"width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": False}
            browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
            for _ in tqdm(range(VISITS), desc="site", unit="visit"):
                for name, (root, page) in pages.items():
                    with served(root) as address:
                        found[name].append(visit(browser, address + page))
    columns = {name: summary(visits) for name, visits in found.items()}
    head = f"| chapter {int(CHAPTER[:2])} | {' | '.join(columns)} |\n|:--|{'--:|' * len(columns)}"
    return "\n".join(
        [head, *(f"| {row} | {' | '.join(c[row] for c in columns.values())} |" for row in columns["this book"])]
    )


def summary(visits: list[tuple[Counter, list[float]]]) -> dict[str, str]:
    weights, times = zip(*visits, strict=True)
    rows = {name: f"{median(bytes_[kind] for bytes_ in weights) / 1000:.0f} kB" for kind, name in KINDS.items()}
    whole = {"all that came over the wire": f"{median(bytes_.total() for bytes_ in weights) / 1000:.0f} kB"}
    measured = [f"{what} {line}" for line in LINES for what in ("largest part painted", "scripts at work")]
    return (
        whole
        | rows
        | {name: f"{median(of):.0f} ms" for name, of in zip(measured, zip(*times, strict=True), strict=True)}
    )
