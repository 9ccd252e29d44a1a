"""`targetcheck test`: the cases beside rulesets.

Layer: cli.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Annotated

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.options import LangOption, OutputOption, PathsArgument, chosen, option, say

if TYPE_CHECKING:
    from pathlib import Path

    from targetcheck.authoring.cases.case_runner import Plans
    from targetcheck.authoring.cases.case_suite import Tested
    from targetcheck.errors import Language
    from targetcheck.plan.plan import Plan

SHORT = say("Run the cases beside rulesets.", "运行规则集旁的用例。")
HELP = say(
    "Run the cases beside rulesets (cases/*.yaml); exit code 1 where one comes out otherwise.",
    "运行规则集旁的用例（cases/*.yaml）；结果不符时退出码为 1。",
)


class TestFormat(StrEnum):
    """Forms in which `test` gives its result."""

    TEXT = "text"
    JSON = "json"
    JUNIT = "junit"


_Only = Annotated[
    str,
    option("--case", metavar="TEXT", en="Cases whose id holds TEXT.", zh="编号含 TEXT 的用例。"),
]
_Boundaries = Annotated[
    bool,
    option(
        "--boundaries",
        en="Run boundary cases made on the spot as well.",
        zh="同时运行临时生成的边界用例。",
    ),
]
_WriteBoundaries = Annotated[
    bool,
    option(
        "--write-boundaries",
        en="Write them to cases/boundaries.yaml.",
        zh="写入 cases/boundaries.yaml。",
    ),
]
_Coverage = Annotated[
    bool,
    option(
        "--coverage",
        en="List the outcomes that no case has shown.",
        zh="列出没有用例出现过的结论。",
    ),
]
_Update = Annotated[
    bool,
    option(
        "--update",
        en="Accept what came out, and show the change.",
        zh="接受实际结果，并显示改动。",
    ),
]
_Form = Annotated[TestFormat, option("--format", en="By default text.", zh="默认为 text。")]


def run_cases(
    paths: PathsArgument,
    only: _Only = "",
    boundaries: _Boundaries = False,
    write_boundaries: _WriteBoundaries = False,
    coverage: _Coverage = False,
    update: _Update = False,
    form: _Form = TestFormat.TEXT,
    output: OutputOption = None,
    lang: LangOption = None,
) -> int:
    """Run cases; print what came out otherwise, and totals."""
    from targetcheck.authoring.cases.case_suite import results_of
    from targetcheck.cli.terminal_output import put
    from targetcheck.ruleset_locator import ruleset_files

    said = chosen(lang)
    tested: list[Tested] = []
    for file in ruleset_files(paths):
        plans = _plans(file)
        if write_boundaries:
            _write(file, plans, said)
        tested.append(results_of(file, plans, wanted=only, generated=boundaries))
        if update and not tested[-1].passed:
            _update(tested[-1])
            tested[-1] = results_of(file, plans, wanted=only)
    put(_text(tested, form, said, coverage=coverage), output)
    return ExitCode.FINE if all(item.passed for item in tested) else ExitCode.FOUND


def _plans(file: Path) -> Plans:
    from targetcheck import api

    @cache
    def plans(profile: str | None) -> Plan:
        return api.compile_plan(file, profile)

    return plans


def _write(file: Path, plans: Plans, lang: Language) -> None:
    """Write boundary cases; say where bound and kernel disagree, and what was left out."""
    from targetcheck.authoring.cases.case_suite import BOUNDARIES, boundaries_text
    from targetcheck.cli.terminal_output import tell
    from targetcheck.files import write_file

    text, odd, left_out = boundaries_text(plans(None), plans)
    folder = file.parent / "cases"
    folder.mkdir(exist_ok=True)
    write_file(folder / BOUNDARIES, text)
    zh = lang == "zh"
    tell(
        f"{'评判与限值不符' if zh else 'the verdict disagrees with the bound'}: {line}"
        for line in odd
    )
    tell(f"{'未能生成' if zh else 'left out'}: {key}: {why}" for key, why in left_out.items())


def _update(tested: Tested) -> None:
    from pathlib import Path

    from targetcheck.authoring.cases.case_update import shown_change, updated
    from targetcheck.cli.terminal_output import put
    from targetcheck.files import decode_utf8, read_bytes, write_file

    files = dict.fromkeys(ran.case.where.file for ran in tested.failed)
    for name in files:
        path = Path(name)
        if not path.is_file():
            continue
        before = decode_utf8(read_bytes(path, name), name)
        after = updated(path, [ran for ran in tested.failed if ran.case.where.file == name])
        put(shown_change(path, before, after))
        write_file(path, after)


def _text(tested: list[Tested], form: TestFormat, lang: Language, *, coverage: bool) -> str:
    if form is TestFormat.JUNIT:
        from targetcheck.authoring.cases.case_results import junit_xml

        return junit_xml(tested, lang)
    from targetcheck.authoring.cases.case_results import as_data, as_text

    if form is TestFormat.JSON:
        from targetcheck.exact_json import json_text

        return json_text(as_data(tested, lang)) + "\n"
    return as_text(tested, lang, coverage=coverage)
