"""`targetcheck fmt`: ruleset files in one form, comments kept.

Floor: cli.
"""

from __future__ import annotations

from typing import Annotated

import typer

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.language import chosen, say
from targetcheck.cli.options import LangOption

HELP = say(
    "Lay out ruleset files in one form; comments stay. With --check only tell, exit code 1.",
    "统一规则集文件的排版，保留注释。加 --check 只报告，有差异时退出码为 1。",
)


def fmt(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH...",
            show_default=False,
            help=say("Files, folders or bundled names.", "文件、文件夹或自带名称。"),
        ),
    ],
    check: Annotated[
        bool, typer.Option("--check", help=say("Change nothing.", "不做改动。"))
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help=say("Show the changes.", "显示改动。"))
    ] = False,
    lang: LangOption = None,
) -> int:
    """Lay out every file, or tell which would change."""
    from targetcheck.authoring.layout import formatted
    from targetcheck.authoring.updating import shown_change
    from targetcheck.cli.findings import Faults
    from targetcheck.cli.ruleset_files import yaml_files
    from targetcheck.cli.streams import put
    from targetcheck.sources.files import decode_utf8, read_bytes

    zh, faults, changed = chosen(lang) == "zh", Faults(), 0
    files = yaml_files(paths)
    for file in files:
        with faults.kept(str(file)):
            before = decode_utf8(read_bytes(file, str(file)), str(file))
            after = formatted(before, str(file))
            if after == before:
                continue
            changed += 1
            if diff:
                put(shown_change(file, before, after))
            elif check:
                put(f"{file}: {'排版需调整' if zh else 'would be laid out anew'}\n")
            if not check:
                put(after, str(file))
    faults.check()
    if zh:
        put(f"{len(files)} 个文件，{changed} 个{'需调整' if check else '已调整'}\n")
    else:
        put(f"files: {len(files)}, {'to change' if check else 'changed'}: {changed}\n")
    return ExitCode.FOUND if check and changed else ExitCode.FINE
