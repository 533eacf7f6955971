"""Lines are changed and judged on the page itself, with no network but this machine."""

import json
import re
from urllib.parse import quote

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from benchmarks.served import Handler, served

from ..web.reports import NOT_WRONG, REPORTS
from .checks import console_errors, look
from .conftest import HTML

PATIENCE = 60
WEIGHT = "chapters/01_single_layer.html", "derive-c-by-w"
LINES = [  # page, derivation, line, one that is true, one that is not
    (*WEIGHT, 4, "dE/da_q sigma'(z_q) x_p", "dE/da_q sigma(z_q) x_p"),
    ("chapters/03_batched_form.html", "derive-cost-by-input", 5, r"\Delta\, W^{\top}", r"2\, \Delta\, W^{\top}"),
    ("chapters/06_cross_entropy.html", "derive-sigmoid-slope", 3, "a_q - a_q^2", "a_q (1 + a_q)"),
]


def table(name):
    return f"table[data-derivation='{name}']"


def verdicts(browser, within, count=1):
    """The verdicts that stand there, once there are `count` and none is being looked for."""

    def found(browser):
        all_of_them = browser.find_elements(By.CSS_SELECTOR, f"{within} .verdict")
        kinds = [one.get_attribute("data-verdict") for one in all_of_them]
        return all_of_them if len(kinds) >= count and None not in kinds and "waiting" not in kinds else None

    return [
        (one.get_attribute("data-verdict"), one.text) for one in WebDriverWait(browser, PATIENCE, 0.05).until(found)
    ]


def open_line(browser, name, line):
    pencil = browser.find_elements(By.CSS_SELECTOR, f"{table(name)} button.pencil")[line - 1]
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", pencil)
    pencil.click()
    return WebDriverWait(browser, PATIENCE).until(
        lambda browser: browser.find_element(By.CSS_SELECTOR, f"{table(name)} tr.change textarea")
    )


def write(browser, field, text):
    """Type a line, and wait until it is being judged: what stands there before belongs to the line before."""
    browser.execute_script(
        "arguments[0].value = arguments[1]; for (const one of document.querySelectorAll('.verdict'))"
        " one.dataset.verdict = 'waiting'",
        field, text,
    )  # fmt: skip
    field.send_keys(Keys.ENTER)


@pytest.fixture(autouse=True)
def on_a_screen(browser):
    look(browser, "light")
    browser.get_log("browser")


@pytest.mark.parametrize("page, name, line, true, false", LINES, ids=[page[9:11] for page, *_ in LINES])
def test_a_true_line_is_accepted_and_a_false_one_refuted(site, browser, page, name, line, true, false):
    browser.get(site + page)
    field = open_line(browser, name, line)
    assert verdicts(browser, table(name))[0][0].startswith("proved")
    write(browser, field, false)
    (kind, said), *after = verdicts(browser, table(name))
    assert kind == "wrong"
    assert said.startswith("Wrong. At ")
    assert "the line above is " in said
    assert "this one " in said
    assert [kind for kind, _ in after] == ["wrong"] * len(after)
    write(browser, field, true)
    assert all(kind.startswith("proved") for kind, _ in verdicts(browser, table(name)))
    assert console_errors(browser) == []


def test_a_line_in_a_step_is_judged(site, browser):
    browser.get(site + "chapters/09_gradient_checking.html")
    field = open_line(browser, "derive-central", 2)
    assert verdicts(browser, table("derive-central")) == [("proved", "True.")]
    write(browser, field, "f'(x) + h^2 f'''(x)/3 + O(h^4)")
    ((kind, said),) = verdicts(browser, table("derive-central"))
    assert kind == "wrong"
    assert said.startswith("Wrong. With f(x) = exp(x) at x = 7/10, they differ by ")
    assert console_errors(browser) == []


def test_what_cannot_be_read_is_said_with_its_column(site, browser):
    browser.get(site + WEIGHT[0])
    field = open_line(browser, WEIGHT[1], 4)
    write(browser, field, "dE/da_q sigma'(z_q x_p")
    (kind, said), (_, after) = verdicts(browser, table(WEIGHT[1]), 2)
    assert kind == "not read"
    assert said.startswith("This cannot be read. Column 15: this bracket is never closed")
    assert after.strip() == "The next line is judged when this one can be read."


def test_by_keyboard_alone_a_line_is_changed_and_undone(site, browser):
    browser.get(site + WEIGHT[0])
    pencil = browser.find_elements(By.CSS_SELECTOR, f"{table(WEIGHT[1])} button.pencil")[3]
    row = f"{table(WEIGHT[1])} tbody tr:nth-child(5)"
    before = browser.find_element(By.CSS_SELECTOR, f"{row} td").text
    browser.execute_script("arguments[0].focus()", pencil)
    pencil.send_keys(Keys.ENTER)
    WebDriverWait(browser, PATIENCE).until(lambda b: b.switch_to.active_element.tag_name == "textarea")
    write(browser, browser.switch_to.active_element, "dE/da_q x_p")
    assert verdicts(browser, table(WEIGHT[1]))[0][0] == "wrong"
    assert browser.find_element(By.CSS_SELECTOR, f"{row} td").text != before
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert browser.switch_to.active_element == pencil
    assert not browser.find_elements(By.CSS_SELECTOR, f"{table(WEIGHT[1])} .verdict")
    assert browser.find_element(By.CSS_SELECTOR, f"{row} td").text == before


def test_what_is_undone_while_it_is_judged_leaves_no_mark(site, browser):
    browser.get(site + WEIGHT[0])
    field = open_line(browser, WEIGHT[1], 4)
    field.send_keys(Keys.ESCAPE)
    open_line(browser, WEIGHT[1], 5)  # judged after the one that was undone
    verdicts(browser, table(WEIGHT[1]))
    row = browser.find_element(By.CSS_SELECTOR, f"{table(WEIGHT[1])} tbody tr:nth-child(5)")
    assert row.get_attribute("data-verdict") is None


def test_a_link_opens_the_same_change(site, browser):
    browser.get(site + WEIGHT[0])
    field = open_line(browser, WEIGHT[1], 4)
    write(browser, field, "dE/da_q x_p & more")
    verdicts(browser, table(WEIGHT[1]))
    browser.execute_script("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    browser.find_element(By.XPATH, "//button[text()='Copy link']").click()
    link = WebDriverWait(browser, PATIENCE).until(lambda b: b.execute_script("return window.copied"))
    assert link.startswith(site + WEIGHT[0] + "#change=derive-c-by-w&4=")
    browser.get("about:blank")
    browser.get(link)
    field = WebDriverWait(browser, PATIENCE).until(lambda b: b.find_element(By.CSS_SELECTOR, "tr.change textarea"))
    assert field.get_attribute("value") == "dE/da_q x_p & more"
    assert verdicts(browser, table(WEIGHT[1]))[0][0] == "not read"


HOSTILE = [
    "<img src=x onerror='window.caught = 1'>",
    r"\href{javascript:window.caught=1}{x_p}",
    r"\htmlData{a=b}{x_p} </script><script>window.caught=1</script>",
    "javascript:window.caught=1",
    "x_p" * 5000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=["image", "link", "script", "address", "long"])
def test_a_hostile_link_is_text_and_nothing_else(site, browser, text):
    browser.get("about:blank")
    browser.get(f"{site}{WEIGHT[0]}#change=derive-c-by-w&4={quote(text)}&0=x&99=x&constructor=x")
    field = WebDriverWait(browser, PATIENCE).until(lambda b: b.find_element(By.CSS_SELECTOR, "tr.change textarea"))
    assert field.get_attribute("value") == text[:10_000]
    ((kind, _), *_) = verdicts(browser, table(WEIGHT[1]))
    assert kind in ("not read", "not proved", "wrong")
    assert len(browser.find_elements(By.CSS_SELECTOR, "tr.change textarea")) == 1
    inside = browser.find_elements(By.CSS_SELECTOR, "tr.change :is(img, script, a, iframe)")
    assert not inside
    assert browser.execute_script("return window.caught") is None
    assert console_errors(browser) == []


@pytest.mark.parametrize("change", ["nothing", "constructor", "derive-c-by-w", "", "%"])
def test_a_link_to_nothing_opens_nothing(site, browser, change):
    browser.get("about:blank")
    browser.get(f"{site}{WEIGHT[0]}#change={change}")
    assert not browser.find_elements(By.CSS_SELECTOR, "tr.change textarea")
    assert console_errors(browser) == []


def test_while_it_loads_there_is_a_bar_and_what_it_does(site, browser):
    browser.get("about:blank")
    browser.get(site + WEIGHT[0])
    browser.execute_script(
        """window.seen = new Set();
        new MutationObserver(() => {
          for (const bar of document.querySelectorAll('tr.change progress:not([hidden])'))
            seen.add(bar.closest('form').querySelector('.verdict').textContent);
        }).observe(document.body, { attributes: true, characterData: true, childList: true, subtree: true });"""
    )
    open_line(browser, WEIGHT[1], 4)
    verdicts(browser, table(WEIGHT[1]))
    seen = browser.execute_script("return [...seen]")
    assert "The referee is being fetched." in seen
    assert "The referee is being started." in seen
    assert not browser.find_elements(By.CSS_SELECTOR, "tr.change progress")


def test_a_line_that_takes_long_can_be_stopped_and_the_next_is_judged(site, browser):
    browser.get(site + WEIGHT[0])
    browser.execute_script(
        "const wait = window.setTimeout; window.setTimeout = (act, time) => wait(act, time === 20000 ? 0 : time)"
    )
    name = WEIGHT[1]
    field = open_line(browser, name, 4)
    stop = WebDriverWait(browser, PATIENCE, 0.01).until(
        lambda b: next((e for e in b.find_elements(By.XPATH, "//button[text()='Stop']") if e.is_displayed()), None)
    )
    stop.click()
    WebDriverWait(browser, PATIENCE).until(
        lambda b: b.find_element(By.CSS_SELECTOR, f"{table(name)} .verdict").text.startswith("Stopped.")
    )
    write(browser, field, "dE/da_q x_p")
    assert verdicts(browser, table(name))[0][0] == "wrong"


def test_the_work_is_done_outside_the_page(site, browser):
    browser.get(site + WEIGHT[0])
    open_line(browser, WEIGHT[1], 4)
    verdicts(browser, table(WEIGHT[1]))
    loaded = browser.execute_script("return performance.getEntriesByType('resource').map(({ name }) => name)")
    assert [name for name in loaded if name.endswith("worker.js")]
    assert not [name for name in loaded if name.endswith(("snapshot.bin", "pyodide.asm.wasm"))]


def test_where_it_cannot_run_a_sentence_says_so(site, browser):
    browser.get(site + WEIGHT[0])
    browser.execute_script("delete window.WebAssembly")
    pencil = browser.find_element(By.CSS_SELECTOR, f"{table(WEIGHT[1])} button.pencil")
    browser.execute_script("arguments[0].click()", pencil)
    said = WebDriverWait(browser, PATIENCE).until(lambda b: b.find_element(By.CSS_SELECTOR, "tr.sorry")).text
    assert said.startswith("This browser cannot run the referee.")


def test_opened_from_a_file_a_sentence_says_how_to_serve_it(browser):
    browser.get((HTML / WEIGHT[0]).as_uri())
    pencil = browser.find_element(By.CSS_SELECTOR, f"{table(WEIGHT[1])} button.pencil")
    browser.execute_script("arguments[0].click()", pencil)
    said = WebDriverWait(browser, PATIENCE).until(lambda b: b.find_element(By.CSS_SELECTOR, "tr.sorry")).text
    assert "python -m http.server" in said
    browser.get_log("browser")


def lacking(*missing):
    """The site served without some of its files."""

    class Lacking(Handler):
        def do_GET(self):
            if self.path.endswith(missing):
                self.send_error(404)
            else:
                super().do_GET()

    return served(HTML, Lacking)


def test_without_its_snapshot_the_referee_starts_from_the_archive(browser):
    with lacking("snapshot.bin") as site:
        browser.get(site + WEIGHT[0])
        field = open_line(browser, WEIGHT[1], 4)
        write(browser, field, "dE/da_q x_p")
        assert verdicts(browser, table(WEIGHT[1]))[0][0] == "wrong"
    browser.get_log("browser")


def test_without_its_files_the_referee_says_so(browser):
    with lacking("snapshot.bin", "proofs.bin") as site:
        browser.get(site + WEIGHT[0])
        open_line(browser, WEIGHT[1], 4)
        said = WebDriverWait(browser, PATIENCE).until(
            lambda b: b.find_element(By.XPATH, "//tr[@class='change']//p[contains(., 'cannot judge')]").text
        )
    assert "proofs.bin: 404" in said
    assert "The notebook of each chapter can." in said
    browser.get_log("browser")


def test_a_reader_checks_lines_of_their_own(site, browser):
    browser.get(site + "check_your_own.html")
    model, lines, numbers = browser.find_elements(By.CSS_SELECTOR, "#own textarea")
    model.clear()
    model.send_keys("given w (n), x (n), y\nz = sum_p w_p x_p\na = tanh(z)\nE = 1/2 (a - y)^2")
    lines.clear()
    lines.send_keys("dE/dw_p\n= (a - y) (1 - a^2) x_p [chain rule]\n= (a - y) (1 - z^2) x_p")
    browser.find_element(By.XPATH, "//button[text()='Check']").click()
    WebDriverWait(browser, PATIENCE).until(lambda b: len(b.find_elements(By.CSS_SELECTOR, ".judged li")) == 2)
    first, second = verdicts(browser, ".judged")
    assert first[0].startswith("proved")
    assert second[0] == "wrong"
    browser.find_element(By.CSS_SELECTOR, "#own summary").click()
    (size,) = browser.find_elements(By.CSS_SELECTOR, "#own .sizes input")
    size.clear()
    size.send_keys("2")
    numbers.send_keys("w = 1; 2\nx = 0; 1/2\ny = 1")
    browser.find_element(By.XPATH, "//button[text()='Compute both sides']").click()
    rows = WebDriverWait(browser, PATIENCE).until(lambda b: b.find_elements(By.CSS_SELECTOR, "#own tbody tr"))
    assert [row.text.split()[-1] for row in rows] == ["0", "differs"]


CHECK = """
[...document.querySelectorAll('#own button')].find(({ textContent }) => textContent === 'Check').click();
document.querySelector('.judged').replaceChildren();
"""
SAID = """
const verdicts = [...document.querySelectorAll('.judged .verdict')];
return verdicts.length === 1 && verdicts[0].dataset.verdict && [verdicts[0].dataset.verdict, verdicts[0].textContent];
"""


def test_reported_gradients_are_typed_in_and_judged(site, browser):
    browser.get(site + "check_your_own.html")
    model, lines, _ = browser.find_elements(By.CSS_SELECTOR, "#own textarea")

    def judged(given, start, line):
        for field, text in ((model, given), (lines, f"{start}\n= {line}")):
            field.clear()
            field.send_keys(text)
        browser.execute_script(CHECK)  # at once: the page judges by itself, too, after a pause in the typing
        kind, said = WebDriverWait(browser, PATIENCE, 0.05).until(lambda b: b.execute_script(SAID))
        return "wrong" if "these have no product" in said else kind

    found = {}
    for report, given, start, wrong, right in REPORTS:
        found[report] = judged(given, start, wrong), judged(given, start, right)
    assert found == {report: ("wrong", "proved") for report, *_ in REPORTS}
    assert [judged(given, start, line) for _, given, start, line in NOT_WRONG] == ["proved"] * len(NOT_WRONG)
    assert console_errors(browser) == []


def test_a_model_that_cannot_be_read_is_named(site, browser):
    browser.get(site + "check_your_own.html")
    model, *_ = browser.find_elements(By.CSS_SELECTOR, "#own textarea")
    model.clear()
    model.send_keys("given w (n)\nz = sun_p w_p")
    WebDriverWait(browser, PATIENCE).until(
        lambda b: "line 2 of the model" in b.find_element(By.CSS_SELECTOR, "#own > .verdict").text
    )
    assert console_errors(browser) == []


EACH = """
const [base, asked, done] = arguments;
import(`${base}_static/referee/referee.js`).then(async ({ ask }) => {
  const kinds = [];
  for (const question of asked) kinds.push((await ask({ ask: 'line', ...question })).kind);
  done(kinds);
}).catch((error) => done(error.message));
"""


def test_every_line_of_a_chapter_is_judged_from_the_snapshot(browser):
    """Lines of matrices load parts of SymPy that no other line does; a snapshot has to hold them."""
    page = (HTML / "chapters" / "02_diagonal_form.html").read_text(encoding="utf-8")
    shown = json.loads(re.search('id="derivations">(.*?)</script>', page, re.S)[1])
    lines = [
        ({"model": texts["model"], "above": [line["text"] for line in texts["lines"][:at]]}, line["text"])
        for texts in shown.values()
        for at, line in enumerate(texts["lines"])
        if at
    ]
    asked = [{**where, "text": text} for where, text in lines]
    with lacking("proofs.bin") as site:
        browser.get(site + "check_your_own.html")
        browser.set_script_timeout(120)
        assert set(browser.execute_async_script(EACH, site, asked)) <= {"proved", "proved by another rule"}
