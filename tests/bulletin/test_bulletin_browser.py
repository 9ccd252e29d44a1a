"""The page in a real Chromium: no console error, no request, sorting, filtering, printing."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace

import counties
import pytest

import targetcheck as tc
from programs import HANGS, program
from targetcheck.output.bulletin import ComparedResults, bulletin
from targetcheck.output.bulletin.blocks import Cell
from targetcheck.output.bulletin.bulletin_html import as_html

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=NetworkTimeServiceQuerying",
]
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND"
PROBE = """
<script>
(function () {
  var table = document.getElementById("annex"), told = {};
  function seen() {
    return Array.prototype.filter.call(table.tBodies[0].rows, function (row) {
      return row.getClientRects().length > 0;
    });
  }
  function texts(column) { return seen().map(function (row) { return row.cells[column].textContent; }); }
  var bar = table.parentNode.previousElementSibling;
  told.all = seen().length;
  var head = table.tHead.rows[0].cells[2].querySelector("[role=button]");
  head.click(); told.up = texts(2); told.sort = table.tHead.rows[0].cells[2].getAttribute("aria-sort");
  head.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true })); told.down = texts(2);
  var input = bar.querySelector("input");
  input.value = "第1项"; input.dispatchEvent(new Event("input"));
  told.filtered = texts(1); told.status = bar.querySelector("[role=status]").textContent;
  input.value = ""; input.dispatchEvent(new Event("input"));
  var select = bar.querySelector("select"); told.wanted = select.options[1].textContent;
  select.selectedIndex = 1; select.dispatchEvent(new Event("change"));
  told.chosen = texts(0);
  var node = document.createElement("pre"); node.id = "told"; node.textContent = JSON.stringify(told);
  document.body.appendChild(node);
})();
</script>
</body>"""


@pytest.fixture(scope="module")
def page(made):
    return as_html(made)


@pytest.fixture
def chromium(tmp_path):
    """Give a function that runs Chromium on a page and gives what it printed."""
    path = program("chromium")

    def run(page, *flags):
        file = tmp_path / "page.html"
        file.write_text(page, encoding="utf-8")
        command = [
            path,
            *FLAGS,
            OFFLINE,
            f"--user-data-dir={tmp_path / 'profile'}",
            *flags,
            file.as_uri(),
        ]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=HANGS)

    return run


def asked_by_the_page(log):
    """Give the addresses that a page asked for; the browser's own have no origin as initiator."""
    events = json.loads(log.read_text("utf-8", "replace"))["events"]
    asked = (event.get("params", {}) for event in events)
    return {
        known["url"]
        for known in asked
        if known.get("url", "").startswith(("http", "ws"))
        and known.get("initiator", "not an origin") != "not an origin"
    }


def test_no_console_message_and_no_request(page, chromium, tmp_path):
    log = tmp_path / "net.json"
    done = chromium(page, "--enable-logging=stderr", f"--log-net-log={log}", "--dump-dom")
    assert "<h1>" in done.stdout
    assert "CONSOLE" not in done.stderr, re.findall(r".*CONSOLE.*", done.stderr)
    assert not asked_by_the_page(log)


def test_a_request_would_have_been_seen(chromium, tmp_path):
    log = tmp_path / "net.json"
    page = "<h1>x</h1><img src='http://example.invalid/x.png'><script>nothing.at.all</script>"
    done = chromium(page, "--enable-logging=stderr", f"--log-net-log={log}", "--dump-dom")
    assert asked_by_the_page(log) == {"http://example.invalid/x.png"}
    assert "CONSOLE" in done.stderr


def test_tables_are_sorted_and_filtered(page, chromium):
    done = chromium(page.replace("</body>", PROBE), "--dump-dom")
    told = json.loads(
        re.search(r'<pre id="told">(.*?)</pre>', done.stdout, re.DOTALL)[1]
        .replace("&lt;", "<")
        .replace("&gt;", ">")
    )
    assert told["all"] > 12
    assert told["sort"] == "ascending"
    runs = [
        [name for n, name in enumerate(told[way]) if n == 0 or told[way][n - 1] != name]
        for way in ("up", "down")
    ]
    assert len(runs[0]) == len(set(told["up"])) == 3
    assert runs[1] == runs[0][::-1]
    assert told["filtered"]
    assert all("第1项" in title for title in told["filtered"])
    assert str(len(told["filtered"])) in told["status"]
    assert told["chosen"]
    assert set(told["chosen"]) == {told["wanted"]}
    assert len(told["chosen"]) < told["all"]


@pytest.fixture(scope="module")
def large():
    """A page with more than 1,000 verdicts, whose annex is packed."""
    plan = tc.compile_plan(counties.ruleset(300, 4))
    result = tc.evaluate(plan, counties.reports(300, 4), as_of="2024-12-31")
    assert len(result) > 1000
    return as_html(bulletin(ComparedResults(result), "zh", charts=False)), result


WHEN_READY = """
<script>
(function wait() {
  if (document.getElementById("annex").hasAttribute("data-ready")) { ASKED } else { setTimeout(wait, 20); }
})();
</script>
</body>"""


def asked_when_ready(page, probe):
    script = probe.partition("<script>")[2].partition("</script>")[0]
    return page.replace("</body>", WHEN_READY.replace("ASKED", script))


def test_packed_tables_are_sorted_and_filtered(large, chromium):
    page, result = large
    page = asked_when_ready(page, PROBE.replace("第1项", "第299县"))
    done = chromium(page, "--virtual-time-budget=20000", "--enable-logging=stderr", "--dump-dom")
    assert "CONSOLE" not in done.stderr
    text = re.search(r'<pre id="told">(.*?)</pre>', done.stdout, re.DOTALL)[1]
    told = json.loads(text.replace("&lt;", "<").replace("&gt;", ">"))
    assert told["all"] == 100
    assert told["sort"] == "ascending"
    assert told["up"] != told["down"]
    own = [v for v in result if v.place == "c299"]
    assert len(told["filtered"]) == len(own) > 0
    assert f"共{len(result)}行" in told["status"]
    assert set(told["chosen"]) == {told["wanted"]}


def test_packed_rows_stay_text(large, chromium):
    """The odd name stands in a row that only the script writes."""
    page, _ = large
    ask = (
        "var t = document.getElementById('annex'), b = t.parentNode.previousElementSibling;"
        "var i = b.querySelector('input'); i.value = 'alert'; i.dispatchEvent(new Event('input'));"
    )
    page = asked_when_ready(page, f"<script>{ask}</script>")
    done = chromium(page, "--virtual-time-budget=20000", "--enable-logging=stderr", "--dump-dom")
    annex = done.stdout.partition('id="annex"')[2]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in annex
    assert counties.ODD not in done.stdout
    assert "CONSOLE" not in done.stderr


def test_packed_tables_print_what_the_filter_leaves(large, chromium, tmp_path):
    page, result = large
    ask = (
        "var t = document.getElementById('annex'), b = t.parentNode.previousElementSibling;"
        "var i = b.querySelector('input'); i.value = '第29'; i.dispatchEvent(new Event('input'));"
    )
    pdf = tmp_path / "page.pdf"
    page = asked_when_ready(page, f"<script>{ask}</script>")
    chromium(page, "--virtual-time-budget=20000", "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
    text = subprocess.run(
        [program("pdftotext"), "-layout", pdf, "-"], capture_output=True, text=True, check=True
    ).stdout
    annex = text.rpartition("附表：全部结论")[2]
    names = {v.place_name("zh") for v in result}
    printed = {name for name in names if f"{name} " in annex}
    assert printed == {name for name in names if name.startswith("第29")}


def test_no_head_is_left_alone_at_the_foot_of_a_printed_page(made, chromium, tmp_path):
    """Tall rows leave room for a head, and not for a row, at the foot of many a page."""
    table = made.sections[-1].blocks[0]
    tall = tuple((*row[:4], Cell(row[4].text * 9), row[5]) for row in table.rows)
    sections = tuple(
        replace(
            made.sections[-1],
            id=f"part-{number}",
            title=f"部分{number}",
            blocks=(replace(table, id=f"table-{number}", rows=tall[: number * 5 % 7 + 2]),),
        )
        for number in range(24)
    )
    pdf = tmp_path / "page.pdf"
    page = as_html(replace(made, sections=sections))
    chromium(page, "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
    text = subprocess.run(
        [program("pdftotext"), "-layout", pdf, "-"], capture_output=True, text=True, check=True
    ).stdout
    ends = [
        [line for line in sheet.splitlines() if line.strip()][-1] for sheet in text.split("\f")[:-1]
    ]
    assert len(ends) > 10
    assert not [end for end in ends if "说明" in end or table.title in end or "部分" in end]


def test_it_prints_with_headings_on_every_page(page, chromium, tmp_path):
    pdf = tmp_path / "page.pdf"
    chromium(page, "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
    assert pdf.read_bytes().startswith(b"%PDF")
    text = subprocess.run(
        [program("pdftotext"), "-layout", pdf, "-"], capture_output=True, text=True, check=True
    ).stdout
    pages = text.split("\f")
    assert 3 <= len(pages) <= 15
    assert "示范市行动方案" in pages[0]
    assert "筛选" not in text
    first = next(n for n, sheet in enumerate(pages) if "附表：全部结论" in sheet and n)
    annex = [sheet for sheet in pages[first:] if "示范市" in sheet or "要求" in sheet]
    assert annex
    assert all("说明" in sheet and "依据" in sheet for sheet in annex)
