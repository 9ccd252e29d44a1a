"""`targetcheck show` and `targetcheck rulesets`: print a ruleset; list the bundled ones.

Layer: cli.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.options import (
    HelpText,
    LangOption,
    OutputOption,
    ShowFormat,
    argument,
    chosen,
    option,
)
from targetcheck.errors import Language

SHORT = HelpText("Show a ruleset clause by clause, or as data.", "逐条显示规则集，或输出为数据。")
HELP = HelpText(
    "Show a ruleset clause by clause, or as data; without a name, list the bundled ones.",
    "逐条显示规则集，或输出为数据；不写名称则列出内置的规则集。",
)
LIST_HELP = HelpText("List the bundled rulesets.", "列出内置的规则集。")


_Ruleset = Annotated[
    str | None,
    argument(
        "RULESET",
        en="Bundled ruleset, or a file or folder.",
        zh="内置规则集的名称，或文件、文件夹。",
    ),
]
_Form = Annotated[
    ShowFormat,
    option("--format", en="Output format. Default: table.", zh="输出格式，默认为 table。"),
]


def show(
    ruleset: _Ruleset = None,
    form: _Form = ShowFormat.TABLE,
    output: OutputOption = None,
    lang: LangOption = None,
) -> int:
    """Print a ruleset."""
    from targetcheck import api
    from targetcheck.cli.terminal_output import draw, put
    from targetcheck.exact_json import json_text
    from targetcheck.output.ruleset_text.target_table import print_promises
    from targetcheck.ruleset.ruleset import canonical, to_yaml

    if ruleset is None:
        return rulesets(lang)
    if form is ShowFormat.TABLE:
        plan = api.compile_plan(ruleset)
        draw(lambda console: print_promises(plan, console, chosen(lang)), output)
    elif form in (ShowFormat.PROSE, ShowFormat.MD, ShowFormat.HTML):
        from targetcheck.output.ruleset_text import ruleset_prose

        made = {
            ShowFormat.PROSE: ruleset_prose.as_prose,
            ShowFormat.MD: ruleset_prose.as_markdown_prose,
            ShowFormat.HTML: ruleset_prose.as_html,
        }[form]
        put(made(api.compile_plan(ruleset), chosen(lang)), output)
    elif form is ShowFormat.SDMX:
        from targetcheck.interchange.sdmx.structure_writer import ruleset_structure

        put(ruleset_structure(api.load_ruleset(ruleset)), output)
    elif form is ShowFormat.JSON:
        put(json_text(canonical(api.load_ruleset(ruleset))) + "\n", output)
    else:
        put(to_yaml(api.load_ruleset(ruleset)), output)
    return ExitCode.FINE


def rulesets(lang: LangOption = None) -> int:
    """Print name, title and document of every bundled ruleset."""
    from targetcheck import ruleset_locator
    from targetcheck.cli.terminal_output import put
    from targetcheck.yaml_text.yaml_source import read_document

    lines = []
    for name in ruleset_locator.bundled_rulesets():
        data = read_document(ruleset_locator.ruleset_path(name)).data
        document = data.get("document")
        number = document.get("number", "") if isinstance(document, Mapping) else ""
        lines.append(f"{name}\n    {_said(data.get('title'), chosen(lang))} · {number}\n")
    put("".join(lines))
    return ExitCode.FINE


def _said(title: object, lang: Language) -> str:
    if not isinstance(title, Mapping):
        return str(title or "")
    texts = (title.get("zh"), title.get("en"))
    first, second = texts if lang == "zh" else reversed(texts)
    return str(first or second or "")
