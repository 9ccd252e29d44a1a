"""The page without a network or a server, and that nothing leaves it.

This file is the last of those that drive the browser, so that its last test sees all their requests.
"""

from driven_chromium import Chromium, away, served
from page_steps import RULESET, choose

from targetcheck.web.page_folder import write_page


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
