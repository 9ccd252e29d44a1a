"""Heading of a verdict table, and its sections by action.

Layer: output. Input: a Result. Output: text, and runs of verdicts in document order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from targetcheck.errors import Language
from targetcheck.evaluation import Result
from targetcheck.output.verdict_columns import OWN_READING
from targetcheck.plan.restated_targets import Stated, stated_once
from targetcheck.printable_text import printable
from targetcheck.verdicts.verdict import Verdict
from targetcheck.verdicts.verdict_data import OUTSIDE


@dataclass(frozen=True, slots=True)
class ActionSection:
    """Consecutive verdicts of one action, or of no action.

    `title` is empty only if the ruleset has no actions.
    """

    title: str
    verdicts: tuple[Verdict, ...]


def sections(
    result: Result, verdicts: Sequence[Verdict], lang: Language
) -> Iterator[ActionSection]:
    """Return verdicts in document order, split where the action changes."""
    actions = result.ruleset.actions
    other = ("其他" if lang == "zh" else "other") if actions else ""
    for action, run in groupby(verdicts, lambda v: v.spec.action or ""):
        title = (actions[action].say(lang) or action) if action in actions else other
        yield ActionSection(printable(title), tuple(run))


def title_text(result: Result, lang: Language) -> str:
    """Return title and number of the document."""
    ruleset = result.ruleset
    return printable(f"{ruleset.title.say(lang)} · {ruleset.document.number}")


def basis_text(result: Result, lang: Language) -> str:
    """Return the basis of the evaluation: dates, profile, number of rows."""
    made, zh = result.provenance, lang == "zh"
    parts = [f"基准日{made.as_of}" if zh else f"as of {made.as_of}"]
    if made.known_at is not None:
        parts.append(f"数据截止日{made.known_at}" if zh else f"known at {made.known_at}")
    if made.profile != "default":
        parts.append(f"评判方案{made.profile}" if zh else f"profile {made.profile}")
    if result.scope is not None:
        parts.append(
            f"填报任务{scope_name(result, lang)}"
            if zh
            else f"submission {scope_name(result, lang)}"
        )
    return " · ".join([*parts, rows_text(result, lang)])


def rows_text(result: Result, lang: Language) -> str:
    """Return the number of rows read, used and set aside."""
    rows, used, aside = result.rows, result.used, len(result.set_aside)
    if lang == "zh":
        return f"数据{rows}行，采用{used}行，未采用{aside}行"
    return f"{rows} row{'' if rows == 1 else 's'} read, {used} used, {aside} set aside"


def scope_name(result: Result, lang: Language) -> str:
    """Return the name of the submission to which the counts are limited, or an empty text."""
    if result.scope is None:
        return ""
    named = result.ruleset.submissions.get(result.scope)
    return printable((named.say(lang) if named is not None else "") or result.scope)


def scope_text(result: Result, lang: Language) -> str:
    """Return how many verdicts lie outside the submission, or an empty text."""
    outside = result.summary().get(OUTSIDE, 0)
    if not outside:
        return ""
    name = scope_name(result, lang)
    if lang == "zh":
        return f"另有{outside}个评判项不在“{name}”填报范围内，不计入上述数字和比例。"
    lie = "verdict lies" if outside == 1 else "verdicts lie"
    return f"{outside} more {lie} outside the submission “{name}” and count in no figure or share."


def reported_text(result: Result, lang: Language) -> str:
    """Return how many verdicts are left out since the data have no row of them, or an empty text.

    Verdicts outside a submission are not among them: `scope_text` counts those.
    """
    left = len((result.whole or result).inside) - len(result.inside)
    if not result.only_reported or not left:
        return ""
    if lang == "zh":
        return f"只列本期数据中有报送记录的目标，其余{left}个评判项没有报送记录，不列入也不计数。"
    left_out = "verdict has none and is" if left == 1 else "verdicts have none and are"
    return f"Only targets that the data have rows of are listed; {left} more {left_out} left out."


def total_text(shown: int, total: int, lang: Language) -> str:
    """Return the number of verdicts, and how many of them are shown."""
    if lang == "zh":
        return f"共{total}个评判项" + (f"（显示{shown}个）" if shown != total else "")
    all_of = f"{total} verdict{'' if total == 1 else 's'}"
    return all_of + (f" ({shown} shown)" if shown != total else "")


def illustrative_text(result: Result, lang: Language) -> str:
    """Return the warning for outputs made from illustrative data, or an empty text."""
    rows = result.illustrative
    if not rows:
        return ""
    if lang == "zh":
        return f"含示例数据：所用数据中有{rows}行系演示编写，不反映实际情况，不得引用。"
    return (
        f"Illustrative data: {rows} row{' is' if rows == 1 else 's are'} invented. "
        "Do not use these verdicts as results."
    )


def own_readings(known: Iterable[Stated[Verdict]]) -> int:
    """Return how many of the verdicts that count rest on a reading of the document."""
    return sum(
        "own_reading" in stated.item.flags and stated.item.status != "not_applicable"
        for stated in known
    )


def reading_text(verdicts: Iterable[Verdict], lang: Language) -> str:
    """Return how many verdicts rest on the author's interpretation, or an empty text."""
    found = list(verdicts)
    marked = sum(v.status != "not_applicable" and "own_reading" in v.flags for v in found)
    if not marked:
        return ""
    count = own_readings(stated_once(found, found[0].plan.ruleset))
    again, zh = marked - count, lang == "zh"
    more = f"（重复表述的另有{again}个）" if zh else f", and {again} more that restate them,"
    more = more if again else ""
    if zh:
        return f"{OWN_READING} {count}个评判项{more}的数值、时限或范围原文未明确，系按解读判定。"
    verbs = ("verdict", "rests") if marked == 1 else ("verdicts", "rest")
    return (
        f"{OWN_READING} {count} {verbs[0]}{more} {verbs[1]} on an amount, date or scope that the "
        "document leaves open; it is the interpretation of the ruleset's author."
    )


def doubts_text(result: Result, lang: Language) -> str:
    """Return the number of doubtful values with the first of them, or an empty text."""
    found = result.doubts
    if not found:
        return ""
    first = found[0]
    if lang == "zh":
        return f"{len(found)}个数值存疑，须核对，例如{first.where}：{first.zh}。"
    verb = "value is" if len(found) == 1 else "values are"
    return f"{len(found)} {verb} in doubt, for example {first.where}: {first.en}."


def caveats(result: Result, verdicts: Iterable[Verdict], lang: Language) -> list[str]:
    """Return the caveats of the numbers: what is left out, illustrative data, interpretations."""
    texts = (
        reported_text(result, lang), illustrative_text(result, lang), reading_text(verdicts, lang),
        doubts_text(result, lang),
    )  # fmt: skip
    return [text for text in texts if text]
