"""The fenced blocks of a page, for tests and for CI.

`python3 tests/docs/commands.py README.md demo` prints the page's first shell command, `test` its
second; these need nothing but Python. `update` runs the commands of the page's console blocks and
writes what they print into the page: read the diff afterwards.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

FENCE = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str, language: str) -> list[str]:
    """Give the bodies of a page's fenced blocks of a language, in order."""
    text = Path(page).read_text(encoding="utf-8")
    return [body for kind, body in FENCE.findall(text) if kind == language]


def command(page: str, which: str) -> str:
    """Give the first (`demo`) or second (`test`) shell command of a page, on one line."""
    body = blocks(page, "sh")[{"demo": 0, "test": 1}[which]]
    return " ".join(body.replace("\\\n", " ").split())


def sessions(page: str) -> list[tuple[str, str]]:
    """Give (command, expected output) for every `$` line of the page's console blocks."""
    found = []
    for body in blocks(page, "console"):
        for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
            line, _, output = part.partition("\n")
            found.append((line, output))
    return found


def run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a `targetcheck` line of a page in a folder, with this Python, 100 columns wide."""
    words = shlex.split(line)
    if words[0] != "targetcheck":
        raise ValueError(line)
    return subprocess.run(
        [sys.executable, "-m", "targetcheck", *words[1:]],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "LANG": "C.UTF-8", "LC_ALL": ""},
        check=False,
    )


def update(page: str) -> None:
    """Write what the commands of a page print now into the page."""
    path = Path(page)
    text = path.read_text(encoding="utf-8")
    for line, output in sessions(page):
        printed = "\n".join(row.rstrip() for row in run(line, path.parent).stdout.splitlines())
        text = text.replace(f"$ {line}\n{output}", f"$ {line}\n{printed}\n")
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[2] == "update":
        update(sys.argv[1])
    else:
        print(command(sys.argv[1], sys.argv[2]))
