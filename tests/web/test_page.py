"""The page in a real Chromium: what it shows is what the engine says, and nothing leaves it."""

import contextlib
import io
import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from driven_chromium import Chromium, away, served
from page_steps import (
    DAY,
    RULESET,
    TABLE,
    add,
    answer,
    choose,
    downloaded,
    evaluate,
    explain,
    settled,
    shown,
    typed,
)

import targetcheck as tc
from programs import program
from targetcheck.output.verdict_columns import cells
from targetcheck.plan.restated_targets import without_repeats
from targetcheck.verdicts.code_terms import STRENGTH, word
from targetcheck.web.page_folder import write_page
from targetcheck.web.registry_download import PinnedPackage, cache_folder, packages_in

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / TABLE
AXE = PinnedPackage(
    "npm",
    "axe-core",
    "4.14.1",
    "axe-core-4.14.1.tgz",
    "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745",
)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def result():
    with contextlib.chdir(EXAMPLE.parent):  # the page names a file without its folder
        return tc.evaluate(RULESET, EXAMPLE.name, as_of=DAY)


@pytest.fixture(scope="module")
def axe():
    from targetcheck.web.site_packages import taken

    raw = packages_in(cache_folder(), [AXE], print, fetch=True)["axe-core"]
    return taken(raw, {"package/axe.min.js": "axe"})["axe"].decode()


def listed(result, lang):
    """The verdicts as the page lists them: each once, with the strength behind the requirement."""
    strength = {"binding": ""} | {s: word(STRENGTH, s, lang) for s in ("expected", "aspirational")}
    return [
        replace(row, required=row.required + strength[verdict.strength])
        for verdict in without_repeats(result, result.ruleset)
        for row in [cells(verdict, lang, brief=True)]
    ]


def counted(browser):
    """The numbers of the chips, by status."""
    return dict(
        browser.run(
            "[...document.querySelectorAll('.statuses [class^=chip]:not(.reported)')]"
            ".map((b) => [b.className.split(' ')[1], Number(b.querySelector('b').textContent)])"
        )
    )


def violations(browser, axe):
    browser.run(f"{axe};0")
    return browser.run(
        f"axe.run({{runOnly: {json.dumps(WCAG)}}}).then((r) => r.violations.map((v) => v.id + ': ' + "
        "v.nodes.map((n) => n.html.slice(0, 120)).join(' | ')))"
    )


def test_counts_are_those_of_the_engine(judged, result):
    once = without_repeats(result, result.ruleset)
    assert counted(judged) == Counter(str(verdict.status) for verdict in once)
    said = judged.run("document.querySelector('#step-verdicts .counts').textContent")
    assert f"共{len(result)}个评判项" in said
    assert f"并入后列为{len(once)}项" in said


def test_rows_are_those_of_the_engine(judged, result):
    judged.run("(s => { s.value = 'plan'; s.dispatchEvent(new Event('change')) })(sort)")
    judged.run("document.querySelector('.more').click()")
    judged.run("document.querySelector('.more')?.click()")
    want = listed(result, "zh")
    for column in ("title", "place", "due", "value", "required", "margin", "reason"):
        assert shown(judged, column) == [getattr(each, column) for each in want]


def test_filters_search_and_sorting(judged, result):
    judged.run("document.querySelector('button.chip.at_risk').click()")
    assert set(shown(judged, "status")) == {"▲有风险"}
    judged.run("document.querySelector('button.chip.at_risk').click()")
    judged.run("(s => { s.value = '矿山'; s.dispatchEvent(new Event('input')) })(search)")
    found = shown(judged, "title")
    assert found
    assert len(found) < len(result)
    judged.run("document.querySelector('th.due button').click()")
    days = shown(judged, "due")
    judged.run("document.querySelector('th.due button').click()")
    assert shown(judged, "due") == sorted(days, reverse=True)
    assert judged.run("document.querySelector('th.due').getAttribute('aria-sort')") == "descending"
    judged.run("(s => { s.value = '没有这样的目标'; s.dispatchEvent(new Event('input')) })(search)")
    assert shown(judged, "title") == []
    judged.run("document.querySelector('.list .empty button').click()")
    assert len(shown(judged, "title")) == 100


def test_an_explanation_is_that_of_the_engine(judged, result):
    verdict = next(v for v in result if v.status == "at_risk" and v.citations and v.value)
    explain(judged, (verdict.target, verdict.place, verdict.due.isoformat()))
    assert judged.run("document.querySelector('.sentence').textContent").startswith(
        verdict.sentence("zh")
    )
    quote = judged.run("document.querySelector('.explanation blockquote').textContent")
    assert quote == "……".join(each.quote for each in verdict.citations)
    lines = judged.run("document.querySelector('.explanation pre').textContent")
    assert lines.splitlines() == verdict.explain("zh").splitlines()[3:]
    judged.wait("document.querySelector('.chart svg')")
    assert judged.run("document.querySelector('.chart svg').getAttribute('aria-label').length") > 5


def test_a_supposition_changes_what_it_changes(judged, result):
    verdict = next(
        v for v in result if v.status == "at_risk" and v.value and v.reason == "slipping"
    )
    explain(judged, (verdict.target, verdict.place, verdict.due.isoformat()))
    judged.run("document.querySelector('.what-if input').value = '60'")
    judged.run("document.querySelector('.what-if button').click()")
    settled(judged)
    assert "结论改变" in judged.run("document.querySelector('.what-if').textContent")
    before = judged.run("document.querySelector('tr.chosen .status').textContent")
    assert "有风险" in before


def test_the_keyboard_reaches_explanation_and_cells(judged):
    judged.run("document.querySelector('.explanation .close')?.click()")
    judged.run("document.querySelector('.verdicts button.link').focus()")
    judged.key("Enter", 13, "\r")
    judged.wait("document.activeElement.closest('.explanation')")
    judged.key("Escape", 27)
    judged.wait("document.activeElement.matches('.verdicts button.link')")
    judged.run("document.querySelector('.sheet td[data-at=\"0:0\"]').focus()")
    judged.key("ArrowDown", 40)
    judged.key("ArrowRight", 39)
    assert judged.run("document.activeElement.dataset.at") == "1:1"
    assert "长江入河排污口整治完成率" in judged.run(
        "document.querySelector('.reading').textContent"
    )


@pytest.mark.parametrize(
    ("width", "dark"), [(320, False), (390, True), (1440, False), (1440, True), (3840, True)]
)
def test_it_is_accessible_and_fits(judged, axe, width, dark):
    judged.size(width, 900)
    judged.dark(dark)
    try:
        assert not judged.run("document.documentElement.scrollWidth > innerWidth")
        assert violations(judged, axe) == []
    finally:
        judged.size(1440, 900)
        judged.dark(False)


def test_an_explanation_is_accessible_on_a_phone(judged, axe, result):
    judged.size(390, 844)
    try:
        verdict = next(v for v in result if v.status == "at_risk")
        explain(judged, (verdict.target, verdict.place, verdict.due.isoformat()))
        judged.wait("document.querySelector('.chart svg')")
        assert violations(judged, axe) == []
        judged.run("document.querySelector('.explanation .close').click()")
    finally:
        judged.size(1440, 900)


def test_it_speaks_the_other_language(judged, result):
    judged.run("lang.click()")
    judged.wait("document.querySelector('.verdicts') && document.documentElement.lang === 'en'")
    judged.wait("document.querySelector('.verdicts tbody .status').textContent.match(/[a-z]/)")
    settled(judged)
    judged.run("(s => { s.value = 'plan'; s.dispatchEvent(new Event('change')) })(sort)")
    want = listed(result, "en")[:100]
    assert shown(judged, "required") == [each.required for each in want]
    seen = judged.run("document.querySelector('main').innerText")
    assert "undefined" not in seen
    judged.run("lang.click()")
    judged.wait(
        "document.querySelector('.verdicts tbody .status').textContent.match(/[\\u4e00-\\u9fff]/)"
    )
    settled(judged)


def command(*argv):
    done = subprocess.run(
        [sys.executable, "-m", "targetcheck", *argv],
        capture_output=True,
        cwd=EXAMPLE.parent,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr.decode()


def test_downloads_are_those_of_the_commands(judged, tmp_path):
    given = (RULESET, EXAMPLE.name, "--as-of", DAY, "--lang", "zh")
    command("evaluate", *given, "--format", "csv", "-o", str(tmp_path / "x.csv"))
    command("report", *given, "--set", "issuer=某市某局", "-o", str(tmp_path / "x.md"))
    judged.run("document.getElementById('save-circular-md').click()")
    assert "发文机关" in judged.run("document.getElementById('issuer-wanted').textContent")
    assert judged.run("document.activeElement.id") == "circular-issuer"
    typed(judged, "circular-issuer", "某市某局")
    assert (
        downloaded(judged, "save-table-csv", f"数据表-全部目标-{DAY}.csv")
        == (tmp_path / "x.csv").read_bytes()
    )
    assert (
        downloaded(judged, "save-circular-md", f"通报-全部目标-{DAY}.md")
        == (tmp_path / "x.md").read_bytes()
    )
    page = downloaded(judged, "save-circular-html", f"通报-全部目标-{DAY}.html").decode()
    assert "<!--chart-->" not in page
    assert "<svg" in page
    assert "<script" not in page


def test_the_form_is_one_that_the_page_reads(judged):
    raw = downloaded(judged, "save-form", "填报表-全部目标-2024Q4.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(raw))
    assert len(book.sheetnames) > 3


def test_it_prints_the_verdicts_and_then_the_explanation(judged, result, tmp_path):
    verdict = next(v for v in result if v.status == "at_risk" and v.value)
    explain(judged, (verdict.target, verdict.place, verdict.due.isoformat()))
    judged.wait("document.querySelector('.chart svg')")
    shown_ = shown(judged, "title")
    file = tmp_path / "page.pdf"
    file.write_bytes(judged.printed())
    judged.run("document.querySelector('.explanation .close').click()")
    done = subprocess.run(
        [program("pdftotext"), "-raw", file, "-"], capture_output=True, check=True
    )
    *verdicts, last = done.stdout.decode().rstrip("\f").split("\f")
    said = [re.sub(r"\s", "", text) for text in (*verdicts, last)]
    assert [verdict.citations[0].quote in text for text in said].count(True) == 1
    assert shown_[0] in said[0]
    assert shown_[-1] in "".join(said[:-1])


def test_it_prints_dark_on_white(judged):
    dark = [{"name": "prefers-color-scheme", "value": "dark"}]
    judged.page("Emulation.setEmulatedMedia", media="print", features=dark)
    try:
        assert judged.run("getComputedStyle(document.body).color") == "rgb(28, 34, 39)"
        assert judged.run("getComputedStyle(document.querySelector('.facts')).display") != "none"
    finally:
        judged.page("Emulation.setEmulatedMedia", media="", features=[])


def test_a_sheet_is_asked_about_and_the_mapping_written(judged, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["工作进展统计表", None],
        ["填报单位：某局  2024年三季度", None],
        ["单位名称", "测土配方施肥技术覆盖率（%）"],
        ["黄石", 93.1],
        ["大冶市", 92],
    ):
        sheet.append(row)
    file = tmp_path / "进展.xlsx"
    book.save(file)
    choose(judged, "hubei/suizhou-yangtze-2024")
    choose(judged, RULESET)
    add(judged, file)
    assert "没有说明时期" in judged.run("document.querySelector('.findings').textContent")
    assert judged.run("document.querySelector('.near button').textContent") == "2024年三季度"
    answer(judged, "时期", "2024Q3")
    answer(judged, "黄石", "黄石市")
    mapping = {"period": "2024Q3", "places": {"黄石": "huangshi"}}
    judged.wait("document.querySelector('#step-data pre.code').textContent.includes('huangshi')")
    evaluate(judged)
    want = tc.evaluate(RULESET, file, as_of=DAY, mapping=mapping)
    assert want.used == 2
    once = without_repeats(want, want.ruleset)
    reported = [verdict for verdict in once if verdict.outcome.point is not None]
    assert 0 < len(reported) < len(once)
    assert counted(judged) == Counter(str(verdict.status) for verdict in reported)
    judged.run("document.getElementById('show-all').click()")
    assert counted(judged) == Counter(str(verdict.status) for verdict in once)


def test_it_works_without_a_network(judged, address):
    """Once it is loaded: another plan, its example, an explanation with its chart."""
    judged.wait("document.documentElement.dataset.offline === 'yes'")
    with away(address):
        assert judged.run("fetch('catalogue.json').then((answer) => answer.status)") == 503
        choose(judged, "hubei/suizhou-yangtze-2024")
        judged.run("delete document.documentElement.dataset.evaluated")
        judged.run("document.getElementById('example').click()")
        judged.wait("document.documentElement.dataset.evaluated")
        judged.run("document.querySelector('button.chip.at_risk, button.chip.on_track').click()")
        judged.run("document.querySelector('.verdicts button.link').click()")
        judged.wait("document.querySelector('.chart svg')")


def test_the_whole_way_by_keyboard(judged):
    """Plans by arrows, the example, a verdict: the keyboard is never lost."""

    def at():
        return judged.run("document.activeElement.id")

    choose(judged, RULESET)
    judged.run("document.getElementById('plan-select').focus()")
    for key, code in (("ArrowDown", 40), ("ArrowUp", 38)):
        before = judged.run("document.querySelector('.facts').textContent")
        judged.key(key, code)
        judged.wait(f"document.querySelector('.facts')?.textContent !== {json.dumps(before)}")
        settled(judged)
        assert at() == "plan-select"
    tabs = 0
    while at() != "example":
        judged.key("Tab", 9)
        tabs += 1
        assert tabs < 5
    judged.run("delete document.documentElement.dataset.evaluated")
    judged.key("Enter", 13, "\r")
    judged.wait("document.documentElement.dataset.evaluated")
    settled(judged)
    assert at() == "verdicts-title"
    judged.key("Tab", 9)
    assert judged.run("document.activeElement.matches('.statuses button')")


def test_it_opens_again_without_a_server(site, tmp_path):
    """Once it is kept: the server is stopped, the page opened anew, and the example evaluated."""
    browser = Chromium(tmp_path / "profile")
    try:
        with served(site) as address:
            browser.open(address)
            browser.wait("document.documentElement.dataset.kept === 'yes'")
            asked = [url for url in browser.requests if not url.startswith((address, "blob:"))]
            assert asked == []
        browser.run("delete document.documentElement.dataset.ready")
        browser.open(address)
        browser.wait("document.documentElement.dataset.ready === 'yes'")
        choose(browser, RULESET)
        browser.run("document.getElementById('example').click()")
        browser.wait("document.documentElement.dataset.evaluated")
        browser.run("document.querySelector('button.chip.at_risk').click()")
        browser.run("document.querySelector('.verdicts button.link').click()")
        browser.wait("document.querySelector('.chart svg')")
    finally:
        browser.close()


def test_it_starts_without_an_image(site, tmp_path):
    """Where the page was written without Node, Python starts from its files."""
    slow = tmp_path / "slow"
    write_page(slow, None, print)
    assert not (slow / "runtime" / "start.image").exists()
    browser = Chromium(tmp_path / "profile")
    try:
        with served(slow) as address:
            browser.open(address)
            browser.wait("document.documentElement.dataset.ready === 'yes'")
            choose(browser, RULESET)
            browser.run("document.getElementById('example').click()")
            browser.wait("document.documentElement.dataset.evaluated")
    finally:
        browser.close()


def test_a_ruleset_of_ones_own_and_its_faults(judged, tmp_path):
    good = tmp_path / "plan.yaml"
    good.write_text(
        (ROOT / "rulesets" / "hubei" / "xianning-yearbook-2022" / "ruleset.yaml").read_text(
            "utf-8"
        ),
        "utf-8",
    )
    bad = tmp_path / "bad.yaml"
    bad.write_text("targetcheck: 1\nid: x\ntargets: [{id: }]\n", "utf-8")
    judged.files("#own-yaml", [bad])
    judged.wait("document.querySelector('#step-plan .findings')")
    assert "bad.yaml" in judged.run("document.querySelector('#step-plan .findings').textContent")
    judged.files("#own-yaml", [good])
    judged.wait("document.querySelector('#step-plan .facts')")
    assert "年鉴" in judged.run("document.querySelector('.facts').textContent")


def test_nothing_is_asked_of_anyone_else(judged, address, tmp_path):
    """After everything above: no address but the page's own, and none can be asked."""
    with served(tmp_path) as elsewhere:
        for session in ("", *judged.workers):
            said = judged.run(f"fetch('{elsewhere}').then(() => 'sent', () => 'refused')", session)
            assert said == "refused"
        asked = [url for url in judged.requests if not url.startswith((address, "blob:", "data:"))]
        assert [url for url in asked if not url.startswith(elsewhere)] == []
    assert judged.workers
    told = [line for line in judged.console if elsewhere not in line]
    assert [line for line in told if "503" not in line] == []
