"""From the form by way of LibreOffice to the bulletin, for every bundled ruleset, by the commands."""

from __future__ import annotations

import html
import json
import re

import pytest
from filling import period_of, plan_of

from targetcheck.cli.entry_point import run
from targetcheck.ruleset_locator import bundled_rulesets

TELL = """<script>
addEventListener("load", function () {
  parent.postMessage({
    name: NAME, title: document.querySelector("h1").textContent,
    tables: document.querySelectorAll("table").length,
    verdicts: document.querySelectorAll("#annex tbody tr").length
  }, "*");
});
</script></body>"""
HEAR = """<!doctype html><meta charset="utf-8"><pre id="told"></pre><script>
var told = {};
addEventListener("message", function (said) {
  told[said.data.name] = said.data;
  document.getElementById("told").textContent = JSON.stringify(told);
});
</script>"""


@pytest.fixture(scope="module")
def bulletins(returned, tmp_path_factory):
    """Give by ruleset the bulletin that the commands make of its returned form."""
    folder = tmp_path_factory.mktemp("bulletins")
    files = {}
    for name in bundled_rulesets():
        day = period_of(plan_of(name)).end.isoformat()
        files[name] = folder / f"{name.replace('/', '-')}.html"
        asked = [name, str(returned[name, "lead"]), "--as-of", day, "--lang", "zh"]
        assert run(["evaluate", *asked]) in (0, 1)
        assert run(["report", *asked, "--full", "-o", str(files[name]), "--no-charts"]) == 0
    return files


@pytest.mark.parametrize("name", bundled_rulesets())
def test_a_returned_form_becomes_a_bulletin(name, bulletins):
    text = bulletins[name].read_text("utf-8")
    assert "附表：全部结论" in text
    assert html.escape(plan_of(name).ruleset.title.zh) in text


def test_a_browser_opens_every_bulletin_without_a_word(bulletins, chromium, tmp_path):
    """All are opened at once, each in a frame that tells what it shows."""
    frames = []
    for number, file in enumerate(bulletins.values()):
        page = tmp_path / f"{number}.html"
        told = TELL.replace("NAME", json.dumps(str(number)))
        page.write_text(file.read_text("utf-8").replace("</body>", told), encoding="utf-8")
        frames.append(f'<iframe src="{page.name}"></iframe>')
    index = tmp_path / "all.html"
    index.write_text(HEAR + "\n".join(frames), encoding="utf-8")
    shown, said = chromium(index)
    assert "CONSOLE" not in said, re.findall(r".*CONSOLE.*", said)
    told = json.loads(html.unescape(re.search(r'<pre id="told">(.*?)</pre>', shown, re.DOTALL)[1]))
    for number, name in enumerate(bulletins):
        one = told[str(number)]
        assert plan_of(name).ruleset.title.zh in one["title"]
        assert one["tables"] > 3
        assert one["verdicts"] > 0


def test_spreadsheet_programs_open_what_is_written(converted, returned, tmp_path):
    name = "hubei/suizhou-yangtze-2024"
    day = period_of(plan_of(name)).end.isoformat()
    data = str(returned[name, "lead"])
    files = [tmp_path / "bulletin.xlsx", tmp_path / "verdicts.xlsx"]
    for command, file in zip(("report", "evaluate"), files, strict=True):
        code = run([command, name, data, "--as-of", day, "-o", str(file), "--lang", "zh"])
        assert code in (0, 1)
    for made in converted(files, "pdf", tmp_path):
        assert made.read_bytes().startswith(b"%PDF")
