"""An activity file made of text, for the tests of IATI."""

from __future__ import annotations

import pytest

from targetcheck.interchange.iati_ruleset import ruleset_from_activity


@pytest.fixture
def made(tmp_path):
    """Give a function from the text of an activity file to its ruleset and the file."""

    def make(text, chosen=None):
        file = tmp_path / "a.xml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return ruleset_from_activity(str(file), "a.xml", chosen), file

    return make
