"""`targetcheck test`: run the test cases of rulesets.

Layer: cli.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Annotated

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.options import (
    HelpText,
    LangOption,
    OutputOption,
    PathsArgument,
    chosen,
    option,
)

if TYPE_CHECKING:
    from pathlib import Path

    from targetcheck.authoring.cases.case_runner import Plans
    from targetcheck.authoring.cases.case_suite import Tested
    from targetcheck.errors import Language
    from targetcheck.plan.plan import Plan

SHORT = HelpText("Run the test cases of rulesets.", "运行规则集的用例。")
HELP = HelpText(
    "Run the test cases of rulesets (cases/*.yaml). Exits with 1 if a case fails.",
    "运行规则集的用例（cases/*.yaml）；有用例不符时退出码为1。",
)


class TestFormat(StrEnum):
    """Output formats of `test`."""

    TEXT = "text"
    JSON = "json"
    JUNIT = "junit"


_Only = Annotated[
    str,
    option(
        "--case",
        metavar="TEXT",
        en="Run only cases whose id contains TEXT.",
        zh="只运行编号含 TEXT 的用例。",
    ),
]
_Boundaries = Annotated[
    bool,
    option(
        "--boundaries",
        en="Also run generated boundary cases.",
        zh="同时运行临时生成的边界用例。",
    ),
]
_WriteBoundaries = Annotated[
    bool,
    option(
        "--write-boundaries",
        en="Write the boundary cases to cases/boundaries.yaml.",
        zh="把边界用例写入 cases/boundaries.yaml。",
    ),
]
_Coverage = Annotated[
    bool,
    option(
        "--coverage",
        en="List the outcomes that no case covers.",
        zh="列出没有用例覆盖的结论。",
    ),
]
_Update = Annotated[
    bool,
    option(
        "--update",
        en="Accept the actual verdicts as expected, and show the change.",
        zh="把实际结论作为预期结果，并显示改动。",
    ),
]
_Form = Annotated[
    TestFormat, option("--format", en="Output format. Default: text.", zh="默认为 text。")
]


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
    """Run the cases; print failures and totals."""
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
    """Write boundary cases; report disagreements of bound and engine, and omissions."""
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
