"""Forms of every bundled ruleset, filled in, and opened and saved again by LibreOffice.

Each is made once, and all go through one call of the program, which takes a second to start.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from filling import PAGINGS, filled, period_of, plan_of

from programs import HANGS, program
from targetcheck.output.reporting_form.form_xlsx import form
from targetcheck.ruleset_locator import bundled_rulesets


@pytest.fixture(scope="session")
def converted(tmp_path_factory):
    """Give a function that has LibreOffice open files and save them in another format."""
    office = program("soffice")
    profile = tmp_path_factory.mktemp("office")

    def convert(files: list[Path], kind: str, folder: Path) -> list[Path]:
        done = subprocess.run(
            [
                office,
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
            timeout=HANGS,
        )
        made = [folder / f"{file.stem}.{kind.partition(':')[0]}" for file in files]
        assert all(path.exists() for path in made), done.stdout + done.stderr
        return made

    return convert


@pytest.fixture(scope="session")
def forms(tmp_path_factory):
    """Give by ruleset and paging what was written into a form, and the form."""
    folder = tmp_path_factory.mktemp("forms")
    made = {}
    for name in bundled_rulesets():
        plan = plan_of(name)
        for by in PAGINGS:
            path = folder / f"{name.replace('/', '-')}-{by}.xlsx"
            made[name, by] = filled(form(plan, period_of(plan), by), plan, path), path
    return made


@pytest.fixture(scope="session")
def returned(forms, converted, tmp_path_factory):
    """Give by ruleset and paging the filled form as LibreOffice saved it."""
    paths = [path for _, path in forms.values()]
    return dict(
        zip(forms, converted(paths, "xlsx", tmp_path_factory.mktemp("returned")), strict=True)
    )


@pytest.fixture(scope="session")
def chromium(tmp_path_factory):
    """Give a function that opens a page without a network and gives the page and its messages."""
    browser = program("chromium")
    profile = tmp_path_factory.mktemp("browser")
    flags = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--virtual-time-budget=60000",
        "--enable-logging=stderr",
        "--dump-dom",
    ]

    def opened(page: Path) -> tuple[str, str]:
        done = subprocess.run(
            [browser, *flags, f"--user-data-dir={profile}", page.as_uri()],
            capture_output=True,
            text=True,
            check=False,
            timeout=HANGS,
        )
        return done.stdout, done.stderr

    return opened
