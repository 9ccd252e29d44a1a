"""Arguments and options that several commands share.

Floor: cli. Imports nothing heavy: the help must come at once.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from targetcheck.cli.language import Lang, say


class ResultFormat(StrEnum):
    """Forms in which `evaluate` gives its result."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MD = "md"


class TextFormat(StrEnum):
    """Forms for people and for programs."""

    TEXT = "text"
    JSON = "json"


class ShowFormat(StrEnum):
    """Forms in which `show` gives a ruleset."""

    TABLE = "table"
    JSON = "json"
    YAML = "yaml"


class SchemaKind(StrEnum):
    """What there is a JSON Schema for."""

    RULESET = "ruleset"
    PART = "part"
    RESULT = "result"


RulesetArgument = Annotated[
    str,
    typer.Argument(
        metavar="RULESET",
        show_default=False,
        help=say("A bundled name, a file or a folder.", "自带名称、文件或文件夹。"),
    ),
]
AsOfOption = Annotated[
    str,
    typer.Option(
        "--as-of",
        metavar="DATE",
        show_default=False,
        help=say(
            "The day for which is judged: 2024-09-30, 2024Q3.", "评判日：2024-09-30、2024Q3。"
        ),
    ),
]
KnownAtOption = Annotated[
    str | None,
    typer.Option(
        "--known-at",
        metavar="DATE",
        help=say("Only what was reported by then counts.", "只采用此日前已上报的数据。"),
    ),
]
ProfileOption = Annotated[
    str | None,
    typer.Option(
        "--profile",
        metavar="NAME",
        help=say("A profile of the ruleset.", "规则集中的评判方案。"),
    ),
]
OutputOption = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help=say("Write to a file.", "写入文件。"),
    ),
]
LangOption = Annotated[
    Lang | None,
    typer.Option(
        "--lang",
        show_default=False,
        help=say("The language; by default that of the locale.", "语言，默认随系统。"),
    ),
]
