"""`targetcheck new`: the first files of a ruleset.

Floor: cli.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.language import chosen, say
from targetcheck.cli.options import LangOption

HELP = say(
    "Start a ruleset: a folder with a file that teaches, a first case and the schema for editors.",
    "新建规则集：带讲解的文件、第一个用例和编辑器用的 Schema。",
)


def new(
    folder: Annotated[
        str,
        typer.Argument(metavar="FOLDER", show_default=False, help=say("It is made.", "将新建。")),
    ],
    title: Annotated[
        str, typer.Option(metavar="TEXT", help=say("Title of the document.", "文件标题。"))
    ] = "某市长江高水平保护行动方案",
    number: Annotated[
        str, typer.Option(metavar="TEXT", help=say("Its number.", "文号。"))
    ] = "某政办发〔2024〕1号",
    issuer: Annotated[
        str, typer.Option(metavar="TEXT", help=say("Who issued it.", "发文机关。"))
    ] = "某市人民政府办公室",
    issued: Annotated[
        str, typer.Option(metavar="DATE", help=say("When.", "印发日期。"))
    ] = "2024-07-01",
    place: Annotated[
        str,
        typer.Option(metavar="ID=NAME", help=say("The place it binds.", "所约束的地区。")),
    ] = "city=某市",
    text: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help=say("Its text, for the hash.", "文件原文，用于计算哈希。")
        ),
    ] = None,
    lang: LangOption = None,
) -> int:
    """Write the files; nothing that exists is overwritten."""
    from targetcheck.authoring.newcomer import Known, id_of, skeleton
    from targetcheck.cli.findings import Faults
    from targetcheck.cli.streams import put
    from targetcheck.evaluation.json_text import json_text
    from targetcheck.ground.periods import parse_due
    from targetcheck.reports.schemas import ruleset_schema
    from targetcheck.sources.files import decode_utf8, read_bytes

    faults, home = Faults(), Path(folder)
    day, words = None, None
    with faults.kept("--issued"):
        day = parse_due(issued)
    with faults.kept("--text"):
        words = None if text is None else decode_utf8(read_bytes(text, text), text)
    with faults.kept(folder):
        _refuse_taken(home)
    faults.check()
    assert day is not None
    where, _, name = place.partition("=")
    known = Known(
        id_of(home.resolve().name), title, number, issuer, day, where, name or where, words
    )
    made = skeleton(known, chosen(lang))
    made["ruleset.schema.json"] = json_text(ruleset_schema()) + "\n"
    for name, content in made.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        put(content, str(home / name))
        put(f"{home / name}\n")
    return ExitCode.FINE


def _refuse_taken(home: Path) -> None:
    from targetcheck.errors import Diagnostic, TargetcheckError, Where

    if (home / "ruleset.yaml").exists():
        raise TargetcheckError(
            Diagnostic(
                "ruleset-exists",
                f"there is a ruleset in `{home}` already",
                f"“{home}”中已有规则集",
                "name another folder",
                "请换一个文件夹",
                Where(str(home)),
            )
        )
