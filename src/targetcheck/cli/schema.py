"""`targetcheck schema`: the JSON Schemas of what goes in and what comes out.

Floor: cli.
"""

from __future__ import annotations

from typing import Annotated

import typer

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.language import say
from targetcheck.cli.options import OutputOption, SchemaKind

SHORT = say("Print a JSON Schema.", "输出 JSON Schema。")
HELP = say(
    "Print a JSON Schema: of rulesets and their parts, for editors, or of the JSON result.",
    "输出 JSON Schema：规则集及其分文件（供编辑器使用），或 JSON 结果。",
)


def schema(
    kind: Annotated[
        SchemaKind,
        typer.Argument(
            metavar="KIND",
            help=say(
                "ruleset, part (files that are included or used) or result.",
                "ruleset、part（被 include 或 use 的分文件）或 result。",
            ),
        ),
    ] = SchemaKind.RULESET,
    output: OutputOption = None,
) -> int:
    """Print a schema."""
    from targetcheck.cli.streams import put
    from targetcheck.evaluation.json_text import json_text
    from targetcheck.reports.schemas import part_schema, result_schema, ruleset_schema

    made = {
        SchemaKind.RULESET: ruleset_schema,
        SchemaKind.PART: part_schema,
        SchemaKind.RESULT: result_schema,
    }[kind]()
    put(json_text(made) + "\n", output)
    return ExitCode.FINE
