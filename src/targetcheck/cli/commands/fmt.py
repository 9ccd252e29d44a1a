"""`targetcheck fmt`: format ruleset files and keep their comments.

Layer: cli.
"""

from __future__ import annotations

from typing import Annotated

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.options import HelpText, LangOption, PathsArgument, chosen, option

SHORT = HelpText("Format ruleset files.", "统一规则集文件的排版。")
HELP = HelpText(
    "Format ruleset files; comments are kept. With --check, exits with 1 if a file would change.",
    "统一规则集文件的排版，保留注释。加 --check 时，有文件须调整则退出码为1。",
)
_Check = Annotated[
    bool,
    option(
        "--check",
        en="Write nothing; list the files that would change.",
        zh="不改动，只列出须调整的文件。",
    ),
]
_Diff = Annotated[
    bool, option("--diff", en="Change nothing, show the changes.", zh="不改动，只显示将作的改动。")
]


def fmt(
    paths: PathsArgument, check: _Check = False, diff: _Diff = False, lang: LangOption = None
) -> int:
    """Format every file, or list the files that would change."""
    from targetcheck.authoring.cases.case_update import shown_change
    from targetcheck.authoring.formatter import formatted
    from targetcheck.cli.terminal_output import put
    from targetcheck.errors import Faults
    from targetcheck.files import decode_utf8, read_bytes, write_file
    from targetcheck.ruleset_locator import yaml_files

    zh, faults, changed = chosen(lang) == "zh", Faults(), 0
    files = yaml_files(paths)
    for file in files:
        with faults.kept(str(file)):
            before = decode_utf8(read_bytes(file, str(file)), str(file))
            after = formatted(before, str(file))
            if after == before:
                continue
            changed += 1
            if diff:  # only shows
                put(shown_change(file, before, after))
            elif check:
                put(f"{file}: {'排版需调整' if zh else 'would be reformatted'}\n")
            if not check and not diff:
                write_file(file, after)
    faults.check()
    if zh:
        put(f"{len(files)}个文件，{changed}个{'需调整' if check or diff else '已调整'}\n")
    else:
        put(f"files: {len(files)}, {'to change' if check or diff else 'changed'}: {changed}\n")
    return ExitCode.FOUND if check and changed else ExitCode.FINE
