"""Check the spelling of every page, docstring and message: `python -m spelling`.

English words by codespell, with the settings in `pyproject.toml`; Chinese by `chinese_rules`.
The exit code is 1 if there is a finding.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import codespell_lib

from spelling.chinese_rules import HAN, PRINTED, Finding, prose, punctuation, terms

ROOT = Path(__file__).parents[2]
ENGLISH = ("src", "tools", "docs", "examples", "bench", "recipe", "rulesets", "changelog.d", "README.md",
           "CHANGELOG.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "SECURITY.md", "Makefile",
           "pyproject.toml")  # fmt: skip

PATTERN = re.compile(r"\(\?|\\[sdw]|\[\^|\|")
"""What only a regular expression has: it reads the words of others."""
TYPED = re.compile(r"“[^“”]*[,:;!=@/\[\]][^“”]*”")
"""Between quotation marks, what is typed as it stands."""
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
READERS = ("tables/sheet_layout/heading_parser.py",)
"""Files whose Chinese is what others write."""


def main() -> int:
    """Print every finding; return 1 if there is one."""
    code = english(*(ROOT / name for name in ENGLISH))
    for place, found in chinese():
        print(f"{place}:{found.line}: {found.rule}: {found.text}")
        code = 1
    return code


def english(*paths: Path) -> int:
    """Print misspelt English words of files and folders; return 0 if there is none."""
    settings = ("--toml", str(ROOT / "pyproject.toml"))
    return 1 if codespell_lib.main(*settings, *map(str, paths)) else 0


def chinese() -> Iterator[tuple[str, Finding]]:
    """Yield what breaks a rule in Chinese pages, messages and the texts of the program."""
    for page in pages():
        text = prose(page.read_text("utf-8"))
        for found in (*punctuation(text), *terms(text)):
            yield page.relative_to(ROOT).as_posix(), found
    for place, text in printed():
        for found in punctuation(text, PRINTED):
            yield place, found
    for file in sorted((ROOT / "src" / "targetcheck").rglob("*.py")):
        if file.as_posix().endswith(READERS):
            continue
        for line, text in sentences(file.read_text("utf-8")):
            for found in (*punctuation(text), *terms(text)):
                place = file.relative_to(ROOT).as_posix()
                yield place, Finding(line, found.rule, found.text)


def printed() -> Iterator[tuple[str, str]]:
    """Yield (page, text) of what the program prints in Chinese: on the pages and in golden files.

    What commands read (YAML, CSV, changes of files) and tables for programs are left out.
    """
    for page in pages():
        for body in CONSOLE.findall(page.read_text("utf-8")):
            for command, _, output in (part.partition("\n") for part in body.split("$ ")):
                if "fmt" not in command.split():
                    yield page.relative_to(ROOT).as_posix(), output
    for file in sorted((ROOT / "tests" / "golden" / "expected").rglob("*zh.txt")):
        if file.name != "csv-zh.txt":
            yield file.relative_to(ROOT).as_posix(), file.read_text("utf-8")


def pages() -> list[Path]:
    """Return the pages that are written in Chinese."""
    found = [page for folder in ("docs", "examples") for page in (ROOT / folder).rglob("*.zh.md")]
    return [ROOT / "README.zh.md", *sorted(found)]


def sentences(source: str) -> Iterator[tuple[int, str]]:
    """Yield (line, text) of every Chinese sentence in Python source, with X for what is inserted."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            parts = (p.value if isinstance(p, ast.Constant) else "X" for p in node.values)
            text = "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        said, other = len(re.findall(HAN, text)), len(re.findall("[A-Za-z]", text))
        if (
            said > other
            and not PATTERN.search(text)
            and any(mark in text for mark in "，。；：、（")
        ):
            yield node.lineno, TYPED.sub("“X”", text)


if __name__ == "__main__":
    raise SystemExit(main())
