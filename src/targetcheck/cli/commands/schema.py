"""`targetcheck schema`: print the schema of rulesets, results or output tables.

Layer: cli.
"""

from __future__ import annotations

from typing import Annotated

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.options import HelpText, OutputOption, SchemaKind, argument

SHORT = HelpText("Print a JSON Schema or a data contract.", "输出 JSON Schema 或数据契约。")
HELP = HelpText(
    "Print a JSON Schema: of rulesets and shared files, for editors, or of the JSON result; or the "
    "description of the output tables as Table Schema, Data Package, ODCS contract or SDMX structure.",
    "输出 JSON Schema：规则集及其分文件（供编辑器使用），或 JSON 结果；"
    "或输出各结果表的 Table Schema、Data Package、ODCS 契约、SDMX 结构。",
)


_Kind = Annotated[
    SchemaKind,
    argument(
        "KIND",
        en="Kind of document. part: a file for `include` or `use`. table-schema, data-package, odcs, "
        "sdmx: the tables that `evaluate` writes. Default: ruleset.",
        zh="文件种类：ruleset、part（被 include 或 use 的分文件）、result（JSON 结果），或 table-schema、"
        "data-package、odcs、sdmx（evaluate 输出的各表），默认为 ruleset。",
    ),
]


def schema(kind: _Kind = SchemaKind.RULESET, output: OutputOption = None) -> int:
    """Print a schema."""
    from targetcheck.cli.terminal_output import put

    put(_text(kind), output)
    return ExitCode.FINE


def _text(kind: SchemaKind) -> str:
    from targetcheck.exact_json import json_text

    if kind is SchemaKind.SDMX:
        from targetcheck.interchange.sdmx.structure_writer import shipped_structure

        return shipped_structure()
    if kind is SchemaKind.ODCS:
        from targetcheck.interchange.contracts.odcs import data_contract
        from targetcheck.yaml_text.yaml_writer import dump_yaml

        return dump_yaml(data_contract())
    if kind in (SchemaKind.TABLE_SCHEMA, SchemaKind.DATA_PACKAGE):
        from targetcheck.interchange.contracts.frictionless import data_package, table_schema
        from targetcheck.interchange.contracts.output_tables import output_tables

        package = kind is SchemaKind.DATA_PACKAGE
        return json_text(data_package() if package else table_schema(output_tables()[0])) + "\n"
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
    return json_text(made) + "\n"
