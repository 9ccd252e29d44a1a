"""The findings of rulesets given by name, file or folder.

Layer: lint. Input: arguments of the command `lint`. Output: Linted, or TargetcheckError if a name
leads to no ruleset.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from targetcheck import ruleset_locator
from targetcheck.errors import Diagnostic, Faults, Language, TargetcheckError, Where
from targetcheck.files import decode_utf8, read_bytes
from targetcheck.lint import quote_lock
from targetcheck.lint.linter import diagnose, lint_ruleset
from targetcheck.ruleset.loading.coverage_file import Coverage, read_coverage
from targetcheck.ruleset.loading.ruleset_loader import assemble


@dataclass(frozen=True, slots=True)
class Linted:
    """A ruleset file with its id, the number of its targets and the findings.

    A file that cannot be read has the id "" and 0 targets.
    """

    file: str
    id: str
    targets: int
    found: tuple[Diagnostic, ...]


def lint_all(
    names: Sequence[str], text: str | None = None, *, write_lock: bool = False
) -> list[Linted]:
    """Return the findings of every ruleset that the names lead to, in the order of the names.

    Args:
        names: Files, folders or bundled names.
        text: Path of the text of the document, for one ruleset only.
        write_lock: Write the lock file of the quotes found in the text.

    Raises:
        TargetcheckError: A name leads to no ruleset, or `text` does not fit the other arguments.
    """
    faults = Faults()
    files: dict[Path, None] = {}
    for name in names:
        with faults.kept(name):
            files.update(dict.fromkeys(ruleset_locator.ruleset_files([name])))
    content = None
    with faults.kept("--text"):
        content = None if text is None else decode_utf8(read_bytes(text, text), text)
    if (text is None and write_lock) or (text is not None and len(files) > 1):
        faults.found.append(_text_wanted() if text is None else _one_document())
    faults.check()
    return [_lint(file, content, write_lock=write_lock) for file in files]


def totals(linted: Sequence[Linted]) -> dict[str, int]:
    """Return the numbers of rulesets, of targets and of findings of each severity."""
    counts = Counter(found.severity for item in linted for found in item.found)
    found = {severity: counts[severity] for severity in ("error", "warning", "note")}
    return {"rulesets": len(linted), "targets": sum(i.targets for i in linted), **found}


def as_data(linted: Sequence[Linted], heard: Sequence[str], lang: Language) -> dict[str, object]:
    """Return the results as plain data, with the findings of the severities in `heard`."""
    return {
        "rulesets": [{"id": i.id, "file": i.file, "targets": i.targets} for i in linted],
        "totals": totals(linted),
        "findings": [
            {"ruleset": item.id, **_record(found, lang)}
            for item in linted
            for found in item.found
            if found.severity in heard
        ],
    }


def _record(found: Diagnostic, lang: Language) -> dict[str, object]:
    where = found.where
    return {
        "severity": found.severity,
        "code": found.code,
        "file": where.file,
        "line": where.line or None,
        "column": where.column or None,
        "path": where.path,
        "message": found.zh if lang == "zh" else found.en,
        "hint": (found.hint_zh if lang == "zh" else found.hint_en) or None,
    }


def _lint(file: Path, text: str | None, *, write_lock: bool) -> Linted:
    try:
        document, include, use = ruleset_locator.open_document(file)
        assembled = assemble(document, include=include, use=use)
        ruleset = assembled.ruleset
        if write_lock and text is not None and not assembled.found:
            quote_lock.write_lock(ruleset, text, file.parent)
        lock = quote_lock.read_lock(file.parent)
        coverage = _coverage(file.parent)
        if assembled.found:
            found = diagnose(document, include, use, text=text, lock=lock, coverage=coverage)
        else:
            found = lint_ruleset(ruleset, text, lock, coverage)
    except TargetcheckError as error:
        return Linted(str(file), "", 0, error.diagnostics)
    return Linted(str(file), ruleset.id, len(ruleset.targets), tuple(found))


def _coverage(folder: Path) -> Coverage | None:
    """Return the coverage in the folder of a ruleset; None if there is no such file."""
    file = folder / "coverage.yaml"
    return read_coverage(file) if file.is_file() else None


def _text_wanted() -> Diagnostic:
    return Diagnostic(
        "usage",
        "`--write-lock` needs the text of the document",
        "--write-lock 需要文件原文",
        "give it with `--text FILE`",
        "请用 --text FILE 给出",
        Where("--write-lock"),
    )


def _one_document() -> Diagnostic:
    return Diagnostic(
        "usage",
        "a text belongs to one ruleset, and several were named",
        "一份原文只对应一个规则集，而这里有多个",
        "lint one ruleset at a time with `--text`",
        "使用 --text 时每次只检查一个规则集",
        Where("--text"),
    )
