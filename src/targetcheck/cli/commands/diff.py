"""`targetcheck diff`: compare two versions of a ruleset.

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
    option,
)

if TYPE_CHECKING:
    from targetcheck.errors import Diagnostic, Language
    from targetcheck.evaluation import Result

SHORT = HelpText("Compare two versions of a ruleset.", "比较规则集的两个版本。")
HELP = HelpText(
    "Compare the version NEW of a ruleset with OLD. Exits with 1 if they differ.",
    "比较新版规则集 NEW 与旧版 OLD 的目标任务；有不同时退出码为1。",
)


_Old = Annotated[str, argument("OLD", en="A ruleset.", zh="规则集。")]
_New = Annotated[str, argument("NEW", en="The version to compare with.", zh="另一版本。")]
_Data = Annotated[
    list[str] | None,
    argument(
        "DATA", en="Tables on which to compare the verdicts.", zh="数据表，用以比较两个版本的结论。"
    ),
]
_AsOf = Annotated[
    str | None,
    option(
        "--as-of",
        metavar="DATE",
        en="Evaluation date; required with DATA.",
        zh="基准日，有数据表时必填。",
    ),
]


def diff(
    old: _Old,
    new: _New,
    data: _Data = None,
    as_of: _AsOf = None,
    form: TextFormatOption = TextFormat.TEXT,
    lang: LangOption = None,
) -> int:
    """Print a sentence for every difference, and the verdicts that change."""
    from targetcheck import api
    from targetcheck.authoring.version_diff import changes
    from targetcheck.authoring.version_diff_text import change_text
    from targetcheck.cli.terminal_output import put
    from targetcheck.errors import Faults
    from targetcheck.exact_json import json_text

    said, faults = chosen(lang), Faults()
    plans = []
    for name in (old, new):
        with faults.kept():
            plans.append(api.compile_plan(name))
    if data and as_of is None:
        faults.found.append(_day_wanted())
    faults.check()
    before, after = plans
    found = changes(before, after)
    told = [(change, change_text(change, before, after, said)) for change in found]
    turned: list[dict[str, str]] = []
    if data and as_of is not None:
        results = [api.evaluate(plan, list(data), as_of=as_of) for plan in plans]
        turned = _turned(*results)
    if form is TextFormat.JSON:
        records = [{"kind": c.kind, "target": c.target, "matter": c.matter, "places": c.places,
                    "text": text} for c, text in told]  # fmt: skip
        put(json_text({"changes": records, "verdicts": turned}) + "\n")
    else:
        put("".join(f"{text}\n" for _, text in told) + _verdicts(turned, said))
        put(_sum(len(told), len(turned), said, judged=bool(data)))
    return ExitCode.FOUND if found or turned else ExitCode.FINE


def _turned(before: Result, after: Result) -> list[dict[str, str]]:
    """Return the verdicts that differ between the versions, or that only one of them has."""
    olds, news = ({(v.target, v.place, v.due): v for v in r.verdicts} for r in (before, after))
    found = []
    for key in dict.fromkeys((*olds, *news)):
        was, now = olds.get(key), news.get(key)
        texts = [f"{v.status}/{v.reason}" if v is not None else "" for v in (was, now)]
        if texts[0] != texts[1]:
            target, place, due = key
            found.append({"target": target, "place": place, "due": due.isoformat(),
                          "old": texts[0], "new": texts[1]})  # fmt: skip
    return found


def _verdicts(turned: list[dict[str, str]], lang: Language) -> str:
    from targetcheck.verdicts.code_terms import STATUS, word

    none = "无" if lang == "zh" else "none"
    lines = []
    for item in turned:
        was, now = (word(STATUS, item[k].partition("/")[0], lang) or none for k in ("old", "new"))
        if was == now:
            was, now = item["old"], item["new"]
        head = "结论" if lang == "zh" else "verdict"
        lines.append(f"{head} {item['target']}@{item['place']}@{item['due']}: {was} → {now}\n")
    return "".join(lines)


def _sum(changed: int, turned: int, lang: Language, *, judged: bool) -> str:
    if lang == "zh":
        return f"{changed}处不同" + (f"，{turned}项结论不同" if judged else "") + "\n"
    return (
        f"differences: {changed}" + (f", verdicts that change: {turned}" if judged else "") + "\n"
    )


def _day_wanted() -> Diagnostic:
    from targetcheck.errors import Diagnostic, Where

    return Diagnostic(
        "usage",
        "data was given without an evaluation date",
        "给出了数据，却没有基准日",
        "add `--as-of DATE`",
        "请加 --as-of 日期",
        Where("--as-of"),
    )
