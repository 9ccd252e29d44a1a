"""The program that forms are opened with; where it is missing, one line says so."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def converted(tmp_path_factory):
    """Give a function that has LibreOffice open files and save them in another format."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        message = "LibreOffice is not installed (apt-get install libreoffice-calc)"
        if os.environ.get("TARGETCHECK_TEST_ALL") == "1":
            pytest.fail(message)
        pytest.skip(message)
    profile = tmp_path_factory.mktemp("office")

    def convert(files: list[Path], kind: str, folder: Path) -> list[Path]:
        done = subprocess.run(
            [
                program,
                f"-env:UserInstallation=file://{profile}",
                "--headless",
                "--convert-to",
                kind,
                "--outdir",
                str(folder),
                *map(str, files),
            ],
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        made = [folder / f"{file.stem}.{kind.partition(':')[0]}" for file in files]
        assert all(path.exists() for path in made), done.stdout + done.stderr
        return made

    return convert
