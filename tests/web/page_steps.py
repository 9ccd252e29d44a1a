"""What people do on the page, as functions of a driven browser."""

import json
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
RULESET = "hubei/huangshi-yangtze-2024"
EXAMPLE = ROOT / "examples" / "huangshi" / "2024q3.csv"
"""The table that the page's example reads."""
DAY = "2024-09-30"


def settled(browser):
    """Wait until nothing of the page is being worked at."""
    time.sleep(0.1)
    browser.wait("!document.querySelector('.busy')")


def choose(browser, ruleset):
    """Choose a bundled ruleset; the tables of the one before are gone then."""
    browser.run(
        "((s, wanted) => { s.value = wanted; s.dispatchEvent(new Event('change')) })"
        f"(document.getElementById('plan-select'), {json.dumps(ruleset)})"
    )
    browser.wait("document.querySelector('.facts') && !document.querySelector('.files')")
    settled(browser)


def add(browser, *paths):
    """Choose tables in the dialogue."""
    browser.files("#table-files", list(paths))
    browser.wait(f"document.querySelectorAll('.files li').length >= {len(paths)}")
    settled(browser)


def answer(browser, question, option):
    """Answer a question by the beginning of one of its options, or by typing."""
    done = browser.run(
        """((question, wanted) => {
          for (const item of document.querySelectorAll('.questions li')) {
            if (!item.querySelector('label').textContent.includes(question)) { continue; }
            const field = item.querySelector('select, input');
            if (field.tagName === 'INPUT') { field.value = wanted; field.dispatchEvent(new Event('input')); return true; }
            const found = [...field.options].find((o) => o.textContent.startsWith(wanted));
            if (!found) { return false; }
            field.value = found.value;
            field.dispatchEvent(new Event('change'));
            return true;
          }
          return false;
        })"""
        f"({json.dumps(question)}, {json.dumps(option)})"
    )
    assert done, question
    browser.run("[...document.querySelectorAll('.questions > button')].pop().click()")
    settled(browser)


def evaluate(browser):
    """Press the button that evaluates."""
    browser.run("delete document.documentElement.dataset.evaluated")
    browser.run("document.getElementById('evaluate').click()")
    browser.wait("document.documentElement.dataset.evaluated")
    settled(browser)


def shown(browser, column):
    """Give the texts of a column of the verdicts that are shown."""
    cell = "title button" if column == "title" else column
    return browser.run(
        f"[...document.querySelectorAll('.verdicts tbody .{cell}')].map((cell) => cell.textContent)"
    )


def counted(browser):
    """Give the numbers of the chips, by status."""
    return dict(
        browser.run(
            "[...document.querySelectorAll('.statuses [class^=chip]:not(.reported)')]"
            ".map((b) => [b.className.split(' ')[1], Number(b.querySelector('b').textContent)])"
        )
    )


def typed(browser, field, text):
    """Type into a field, known by its id."""
    browser.run(
        "((field, text) => { field.value = text; field.dispatchEvent(new Event('input')); })"
        f"(document.getElementById({json.dumps(field)}), {json.dumps(text)})"
    )


def press(browser, question, label):
    """Press one of the likely answers of a question, known by its id."""
    done = browser.run(
        "((id, label) => { const found = [...document.querySelectorAll("
        '`li[data-question="${CSS.escape(id)}"] button`)].find((b) => b.textContent === label);'
        " found?.click(); return Boolean(found); })"
        f"({json.dumps(question)}, {json.dumps(label)})"
    )
    assert done, (question, label)


def explain(browser, key):
    """Open the explanation of a verdict by target, place and due date."""
    browser.run("document.querySelector('.explanation .close')?.click()")
    browser.run(
        '((id) => document.querySelector(`tr[data-id="${CSS.escape(id)}"] button.link`).click())'
        f"({json.dumps('|'.join(key))})"
    )
    browser.wait("document.querySelector('.explanation .sentence')")
    settled(browser)


def downloaded(browser, button, file):
    """Press a button that downloads; give the content of the file."""
    path = browser.downloads / file
    path.unlink(missing_ok=True)
    browser.run(f"document.getElementById('{button}').click()")
    settled(browser)
    end = time.monotonic() + 120
    while time.monotonic() < end:
        if path.exists() and not list(browser.downloads.glob("*.crdownload")):
            return path.read_bytes()
        time.sleep(0.1)
    said = browser.run("document.querySelector('#step-downloads .notes').textContent")
    raise TimeoutError(said)
