"""Text listing of due steps in two languages: subjects, steps, clauses and causes.

Layer: escalation. Input: Escalated. Output: lines of text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from targetcheck.errors import Language

if TYPE_CHECKING:
    from targetcheck.escalation.escalation_record import Escalated, LadderPosition


def escalated_lines(
    found: Escalated,
    lang: Language,
    *,
    history: bool,
    fresh: frozenset[str] | None,
    beside: Callable[[LadderPosition], str] = lambda _: "",
) -> str:
    """Return what is due now, or every period, with clauses, conclusions and the engine used.

    `beside` says what else is known of a position, such as its items of a problem list.
    """
    zh = lang == "zh"
    lines: list[str] = []
    shown = found.stands if history else found.due()
    ladder = ""
    for stand in shown:
        if stand.ladder_id != ladder:
            ladder = stand.ladder_id
            lines.append(stand.ladder.say(lang))
        lines += _stand(stand, lang, fresh)
        more = beside(stand)
        if more:
            lines.append(f"    {more}")
    if not shown:
        lines.append("本期无应采取的措施" if zh else "no step is due in this period")
    newest = max((d.period.end for d in found.conclusions), default=None)
    drawn = [d for d in found.conclusions if history or d.period.end == newest]
    if drawn:
        lines.append("综合结论" if zh else "conclusions")
    for item in drawn:
        told = ("，" if zh else ", ").join((item.name.say(lang), item.period.text(lang)))
        colon = "：" if zh else ": "
        lines.append(f"  {told}{colon}{item.conclusion.say(lang)} ({'; '.join(item.evidence)})")
    last = max((turn.period.end for turn in found.turns), default=None)
    turns = [turn.cadence.say(lang) for turn in found.turns if turn.period.end == last]
    if turns:
        names = ("、" if zh else ", ").join(turns)
        lines.append(f"{last}应采取：{names}" if zh else f"due on {last}: {names}")
    lines.append(
        f"判定引擎：{_engine(found.decided_by)}" if zh else f"decided by: {found.decided_by}"
    )
    return "\n".join(lines) + "\n"


def _stand(stand: LadderPosition, lang: Language, fresh: frozenset[str] | None) -> Iterator[str]:
    zh = lang == "zh"
    done = ""
    if fresh is not None and stand.step is not None and stand.act_id not in fresh:
        done = "（此前已记录）" if zh else " (recorded before)"
    yield f"  {stand.to_dict(lang)['sentence']}{done}"
    if stand.step is None:
        return
    for cite in stand.citations[:1]:
        yield f"    {cite.clause}：“{cite.quote}”" if zh else f"    {cite.clause}: “{cite.quote}”"
    for text in stand.own_reading[:1]:
        yield (f"    解读：{text}" if zh else f"    interpretation of the ruleset's author: {text}")


def _engine(decided_by: str) -> str:
    """Return the engine that decided, in Chinese."""
    return decided_by.replace(", checked by the reference", "（已与参考引擎核对一致）").replace(
        "reference", "参考引擎"
    )
