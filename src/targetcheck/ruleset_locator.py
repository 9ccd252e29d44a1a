"""Locations of rulesets: paths, bundled names, included and shared files.

Layer: root. Input: names. Output: paths and documents. Only this module knows where bundled
rulesets are.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from targetcheck import limits
from targetcheck.errors import Diagnostic, Faults, TargetcheckError, Where, did_you_mean
from targetcheck.files import read_bytes
from targetcheck.plan.plan_file import is_plan

if TYPE_CHECKING:
    from targetcheck.ruleset.loading.ruleset_loader import Finder
    from targetcheck.ruleset.ruleset import Ruleset
    from targetcheck.yaml_text.yaml_source import YamlSource

    RulesetSource: TypeAlias = Ruleset | str | os.PathLike[str] | Mapping[str, object]


def bundled_folder() -> Path:
    """Return the folder of the bundled rulesets, in the package or its source tree."""
    inside = Path(__file__).parent / "rulesets"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "rulesets"


def bundled_rulesets() -> tuple[str, ...]:
    """Return the names of the bundled rulesets, such as `hubei/suizhou-2024`."""
    root = bundled_folder()
    found = root.glob("**/ruleset.yaml")
    return tuple(sorted(path.parent.relative_to(root).as_posix() for path in found))


def ruleset_path(source: str | os.PathLike[str]) -> Path:
    """Return the file of a ruleset: a path, a folder with `ruleset.yaml`, or a bundled name.

    Raises TargetcheckError (`ruleset-missing`) with the closest bundled name.
    """
    given = Path(source)
    bundled = bundled_folder() / given
    for path in (given, given / "ruleset.yaml", bundled / "ruleset.yaml"):
        if _is_there(path) and path.is_file():
            return path
    near = did_you_mean(str(source), bundled_rulesets())
    raise TargetcheckError(
        Diagnostic(
            "ruleset-missing",
            f"there is no ruleset `{source}`",
            f"没有规则集“{source}”",
            f"did you mean `{near}`?" if near else "give a path, or a name that `show` lists",
            f"是否应为“{near}”？" if near else "请给出路径，或 show 列出的名称",
        )
    )


def open_document(source: RulesetSource) -> tuple[YamlSource, Finder | None, Finder]:
    """Return the source of a ruleset, with functions that find its included and shared files.

    Raises TargetcheckError if it cannot be read.
    """
    from targetcheck.yaml_text.yaml_source import read_document

    if isinstance(source, Mapping):
        return read_document(source), None, _shared_finder(bundled_folder())
    path = ruleset_path(source)  # type: ignore[arg-type]  # a Ruleset never gets here
    if is_plan(path):
        raise TargetcheckError(_no_ruleset(os.fspath(path)))
    return (
        read_document(path, lenient=True),
        _include_finder(path.parent),
        _shared_finder(path.parent),
    )


def _no_ruleset(name: str) -> Diagnostic:
    return Diagnostic(
        "plan-no-ruleset",
        "this is a compiled plan, and a ruleset is needed here",
        "这是编译文件，此处需要规则集",
        "name the YAML that it was compiled from",
        "请给出编译所用的 YAML 规则集",
        Where(name),
    )


def _include_finder(folder: Path) -> Finder:
    from targetcheck.yaml_text.yaml_source import read_document

    def find(name: str) -> YamlSource:
        _plain_name(name, "include")
        file = folder / name
        if not file.resolve().is_relative_to(folder.resolve()):
            raise TargetcheckError(_outside(name))
        return read_document(file, lenient=True)

    return find


def _plain_name(name: str, key: str) -> None:
    """Raise TargetcheckError for an invalid name of a ruleset file."""
    if len(name) > limits.NAME or "\0" in name:
        raise TargetcheckError(
            Diagnostic(
                "include-name",
                f"`{name[:40]}…` in `{key}` is not a file name",
                f"{key} 中的“{name[:40]}…”不是文件名",
                f"a name has at most {limits.NAME} characters",
                f"文件名最多{limits.NAME}个字符",
            )
        )


def _outside(name: str) -> Diagnostic:
    return Diagnostic(
        "include-outside",
        f"`{name}` is not in the folder of the ruleset",
        f"“{name}”不在规则集所在的文件夹内",
        "include files of the same folder; take shared parts over with `use`",
        "include 只能引入同一文件夹内的文件；共享部分请用 use",
    )


def _shared_finder(folder: Path) -> Finder:
    """Return a function that finds shared files such as `hubei/shared`.

    It searches upwards from the ruleset's folder, then the bundled rulesets.
    """
    from targetcheck.yaml_text.yaml_source import read_document

    def find(name: str) -> YamlSource:
        _plain_name(name, "use")
        if _CLIMBS.search(name):
            raise TargetcheckError(_outside(name))
        for root in (folder, *folder.parents, bundled_folder()):
            for path in (root / f"{name}.yaml", root / name / "part.yaml"):
                if path.is_file():
                    return read_document(path, lenient=True)
        return read_document(bundled_folder() / f"{name}.yaml")

    return find


_CLIMBS = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)")
"""A name that leaves the folder it is looked for in."""
_HEAD = re.compile(rb"^(?:\xef\xbb\xbf)?[\"']?targetcheck[\"']?[ \t]*:", re.MULTILINE)
_SECTION = re.compile(
    rb"^(?:targetcheck|places|groups|scales|limits|indicators|actions|targets|cases)[ \t]*:",
    re.MULTILINE,
)


def ruleset_files(names: Iterable[str]) -> list[Path]:
    """Return the rulesets of files, of folders and all below them, and of bundled names."""
    return _gathered(names, _rulesets)


def yaml_files(names: Iterable[str]) -> list[Path]:
    """Return the files of rulesets, of their shared files and of their cases, for formatting."""
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
        return [ruleset_path(name)]
    return _some(name, _containing(folder, _HEAD))


def _yaml(name: str) -> list[Path]:
    folder = _folder(name)
    if not folder.is_dir():
        return [folder if folder.is_file() else ruleset_path(name)]
    return _some(name, _containing(folder, _SECTION))


def _containing(folder: Path, pattern: re.Pattern[bytes]) -> Iterator[Path]:
    """Yield the YAML files below a folder in which the pattern occurs, in order of their paths."""
    for path in sorted(folder.rglob("*.y*ml")):
        if path.is_file() and pattern.search(read_bytes(path, str(path))):
            yield path


def _folder(name: str) -> Path:
    given = Path(name)
    return given if _is_there(given) else bundled_folder() / given


def _is_there(path: Path) -> bool:
    """Return whether a path exists; a path that the system refuses does not."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


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
