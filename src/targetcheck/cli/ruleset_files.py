"""The files that a name on the command line leads to.

Floor: cli. Comes in: a bundled name, a file or a folder. Goes out: paths, or TargetcheckError.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from targetcheck import ruleset_locator
from targetcheck.errors import Diagnostic, Faults, TargetcheckError, Where

_HEAD = re.compile(rb"^(?:\xef\xbb\xbf)?[\"']?targetcheck[\"']?[ \t]*:", re.MULTILINE)
_SECTION = re.compile(
    rb"^(?:targetcheck|places|groups|scales|limits|indicators|actions|targets|cases)[ \t]*:",
    re.MULTILINE,
)


def ruleset_files(names: Iterable[str]) -> list[Path]:
    """Give the rulesets of files, of folders and all below them, and of bundled names."""
    return _gathered(names, _rulesets)


def yaml_files(names: Iterable[str]) -> list[Path]:
    """Give the files of rulesets, of their parts and of their cases, for laying out."""
    return _gathered(names, _yaml)


def _gathered(names: Iterable[str], find: object) -> list[Path]:
    assert callable(find)
    faults = Faults()
    found: dict[Path, None] = {}
    for name in names:
        with faults.kept(name):
            found.update(dict.fromkeys(find(name)))
    faults.check()
    return list(found)


def _rulesets(name: str) -> list[Path]:
    folder = _folder(name)
    if not folder.is_dir():
        return [ruleset_locator.ruleset_path(name)]
    return _some(name, (p for p in sorted(folder.rglob("*.y*ml")) if _HEAD.search(p.read_bytes())))


def _yaml(name: str) -> list[Path]:
    folder = _folder(name)
    if not folder.is_dir():
        return [folder if folder.is_file() else ruleset_locator.ruleset_path(name)]
    files = sorted(folder.rglob("*.y*ml"))
    return _some(name, (p for p in files if _SECTION.search(p.read_bytes())))


def _folder(name: str) -> Path:
    given = Path(name)
    return given if given.exists() else ruleset_locator.bundled_folder() / given


def _some(name: str, files: Iterator[Path]) -> list[Path]:
    found = list(files)
    if not found:
        raise TargetcheckError(
            Diagnostic(
                "ruleset-missing",
                f"there is no ruleset in the folder `{name}`",
                f"文件夹“{name}”中没有规则集",
                "a ruleset is a YAML file with the key `targetcheck`",
                "规则集是带有 targetcheck 键的 YAML 文件",
                Where(name),
            )
        )
    return found
