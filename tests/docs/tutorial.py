"""A tutorial page as steps: files to write, lines to replace, commands with what they print.

`python3 tests/docs/tutorial.py PAGE` works through a page in a scratch folder and writes what its
commands print into it: read the diff afterwards. The plan's text is no part of the project: it is
looked for beside the checkout, or where TARGETCHECK_TEXTS says, by its hash.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from commands import run

PLAN = "96f39d3db358683639bd32646c5cf056afe9ec709765ef54a97bb0bd235dfac1"
FENCE = re.compile(r"^```(\w+)(?: file=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def plan_text() -> Path | None:
    """Give the file that holds the text of the Suizhou plan, or None."""
    beside = Path(__file__).parents[3] / "shared" / "seeds"
    for file in sorted(Path(os.environ.get("TARGETCHECK_TEXTS", beside)).glob("*.txt")):
        if hashlib.sha256(file.read_bytes()).hexdigest() == PLAN:
            return file
    return None


def work_through(page: Path, folder: Path) -> Iterator[tuple[str, str, str]]:
    """Do what a page says in a folder; yield (command, shown output, printed output)."""
    if "suizhou-plan.txt" in page.read_text(encoding="utf-8"):
        text = plan_text()
        assert text is not None, "the text of the plan is not at hand"
        shutil.copy(text, folder / "suizhou-plan.txt")
    for kind, file, body in FENCE.findall(page.read_text(encoding="utf-8")):
        if kind == "console":
            yield from _session(body, folder)
        elif kind == "replace":
            _replace(folder / file, body)
        elif kind == "copy":
            source, target = body.strip().split(" => ")
            shutil.copytree(folder / source, folder / target)
        else:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(body, encoding="utf-8")


def _session(body: str, folder: Path) -> Iterator[tuple[str, str, str]]:
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        line, _, shown = part.partition("\n")
        done = run(line, folder)
        printed = "\n".join(row.rstrip() for row in (done.stdout + done.stderr).splitlines())
        yield line, shown.rstrip("\n"), printed


def _replace(file: Path, body: str) -> None:
    text = file.read_text(encoding="utf-8")
    for line in body.splitlines():
        old, new = (side.replace("\\n", "\n") for side in line.split(" => "))
        assert old in text, old
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")


def update(page: Path) -> None:
    """Write what the commands of a page print now into the page."""
    text = page.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for line, shown, printed in list(work_through(page, Path(folder))):
            old = f"$ {line}\n{shown}\n" if shown else f"$ {line}\n"
            text = text.replace(old, f"$ {line}\n{printed}\n", 1)
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    update(Path(sys.argv[1]))
