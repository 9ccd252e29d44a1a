"""The page by keyboard, on a phone, in the dark: everything can be reached and read."""

import json

import pytest
from page_steps import RULESET, choose, explain, settled

from targetcheck.web.registry_download import PinnedPackage, cache_folder, packages_in

AXE = PinnedPackage(
    "npm",
    "axe-core",
    "4.14.1",
    "axe-core-4.14.1.tgz",
    "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745",
)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def axe():
    from targetcheck.web.site_packages import taken

    raw = packages_in(cache_folder(), [AXE], print, fetch=True)["axe-core"]
    return taken(raw, {"package/axe.min.js": "axe"})["axe"].decode()


def violations(browser, axe):
    browser.run(f"{axe};0")
    return browser.run(
        f"axe.run({{runOnly: {json.dumps(WCAG)}}}).then((r) => r.violations.map((v) => v.id + ': ' + "
        "v.nodes.map((n) => n.html.slice(0, 120)).join(' | ')))"
    )


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
