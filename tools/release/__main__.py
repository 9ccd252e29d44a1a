"""Build a release and try it where the source is absent.

`python -m release [-o FOLDER] [--python PROGRAM]...` builds the sdist and, from it, the wheel; checks
both (twine, pyroma, check-wheel-contents); then, for each Python, installs the wheel in a bare
environment, runs the command of the README on the examples that come with it, and works through
every page of the documentation. Nothing is uploaded.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHECKS = ("build", "twine", "pyroma", "check-wheel-contents")
LEAST_RATING = 7
"""Of ten: without a public address and an author's e-mail the metadata reach no more."""
LIBRARIES = ("pytest", "hypothesis", "pandas", "duckdb", "lxml", "jsonschema", "prov", "scipy")
"""What the pages use beside the extras."""
PAGES = ("tests/docs", "tests/schemas", "tests/conftest.py", "tests/programs.py")
SOURCE_PAGES = (
    "test_authority_methods.py",
    "test_links_in_a_checkout.py",
    "test_messages_page.py",
    "test_page_code.py",
    "test_site.py",
    "test_spelling.py",
    "test_tables_page.py",
)
"""Tests of pages that are compared with the source code."""


def main(arguments: Sequence[str]) -> int:
    """Build, check and try a release; stop at the first step that fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", default="dist")
    parser.add_argument("--python", action="append", default=[])
    given = parser.parse_args(arguments)
    output = (ROOT / given.output).resolve()
    with tempfile.TemporaryDirectory() as folder:
        tools = _environment(sys.executable, Path(folder) / "tools")
        _run(tools, "-m", "pip", "install", "--quiet", *CHECKS)
        wheel = _build(tools, output)
        for number, program in enumerate(given.python or [sys.executable], 1):
            home = Path(folder) / f"{number}-{Path(program).name}"
            home.mkdir(exist_ok=True)
            _bare(program, wheel, home)
            _pages(program, wheel, home)
            print(f"{program}: the wheel passes", flush=True)
    return 0


def _build(tools: Path, output: Path) -> Path:
    """Build both archives into an empty folder and check them; return the wheel."""
    shutil.rmtree(output, ignore_errors=True)
    _run(tools, "-m", "build", "--quiet", "--outdir", output, ROOT)
    archives = sorted(output.glob("targetcheck-*"))
    _run(tools, "-m", "twine", "check", "--strict", *archives)
    (wheel,) = output.glob("*.whl")
    (source,) = output.glob("*.tar.gz")
    _run(tools, "-m", "pyroma", f"--min={LEAST_RATING}", source)
    _run(tools, "-m", "check_wheel_contents", "--ignore", "W004", wheel)  # examples are no modules
    return wheel


def _bare(program: str, wheel: Path, home: Path) -> None:
    """Install the wheel alone; run what the README shows first, and say what is missing."""
    python = _environment(program, home / "bare")
    _run(python, "-m", "pip", "install", "--quiet", "-c", ROOT / "constraints.txt", wheel)
    _run(python, "-m", "targetcheck", "examples", home / "material")
    _run(
        python, "-m", "targetcheck", "evaluate", "hubei/huangshi-yangtze-2024",
        "examples/huangshi/2024q3.csv", "--as-of", "2024-09-30", folder=home / "material",
        good=(0, 1),
    )  # fmt: skip
    _run(python, "-m", "targetcheck", "doctor")
    _run(python, "-m", "targetcheck", "template", "hubei/huangshi-yangtze-2024", "--period",
         "2024Q4", "-o", home / "form.xlsx", good=(2,))  # fmt: skip


def _pages(program: str, wheel: Path, home: Path) -> None:
    """Work through the documentation that came with the wheel."""
    python = _environment(program, home / "full")
    _run(python, "-m", "pip", "install", "--quiet", "-c", ROOT / "constraints.txt",
         f"{wheel}[all]", *LIBRARIES)  # fmt: skip
    for name in PAGES:
        source, target = ROOT / name, home / "material" / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    left_out = [f"--ignore=tests/docs/{name}" for name in SOURCE_PAGES]
    _run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--import-mode=prepend",
         "tests/docs", *left_out, folder=home / "material")  # fmt: skip


def _environment(program: str, folder: Path) -> Path:
    subprocess.run([program, "-m", "venv", str(folder)], check=True)  # noqa: S603  # names its program
    return folder / ("Scripts" if os.name == "nt" else "bin") / "python"


def _run(
    python: Path, *words: object, folder: Path | None = None, good: tuple[int, ...] = (0,)
) -> None:
    shown = " ".join(map(str, words))
    print(f"+ {python.parent.parent.name}: {shown}", flush=True)
    said = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(  # noqa: S603  # names its program
        [str(python), *map(str, words)], cwd=folder, env=said, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    if done.returncode not in good:
        print(done.stdout)
        raise SystemExit(f"exit code {done.returncode}: {shown}")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
