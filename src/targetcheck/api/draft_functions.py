"""Draft a ruleset from the text of a document.

Layer: api. Input: a document. Output: a folder with ruleset, coverage, lock and cases.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from targetcheck.errors import Diagnostic, Language, TargetcheckError, Where
from targetcheck.files import write_file
from targetcheck.gc_pause import uncollected

if TYPE_CHECKING:
    from targetcheck.drafting.proposals.document_proposals import DraftedDocument
    from targetcheck.plan.plan import Plan

TEXT = "document.txt"
COVERAGE = "coverage.yaml"
REVIEW = "review.xlsx"


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted ruleset, as it was written.

    Counts: `targets`, those of them with a figure (`figures`), open questions (`todo`), numbers of
    the text that became no target (`set_aside`), and fields by certainty (`marks`).
    """

    folder: str
    files: tuple[str, ...]
    title: str
    number: str
    targets: int
    figures: int
    todo: int
    set_aside: int
    marks: Mapping[str, int]


@uncollected()
def draft(
    document: str | os.PathLike[str],
    folder: str | os.PathLike[str],
    *,
    places: Mapping[str, str] | None = None,
) -> list[Draft]:
    """Write a draft of the ruleset of a document.

    Args:
        document: Path of a document: TXT, Markdown, HTML, DOCX, PDF or OFD.
        folder: Folder to create; a text with several documents gets a folder for each below it.
        places: Names of places by id; the first is the one that the document binds.

    Returns:
        What was written, one for each document of the text.

    Raises:
        TargetcheckError: The document cannot be read or holds no text, or the folder is not empty.
    """
    from targetcheck.drafting.proposals.document_proposals import drafted_documents
    from targetcheck.drafting.reading.document_reader import read_source

    source = read_source(document)
    home = Path(folder)
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise TargetcheckError(_taken(home))
    found = drafted_documents(source.text, source.levels, source.pages)
    single = len(found) == 1
    kept = [made for made in found if single or made.proposals or made.document.number.value]
    return [
        _write(
            made,
            home if single else home / f"{number:02d}",
            source.text,
            places or {},
            single=single,
        )
        for number, made in enumerate(kept, start=1)
    ]


def review_draft(folder: str | os.PathLike[str], lang: Language) -> str:
    """Write the workbook for the review of a draft.

    Args:
        folder: Folder of a draft.
        lang: Language of the workbook.

    Returns:
        Path of the new file `review.xlsx` in the folder.

    Raises:
        TargetcheckError: The folder has no ruleset, or a review already.
    """
    from targetcheck.drafting.review.indicator_names import shared_indicators
    from targetcheck.drafting.review.review_workbook import review_workbook

    home = Path(folder)
    files = _files(home)
    targets = [target for data in files.values() for target in _listed(data)]
    file = home / REVIEW
    if file.exists():
        raise TargetcheckError(_kept(file))
    write_file(file, review_workbook(targets, lang, shared_indicators(files)))
    return str(file)


def answer_draft(
    folder: str | os.PathLike[str], answers: str | os.PathLike[str], lang: Language
) -> Mapping[str, int]:
    """Put the decisions of a review workbook into a draft.

    Accepted and corrected targets lose their marks and questions, struck ones go to
    `coverage.yaml`; rows without a decision stay as they are. The lock of the quotes and the
    boundary cases are written anew.

    Args:
        folder: Folder of the draft.
        answers: The workbook that was filled in.
        lang: Language in which the workbook was written.

    Returns:
        Number of rows for each decision: `accept`, `correct`, `strike`.

    Raises:
        TargetcheckError: The workbook or a correction in it cannot be read; nothing was written.
    """
    from targetcheck.authoring.formatter import formatted
    from targetcheck.drafting.review.review_answers import reviewed
    from targetcheck.files import decode_utf8, read_bytes
    from targetcheck.yaml_text.yaml_source import read_document
    from targetcheck.yaml_text.yaml_writer import dump_yaml

    home, name = Path(folder), os.fspath(answers)
    files = _files(home)
    listed = home / COVERAGE
    coverage = dict(read_document(listed).data) if listed.is_file() else {}
    result = reviewed(read_bytes(answers, name), name, files, coverage, lang)
    texts = {
        file: formatted(dump_yaml(data), file)
        for file, data in result.files.items()
        if data != files[file]
    }
    for file, text in texts.items():
        write_file(home / file, text)
    if result.counts["strike"]:
        write_file(listed, dump_yaml(coverage))
    words = home / TEXT
    if words.is_file():
        text = decode_utf8(read_bytes(words, str(words)), str(words))
        _write_derived(home, text)
    return result.counts


def _files(home: Path) -> dict[str, dict[str, Any]]:
    """Return the data of the files of a ruleset by name."""
    from targetcheck.ruleset_locator import ruleset_path
    from targetcheck.yaml_text.yaml_source import read_document

    path = ruleset_path(home)
    head = dict(read_document(path).data)
    parts: Any = head.get("include") or []
    names = [parts] if isinstance(parts, str) else [str(part) for part in parts]
    return {path.name: head} | {
        name: dict(read_document(path.parent / name).data) for name in names
    }


def _listed(data: Mapping[str, Any]) -> list[Any]:
    targets = data.get("targets")
    return targets if isinstance(targets, list) else []


def _kept(file: Path) -> Diagnostic:
    return Diagnostic(
        "draft-exists",
        f"there is a review `{file}` already",
        f"已有审核工作簿“{file}”",
        "read it back with `--answers`, or delete it",
        "请用 --answers 读回，或先删除",
        Where(str(file)),
    )


def _write(
    drafted: DraftedDocument, home: Path, text: str, places: Mapping[str, str], *, single: bool
) -> Draft:
    from targetcheck.authoring.formatter import formatted
    from targetcheck.authoring.starter_ruleset import id_of
    from targetcheck.drafting.draft_files.coverage_data import coverage_data
    from targetcheck.drafting.draft_files.ruleset_data import draft_data
    from targetcheck.lint.quote_lock import sha256_of
    from targetcheck.yaml_text.yaml_writer import dump_yaml

    name = id_of(home.resolve().name if single else f"{home.resolve().parent.name}-{home.name}")
    data = draft_data(drafted, name, sha256_of(text), places)
    files: dict[str, str] = {
        file: formatted(dump_yaml(content), file) for file, content in data.files.items()
    }
    files[COVERAGE] = dump_yaml(coverage_data(drafted, text, whole=single))
    files[TEXT] = text
    home.mkdir(parents=True, exist_ok=True)
    for file, content in files.items():
        write_file(home / file, content)
    return _summary(drafted, home, (*files, *_write_derived(home, text)))


def _write_derived(home: Path, text: str) -> list[str]:
    """Write the lock of the quotes and the boundary cases of a draft; return their names.

    Nothing is written for a ruleset that cannot be loaded: `lint` reports why.
    """
    from targetcheck.lint.quote_lock import LOCK_NAME, write_lock

    names: list[str] = []
    with suppress(TargetcheckError):
        plan = _plan(home)
        write_lock(plan.ruleset, text, home)
        names.append(LOCK_NAME)
        if plan.questions:
            (home / "cases").mkdir(exist_ok=True)
            write_file(home / "cases" / "boundaries.yaml", _boundaries(home, plan))
            names.append("cases/boundaries.yaml")
    return names


def _plan(home: Path) -> Plan:
    from targetcheck.api.plan_functions import compile_plan

    return compile_plan(home)


def _boundaries(home: Path, plan: Plan) -> str:
    from targetcheck.api.plan_functions import compile_plan
    from targetcheck.authoring.cases.case_suite import boundaries_text

    @cache
    def plans(profile: str | None) -> Plan:
        return plan if profile is None else compile_plan(home, profile)

    return boundaries_text(plan, plans)[0]


def _summary(drafted: DraftedDocument, home: Path, files: tuple[str, ...]) -> Draft:
    marks: dict[str, int] = {"certain": 0, "likely": 0, "guess": 0}
    for made in drafted.proposals:
        for mark in made.marks.values():
            marks[mark.sure] += 1
    return Draft(
        str(home),
        files,
        drafted.document.title.value,
        drafted.document.number.value,
        len(drafted.proposals),
        sum(made.has_figure for made in drafted.proposals),
        sum(len(made.todo) for made in drafted.proposals),
        len(drafted.set_aside),
        marks,
    )


def _taken(home: Path) -> Diagnostic:
    return Diagnostic(
        "draft-exists",
        f"`{home}` is not an empty folder",
        f"“{home}”不是空文件夹",
        "name a new folder",
        "请给出新的文件夹",
        Where(str(home)),
    )
