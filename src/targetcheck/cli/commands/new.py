"""`targetcheck new`: create the starter files of a ruleset.

Layer: cli.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.options import HelpText, LangOption, argument, chosen, option

SHORT = HelpText("Create a ruleset folder.", "新建规则集文件夹。")
HELP = HelpText(
    "Create a ruleset folder: commented ruleset.yaml, first test case, JSON Schema for editors.",
    "新建规则集文件夹，内有带说明的 ruleset.yaml、第一个用例和供编辑器使用的 JSON Schema。",
)


_Folder = Annotated[str, argument("FOLDER", en="Folder to create.", zh="要新建的文件夹。")]
_Title = Annotated[
    str, option("--title", metavar="TEXT", en="Title of the document.", zh="文件标题。")
]
_Number = Annotated[
    str, option("--number", metavar="TEXT", en="Number of the document.", zh="文号。")
]
_Issuer = Annotated[
    str, option("--issuer", metavar="TEXT", en="Issuer of the document.", zh="发文机关。")
]
_Issued = Annotated[str, option("--issued", metavar="DATE", en="Date of issue.", zh="印发日期。")]
_Place = Annotated[
    str,
    option(
        "--place",
        metavar="ID=NAME",
        en="Place to which the document applies.",
        zh="文件适用的地区。",
    ),
]
_Words = Annotated[
    str | None,
    option(
        "--text",
        metavar="FILE",
        en="Text of the document, to record its hash.",
        zh="文件原文，用于计算校验码（SHA-256）。",
    ),
]


def new(
    folder: _Folder,
    title: _Title = "某市长江高水平保护行动方案",
    number: _Number = "某政办发〔2024〕1号",
    issuer: _Issuer = "某市人民政府办公室",
    issued: _Issued = "2024-07-01",
    place: _Place = "city=某市",
    text: _Words = None,
    lang: LangOption = None,
) -> int:
    """Write the files; existing files are never overwritten."""
    from targetcheck.authoring.starter_ruleset import Known, id_of, skeleton
    from targetcheck.cli.terminal_output import put
    from targetcheck.errors import Faults
    from targetcheck.exact_json import json_text
    from targetcheck.files import decode_utf8, read_bytes, write_file
    from targetcheck.output.ruleset_text.json_schemas import ruleset_schema
    from targetcheck.periods.period_input import parse_due

    faults, home = Faults(), Path(folder)
    day, words = None, None
    with faults.kept("--issued"):
        day = parse_due(issued)
    with faults.kept("--text"):
        words = None if text is None else decode_utf8(read_bytes(text, text), text)
    faults.check()
    assert day is not None
    where, _, name = place.partition("=")
    known = Known(
        id_of(home.resolve().name), title, number, issuer, day, where, name or where, words
    )
    made = skeleton(known, chosen(lang))
    made["ruleset.schema.json"] = json_text(ruleset_schema()) + "\n"
    _refuse_taken(home, made)
    for name, content in made.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        write_file(home / name, content)
        put(f"{home / name}\n")
    return ExitCode.FINE


def _refuse_taken(home: Path, names: Iterable[str]) -> None:
    from targetcheck.errors import Diagnostic, TargetcheckError, Where

    taken = [name for name in names if (home / name).exists()]
    if taken:
        raise TargetcheckError(
            Diagnostic(
                "ruleset-exists",
                f"there is a file `{taken[0]}` in `{home}` already",
                f"“{home}”中已有文件“{taken[0]}”",
                "name another folder",
                "请换一个文件夹",
                Where(str(home)),
            )
        )
