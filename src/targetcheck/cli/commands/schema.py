"""`targetcheck schema`: print the JSON Schema of rulesets or results.

Layer: cli.
"""

from __future__ import annotations

from typing import Annotated

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.options import HelpText, OutputOption, SchemaKind, argument

SHORT = HelpText("Print a JSON Schema.", "输出 JSON Schema。")
HELP = HelpText(
    "Print a JSON Schema: of rulesets and shared files, for editors, or of the JSON result.",
    "输出 JSON Schema：规则集及其分文件（供编辑器使用），或 JSON 结果。",
)


_Kind = Annotated[
    SchemaKind,
    argument(
        "KIND",
        en="Kind of document. part: a file for `include` or `use`. Default: ruleset.",
        zh="文件种类：ruleset、part（被 include 或 use 的分文件）或 result（JSON 结果），默认为 ruleset。",
    ),
]


def schema(kind: _Kind = SchemaKind.RULESET, output: OutputOption = None) -> int:
    """Print a schema."""
    from targetcheck.cli.terminal_output import put
    from targetcheck.exact_json import json_text
    from targetcheck.output.ruleset_text.json_schemas import (
        part_schema,
        result_schema,
        ruleset_schema,
    )

    made = {
        SchemaKind.RULESET: ruleset_schema,
        SchemaKind.PART: part_schema,
        SchemaKind.RESULT: result_schema,
    }[kind]()
    put(json_text(made) + "\n", output)
    return ExitCode.FINE
