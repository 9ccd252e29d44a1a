"""One language and no colour, whatever the machine says."""

import pytest


@pytest.fixture(autouse=True)
def _plain(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
