"""The page and its runtime, made once for all tests of this folder."""

import contextlib

import pytest
from driven_chromium import Chromium, served
from page_steps import DAY, EXAMPLE, RULESET, choose, settled

import targetcheck as tc
from programs import program
from targetcheck.web.page_folder import write_page


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The folder of the page as the command writes it; packages come from the cache or registry."""
    folder = tmp_path_factory.mktemp("web") / "site"
    write_page(folder, None, print, program("node"))
    return folder


@pytest.fixture(scope="session")
def address(site):
    """The address of the page on a plain file server."""
    with served(site) as base:
        yield base


@pytest.fixture(scope="session")
def browser(address, tmp_path_factory):
    """A browser with the page open and its engine ready, in Chinese."""
    opened = Chromium(tmp_path_factory.mktemp("profile"))
    opened.downloads = tmp_path_factory.mktemp("downloads")
    try:
        opened.send(
            "Browser.setDownloadBehavior", behavior="allow", downloadPath=str(opened.downloads)
        )
        opened.size(1440, 900)
        opened.open(address)
        opened.wait("document.documentElement.dataset.ready === 'yes'")
        opened.run("document.documentElement.lang.startsWith('zh') || lang.click()")
        yield opened
    finally:
        opened.close()


@pytest.fixture(scope="module")
def judged(browser):
    """The page with the verdicts of the Huangshi example, shown anew for each file of tests."""
    choose(browser, RULESET)
    browser.run("delete document.documentElement.dataset.evaluated")
    browser.run("document.getElementById('example').click()")
    browser.wait("document.documentElement.dataset.evaluated")
    settled(browser)
    return browser


@pytest.fixture(scope="session")
def result():
    """The engine's result of that example."""
    with contextlib.chdir(EXAMPLE.parent):  # the page names a file without its folder
        return tc.evaluate(RULESET, EXAMPLE.name, as_of=DAY)
