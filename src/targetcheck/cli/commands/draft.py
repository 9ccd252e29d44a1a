"""`targetcheck draft`: propose a ruleset from the text of a document.

Layer: cli.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.options import HelpText, LangOption, argument, chosen, option

if TYPE_CHECKING:
    from targetcheck.api.draft_functions import Draft
    from targetcheck.errors import Language

SHORT = HelpText("Draft a ruleset from a document.", "由文件起草规则集。")
HELP = HelpText(
    "Draft a ruleset from a document (TXT, Markdown, HTML, DOCX, PDF with text, OFD). Every field "
    "records its confidence and its source text; `lint` rejects fields that a person has not settled.",
    "由文件（TXT、Markdown、HTML、DOCX、含文字的 PDF、OFD）起草规则集。每个字段都注明把握程度和所据文字；"
    "未经核定的，lint 不予通过。",
)

_Document = Annotated[
    str,
    argument(
        "DOCUMENT", en="Document, or with --review a draft.", zh="文件；用 --review 时为草案。"
    ),
]
_Folder = Annotated[
    str | None,
    option("-o", "--output", metavar="FOLDER", en="Folder to create.", zh="新建的文件夹。"),
]
_Places = Annotated[
    list[str],
    option(
        "--place",
        metavar="ID=NAME",
        en="Place that the document binds, then places inside it. Repeatable.",
        zh="文件所约束的地区，其后为其下的地区。可多次给出。",
    ),
]


_Review = Annotated[
    bool,
    option(
        "--review",
        en="Make a workbook for the review of the draft in the folder DOCUMENT.",
        zh="为 DOCUMENT 文件夹中的草案生成审核工作簿。",
    ),
]
_Answers = Annotated[
    str | None,
    option(
        "--answers",
        metavar="FILE",
        en="With --review: read the decisions of a workbook back into the draft.",
        zh="与 --review 同用：把工作簿中的意见读回草案。",
    ),
]


def draft(
    document: _Document,
    output: _Folder = None,
    place: _Places = [],  # noqa: B006  # click makes a new list for each call
    review: _Review = False,
    answers: _Answers = None,
    lang: LangOption = None,
) -> int:
    """Write the draft and print what it holds; with --review make its workbook, or read it back."""
    from targetcheck import api
    from targetcheck.cli.terminal_output import put
    from targetcheck.errors import Diagnostic, TargetcheckError, Where

    if review or answers is not None:
        return _reviewed(document, answers, chosen(lang))
    if output is None:
        raise TargetcheckError(
            Diagnostic(
                "usage",
                "`draft` needs a folder to write to",
                "draft 需要输出文件夹",
                "give it with `-o FOLDER`",
                "请用 -o 文件夹 给出",
                Where("-o"),
            )
        )
    places = dict(_place(text) for text in place)
    for made in api.draft(document, output, places=places):
        put(_text(made, chosen(lang)))
    return ExitCode.FINE


def _reviewed(folder: str, answers: str | None, lang: Language) -> int:
    from targetcheck import api
    from targetcheck.cli.terminal_output import put

    if answers is None:
        put(f"{api.review_draft(folder, lang)}\n")
        return ExitCode.FINE
    counts = api.answer_draft(folder, answers, lang)
    said = [counts.get(key, 0) for key in ("accept", "correct", "strike")]
    if lang == "zh":
        put(f"接受{said[0]}项，修改{said[1]}项，删去{said[2]}项\n")
    else:
        put(f"accepted: {said[0]}, corrected: {said[1]}, struck: {said[2]}\n")
    return ExitCode.FINE


def _place(text: str) -> tuple[str, str]:
    name, _, label = text.partition("=")
    return name.strip(), (label or name).strip()


def _text(made: Draft, lang: Language) -> str:
    head = f"{made.folder}  {made.title} {made.number}".rstrip()
    if lang == "zh":
        return (
            f"{head}\n  目标{made.targets}项（含数字{made.figures}项），未采用的数字{made.set_aside}处；"
            f"字段：确定{made.marks['certain']}个、较有把握{made.marks['likely']}个、猜测{made.marks['guess']}个；"
            f"待核定{made.todo}处\n"
        )
    return (
        f"{head}\n  targets: {made.targets} ({made.figures} with a figure), numbers set aside: "
        f"{made.set_aside}, fields: {made.marks['certain']} certain, {made.marks['likely']} likely, "
        f"{made.marks['guess']} guess, to settle: {made.todo}\n"
    )
