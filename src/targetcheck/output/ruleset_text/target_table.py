"""Targets of a ruleset by clause, as a table for a terminal.

Layer: output. Input: a Plan and a rich Console. Output: printed lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from targetcheck.errors import Language
from targetcheck.output.text_grid import NOTHING, GridHead, Lines, grid
from targetcheck.plan.plan import Plan, Question
from targetcheck.printable_text import printable
from targetcheck.ruleset.document import Citation
from targetcheck.ruleset.target import Target
from targetcheck.verdicts.code_terms import STRENGTH, word
from targetcheck.verdicts.requirement_text import requirement_text, with_mode

if TYPE_CHECKING:
    from rich.console import Console

HEADS = (
    ("目标", "Target"),
    ("时限", "Due"),
    ("要求", "Required"),
    ("地区", "Place"),
    ("原文", "Quote"),
)
_FEW = 3


@dataclass(slots=True)
class TargetRow:
    """Due dates and places of a target with the same requirement."""

    required: str
    dues: dict[date, None] = field(default_factory=dict)
    places: dict[str, None] = field(default_factory=dict)


def print_promises(plan: Plan, console: Console, lang: Language = "en") -> None:
    """Print the targets of a ruleset, grouped by clause."""
    from rich.text import Text

    questions: dict[str, list[Question]] = {}
    for question in plan.questions:
        questions.setdefault(question.target, []).append(question)
    clauses: dict[str, list[list[Lines]]] = {}
    for target in plan.ruleset.targets:
        rows = clauses.setdefault(_cite(target).clause or NOTHING, [])
        rows += _rows(target, questions.get(target.id, []), plan, lang)
    for line in _heading(plan, lang):
        console.print(Text(printable(line), "bold"))
    heads = [GridHead([zh if lang == "zh" else en], whole=en == "Due") for zh, en in HEADS]
    columns = grid(heads, (row for rows in clauses.values() for row in rows), console.width)
    if clauses:
        console.print()
        columns.print_heads(console)
    for clause, rows in clauses.items():
        console.print()
        console.print(Text(printable(clause), "bold"))
        columns.print_rows(((row, "") for row in rows), console)


def _heading(plan: Plan, lang: Language) -> Iterator[str]:
    ruleset, document = plan.ruleset, plan.ruleset.document
    targets, verdicts = len(ruleset.targets), len(plan.questions)
    yield f"{ruleset.title.say(lang)} · {document.number}"
    if lang == "zh":
        yield f"{document.issuer}，{document.issued} · {targets}项目标，{verdicts}个时限"
    else:
        yield f"{document.issuer}, {document.issued} · {targets} targets, {verdicts} due dates"


def _rows(
    target: Target, questions: Sequence[Question], plan: Plan, lang: Language
) -> Iterator[list[Lines]]:
    """Return a row for each requirement of a target; id, title and quote are in the first."""
    name = [target.id, _title(target, plan, lang), *([", ".join(target.lead)] * bool(target.lead))]
    quote = [f"“{_cite(target).quote}”"] if target.cite else [NOTHING]
    promises = _promises(questions, plan, lang)
    for promise in promises or [TargetRow(NOTHING)]:
        yield [
            [printable(line) for line in name],
            _dues(list(promise.dues)),
            [printable(promise.required)],
            [printable(_joined([_place(p, plan, lang) for p in promise.places], lang))],
            [printable(line) for line in quote],
        ]
        name, quote = [""], [""]


def _promises(questions: Sequence[Question], plan: Plan, lang: Language) -> list[TargetRow]:
    found: dict[str, TargetRow] = {}
    for question in questions:
        required = with_mode(requirement_text(question.tree, plan, lang), question.mode, lang)
        if question.strength != "binding":
            strength = word(STRENGTH, question.strength, lang)
            required += f"（{strength}）" if lang == "zh" else f" ({strength})"
        promise = found.setdefault(required, TargetRow(required))
        promise.dues[question.due] = None
        promise.places[question.place] = None
    return list(found.values())


def _title(target: Target, plan: Plan, lang: Language) -> str:
    if target.title is not None:
        return target.title.say(lang)
    indicator = plan.ruleset.all_indicators().get(target.indicator)
    return indicator.say(lang) if indicator is not None else ""


def _cite(target: Target) -> Citation:
    stages = [stage.cite for stage in target.milestones if stage.cite is not None]
    cites = (*target.cite, *stages)
    return cites[0] if cites else Citation(clause="", quote="")


def _place(place: str, plan: Plan, lang: Language) -> str:
    known = plan.ruleset.all_places().get(place)
    return (known.say(lang) if known is not None else "") or place


def _dues(days: Sequence[date]) -> Lines:
    if len(days) <= _FEW:
        return [day.isoformat() for day in days] or [NOTHING]
    return [min(days).isoformat(), f"… × {len(days)}", max(days).isoformat()]


def _joined(names: Sequence[str], lang: Language) -> str:
    comma = "、" if lang == "zh" else ", "
    if len(names) <= _FEW + 1:
        return comma.join(names) or NOTHING
    return comma.join(names[:_FEW]) + f" … × {len(names)}"
