"""Programs that tests open results with, each found on the path or named with its package."""

from __future__ import annotations

import shutil

import pytest

PACKAGES = {
    "chromium": "chromium",
    "initdb": "postgresql",
    "java": "default-jre-headless",
    "node": "nodejs",
    "pdftotext": "poppler-utils",
    "soffice": "libreoffice-calc libreoffice-writer",
}
"""Packages of Debian by program; `.ci/run` installs them."""
HANGS = 1800
"""Seconds after which a program is taken to hang; under load a sound one may need minutes."""
OTHER_NAMES = {
    "chromium": ("chromium-browser", "google-chrome"),
    "soffice": ("libreoffice",),
}


def program(name: str) -> str:
    """Return the path of a program; skip the test where the machine lacks it."""
    for each in (name, *OTHER_NAMES.get(name, ())):
        if path := shutil.which(each):
            return path
    return pytest.skip(f"{name} is not installed (apt-get install {PACKAGES[name]})")
