"""`targetcheck rule`: explain a code of an error, of a verdict or of lint.

Layer: cli.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.options import (
    HelpText,
    LangOption,
    TextFormat,
    TextFormatOption,
    argument,
    chosen,
)

if TYPE_CHECKING:
    from targetcheck.errors import Language
    from targetcheck.output.code_listing import ListedCode

SHORT = HelpText("Explain a code.", "说明一个代码。")
HELP = HelpText(
    "Explain a code: of an error, of the reason, status or flag of a verdict, or of lint; without a "
    "code, list all.",
    "说明一个代码：出错代码，结论的判定理由、状态、提示，或 lint 的规则；不写代码时全部列出。",
)
_Code = Annotated[
    str,
    argument(
        "CODE",
        en="Code as printed, such as behind_schedule or own-reading.",
        zh="输出中的代码，如 behind_schedule、own-reading。",
    ),
]


def rule(
    code: _Code = "", form: TextFormatOption = TextFormat.TEXT, lang: LangOption = None
) -> int:
    """Print what a code means."""
    from targetcheck.cli.terminal_output import put
    from targetcheck.exact_json import json_text
    from targetcheck.output.code_listing import code_named, listed_codes

    said = chosen(lang)
    found = [code_named(code)] if code else list(listed_codes())
    if form is TextFormat.JSON:
        data = [{"code": c.code, "kind": c.kind, "texts": list(c.texts)} for c in found]
        put(json_text(data) + "\n")
    elif code:
        put(_text(found[0], said))
    else:
        from targetcheck.output.text_grid import columns

        put(columns([(c.code, c.kind_text(said), c.first(said)) for c in found]))
    return ExitCode.FINE


def _text(found: ListedCode, lang: Language) -> str:
    lines = [f"{found.code}  {found.kind_text(lang)}", ""]
    for number, text in enumerate(found.texts):
        if number:
            lines.append("")
        lines.append(text[lang])
        hint = text.get(f"hint_{lang}")
        if hint:
            lines.append(f"  → {hint}")
    return "\n".join([*lines, *_page(found)]) + "\n"


def _page(found: ListedCode) -> list[str]:
    """Return the page on a rule of lint, without its heading."""
    if found.kind != "lint":
        return []
    from targetcheck.material_folder import material_folder

    page = material_folder() / "docs" / "reference" / "lint" / f"{found.code}.md"
    return ["", *page.read_text("utf-8").splitlines()[2:]] if page.is_file() else []
