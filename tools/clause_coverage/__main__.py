"""Write the coverage page of a ruleset: `python -m clause_coverage RULESET TEXT`.

Layer: tools. RULESET is the folder of a ruleset, TEXT the text of its document or a folder of
texts, from which the one with the document's hash is used; without TEXT only the reasons are
checked. Exits with 1 if a part of a sentence is unaccounted for, a reason does not hold or a unit
is missing, and with 2 if it cannot run.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

from clause_coverage.findings import reason_findings, text_findings
from clause_coverage.page import coverage_page
from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.files import decode_utf8, read_bytes
from targetcheck.ruleset.loading.coverage_file import read_coverage
from targetcheck.ruleset.loading.ruleset_loader import ruleset_from_document
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.yaml_text.yaml_source import YamlSource, read_document


def main(arguments: list[str] | None = None) -> int:
    """Write the page; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m clause_coverage")
    parser.add_argument("ruleset", type=Path, help="folder with ruleset.yaml and coverage.yaml")
    parser.add_argument(
        "text", type=Path, nargs="?", help="text of the document, or a folder of texts"
    )
    parser.add_argument("-o", "--output", type=Path, help="file to write; else standard output")
    given = parser.parse_args(arguments)
    try:
        ruleset = _ruleset(given.ruleset)
        coverage = read_coverage(given.ruleset / "coverage.yaml")
        found = list(reason_findings(ruleset, coverage))
        if given.text is not None:
            text = _text(given.text, ruleset)
            found += text_findings(ruleset, coverage, text)
            _write(coverage_page(ruleset, coverage, text), given.output)
    except TargetcheckError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    for finding in found:
        sys.stderr.write(f"{given.ruleset}: {finding}\n")
    return 1 if found else 0


def _write(page: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(page)
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(page, encoding="utf-8")


def _ruleset(folder: Path) -> Ruleset:
    def include(name: str) -> YamlSource:
        return read_document(folder / name)

    def use(name: str) -> YamlSource:
        near = (root / f"{name}.yaml" for root in folder.resolve().parents)
        return read_document(next((path for path in near if path.is_file()), Path(name)))

    return ruleset_from_document(read_document(folder / "ruleset.yaml"), include=include, use=use)


def _text(path: Path, ruleset: Ruleset) -> str:
    """Return the text: the file itself, or the file of a folder that has the document's hash."""
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        raw = read_bytes(file, str(file)) if file.is_file() or file == path else b""
        if hashlib.sha256(raw).hexdigest() == ruleset.document.sha256:
            return decode_utf8(raw, str(file))
    raise TargetcheckError(
        Diagnostic(
            "coverage-text",
            f"no text has the hash that the ruleset `{ruleset.id}` was checked against",
            f"没有与规则集“{ruleset.id}”所记哈希相符的文本",
            "give the text of its document, or check the quotes against the new text first",
            "请给出该文件的原文，或先对照新文本核对引文",
            Where(str(path)),
        )
    )


if __name__ == "__main__":
    sys.exit(main())
