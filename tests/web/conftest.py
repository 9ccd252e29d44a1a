"""The page and its runtime, made once for all tests of this folder."""

import pytest

from targetcheck.web.page_folder import write_page


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The folder of the page as the command writes it; packages come from the cache or registry."""
    folder = tmp_path_factory.mktemp("web") / "site"
    write_page(folder, None, print)
    return folder
