"""`targetcheck units`: list the units that data and rulesets may use.

Layer: cli.
"""

from __future__ import annotations

from typing import Annotated

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.options import (
    HelpText,
    LangOption,
    OutputOption,
    TextFormat,
    TextFormatOption,
    argument,
    chosen,
)

SHORT = HelpText("List and search the units that are known.", "列出、查找可用的单位。")
HELP = HelpText(
    "List the units that are known, with every spelling, or those in which a word occurs.",
    "列出可用的单位及其全部写法，或其中含有某词的单位。",
)

_Word = Annotated[
    str,
    argument("WORD", en="Part of a spelling: mg, 吨, energy.", zh="写法的一部分：mg、吨、energy。"),
]


def units(
    word: _Word = "",
    form: TextFormatOption = TextFormat.TEXT,
    output: OutputOption = None,
    lang: LangOption = None,
) -> int:
    """Print the units."""
    from targetcheck.cli.terminal_output import put
    from targetcheck.exact_json import json_text
    from targetcheck.output.unit_listing import listed_units, unit_lines, units_data

    if form is TextFormat.JSON:
        put(json_text(units_data(word)) + "\n", output)
    else:
        put("\n".join(unit_lines(word, chosen(lang))) + "\n", output)
    return ExitCode.FINE if listed_units(word) else ExitCode.FOUND
