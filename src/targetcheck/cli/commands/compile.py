"""`targetcheck compile`: write a compiled plan, which loads without YAML and validation.

Layer: cli.
"""

from __future__ import annotations

from typing import Annotated

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.options import (
    HelpText,
    LangOption,
    ProfileOption,
    RulesetArgument,
    chosen,
    option,
)

SHORT = HelpText("Compile a ruleset to a file that loads fast.", "把规则集编译成可快速载入的文件。")
HELP = HelpText(
    "Compile a ruleset under a profile to a file, which the other commands accept in its place. "
    "With --check, exits with 1 if FILE is out of date.",
    "按一种评判方案把规则集编译成文件，其他命令可用它代替规则集。"
    "加 --check 时，FILE 已过期则退出码为1。",
)
_File = Annotated[
    str, option("-o", "--output", metavar="FILE", en="File to write.", zh="要写入的文件。")
]
_Check = Annotated[
    bool,
    option(
        "--check",
        en="Write nothing; exit with 1 if FILE is out of date.",
        zh="不写入；FILE 已过期时退出码为1。",
    ),
]


def compile_ruleset(
    ruleset: RulesetArgument,
    output: _File,
    profile: ProfileOption = None,
    check: _Check = False,
    lang: LangOption = None,
) -> int:
    """Write the plan, or check that the file holds it."""
    from targetcheck import api
    from targetcheck.cli.terminal_output import put, tell
    from targetcheck.files import read_bytes

    zh = chosen(lang) == "zh"
    plan = api.compile_plan(ruleset, profile)
    text = api.plan_text(plan)
    if not check:
        put(text, output)
        count = len(plan.questions)
        if output != "-":
            tell(
                f"已编译为{output}，共{count}个评判项"
                if zh
                else f"{output}: {count} target instances compiled"
            )
        return ExitCode.FINE
    if read_bytes(output, output) == text.encode():
        return ExitCode.FINE
    tell(f"{output}已过期，需重新编译" if zh else f"{output}: out of date, compile it again")
    return ExitCode.FOUND
