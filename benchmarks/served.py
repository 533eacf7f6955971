"""A folder of pages served as on the web, its texts gzipped; a headless Chromium; and what came over the wire."""

import functools
import gzip
import json
import os
import shutil
import threading
from collections import Counter
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

PREFIX = "/backprop"  # where the site lives on its host; 404.html names its files from there
TEXTS = {".css", ".html", ".js", ".json", ".mjs", ".svg"}

ARGUMENTS = [
    "--headless=new",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]

TO_THE_END = """
const done = arguments[0];
const step = () => {
  if (scrollY + innerHeight < document.documentElement.scrollHeight - 1) {
    scrollBy({ top: innerHeight, behavior: 'instant' });
    requestAnimationFrame(step);
  } else {
    const shown = [...document.images].filter(image => image.checkVisibility());
    Promise.all([document.fonts.ready, ...shown.map(image => image.decode().catch(() => {}))]).then(done);
  }
};
step();
"""


class Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def translate_path(self, path):
        return super().translate_path(path.removeprefix(PREFIX))

    def send_head(self):
        path = Path(self.translate_path(self.path))
        if path.suffix not in TEXTS or not path.is_file():
            return super().send_head()
        body = zipped(path, path.stat().st_mtime_ns)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return BytesIO(body)

    def log_message(self, *args):
        """Requests are read in the browser, not here."""


@functools.lru_cache(None)
def zipped(path: Path, written: int) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)


@contextmanager
def served(folder: Path, handler: type = Handler):
    """Serve `folder` on the loopback address, and give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=folder))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{PREFIX}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def chromium():
    """Start a headless Chromium that reaches nothing but the loopback address."""
    options = webdriver.ChromeOptions()
    options.binary_location = program("chromium", "chromium-browser", "google-chrome")
    for argument in ARGUMENTS:
        options.add_argument(argument)
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")  # which Chromium asks of root
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(program("chromedriver")))
    driver.set_script_timeout(300)  # axe reads 40,000 elements, where other programs are at work
    try:
        yield driver
    finally:
        driver.quit()


def program(*names: str) -> str:
    for name in names:
        if path := shutil.which(name):
            return path
    raise RuntimeError(
        f"There is no {names[0]} here. Install it (on Debian: apt-get install chromium chromium-driver firefox-esr)."
    )


def first_visit(browser, address: str) -> None:
    """Load a page with nothing cached and scroll to its end; what the browser had logged before is forgotten."""
    first_sight(browser, address)
    browser.execute_async_script(TO_THE_END)


def first_sight(browser, address: str) -> None:
    """Load a page with nothing cached; what the browser had logged before is forgotten."""
    browser.get("about:blank")
    browser.execute_cdp_cmd("Network.clearBrowserCache", {})
    browser.get_log("browser"), browser.get_log("performance")
    browser.get(address)


def messages(browser) -> list[dict]:
    """Return what the browser has logged of its work since it was last asked."""
    return [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]


def weight(messages: list[dict]) -> Counter:
    """Return the bytes that came over the wire, by the kind of what they carry."""
    kinds, bytes_ = {}, Counter()
    for message in messages:
        if message["method"] == "Network.responseReceived":
            kinds[message["params"]["requestId"]] = message["params"]["type"]
        elif message["method"] == "Network.loadingFinished":
            bytes_[kinds[message["params"]["requestId"]]] += message["params"]["encodedDataLength"]
    return bytes_
