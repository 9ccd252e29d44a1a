"""One item of a problem list: the verdict behind it, its state, what people wrote.

Layer: rectification. Input: a Verdict, an ItemLife and WrittenFields. Output: the texts of a row, in
two languages, and plain data.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from targetcheck.errors import Language
from targetcheck.output.circular.circular_annexes import status_word
from targetcheck.output.circular_sentences import sentences_in
from targetcheck.printable_text import printable
from targetcheck.rectification.department_entries import WrittenFields
from targetcheck.rectification.item_life import ItemLife
from targetcheck.verdicts.code_terms import STATUS, word
from targetcheck.verdicts.sentences.amount_text import amount
from targetcheck.verdicts.verdict import Verdict
from targetcheck.verdicts.verdict_json import number

STATES = {
    "overdue": ("逾期未销号", "overdue"),
    "open": ("整改中", "open"),
    "recovering": ("已恢复正常、达标后销号", "back on schedule, closes when met"),
    "closed": ("已销号", "closed"),
}
"""States in which an item is shown, in the order of their urgency."""
COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("number", "序号", "No."),
    ("target", "目标任务", "Target"),
    ("place", "考核对象", "Place"),
    ("lead", "牵头单位", "Lead"),
    ("verdict", "结论", "Verdict"),
    ("required", "目标要求", "Required"),
    ("due", "时限", "Due"),
    ("found", "实际情况及差距", "Reported, and what is missed"),
    ("cause", "问题原因", "Cause"),
    ("measure", "整改措施", "Measure"),
    ("person", "责任人", "By whom"),
    ("by", "整改期限", "By when"),
    ("progress", "整改进展", "Progress"),
    ("state", "整改状态", "State"),
    ("code", "编码", "Code"),
)
"""Columns of a list: name, heading in Chinese and in English."""
_CLAUSES = 2
"""Clauses that a row names before it counts the rest."""


@dataclass(frozen=True, slots=True)
class ProblemItem:
    """An item of the list as of the run that the list is made from."""

    number: int
    verdict: Verdict
    status: str
    life: ItemLife
    written: WrittenFields
    as_of: date
    also_due: int = 0
    also_in: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """Code of the item, the same in every list: target and place."""
        return f"{self.verdict.target}@{self.verdict.place}"

    @property
    def is_overdue(self) -> bool:
        """Whether the item is open after the day by which it was to be solved, and not waived."""
        late = self.life.is_overdue(self.written.by, self.as_of)
        return late and self.status != "waived"

    @property
    def is_open(self) -> bool:
        """Whether the item is not closed."""
        return self.life.state == "open"

    @property
    def is_reopened(self) -> bool:
        """Whether the item is open again after it had been closed."""
        return self.is_open and self.life.opening > 1

    @property
    def state(self) -> str:
        """One of overdue, open, recovering and closed."""
        if not self.is_open:
            return "closed"
        if self.life.recovering:
            return "recovering"
        return "overdue" if self.is_overdue else "open"

    @property
    def is_unwritten(self) -> bool:
        """Whether an open item lacks its measure or its day."""
        return self.is_open and not (self.written.text("measure") and self.written.by)

    def state_text(self, lang: Language) -> str:
        """Return the state in words, with the days that belong to it."""
        life, text = self.life, STATES[self.state][0 if lang == "zh" else 1]
        if life.state == "closed":
            return f"{life.closed}{text}" if lang == "zh" else f"{text} ({life.closed})"
        notes = [_since(life, str(life.opened), lang)]
        by = self.written.by
        if self.is_overdue and by is not None:
            days = (self.as_of - by).days
            if lang == "zh":
                text = f"逾期{days}天未销号"
            notes.append("" if lang == "zh" else f"{days} day{'' if days == 1 else 's'} late")
        if self.written.postponed:
            times = self.written.postponed
            notes.append(f"延期{times}次" if lang == "zh" else f"postponed {times} ×")
        kept = [note for note in notes if note]
        return "，".join((text, *kept)) if lang == "zh" else f"{text} ({', '.join(kept)})"

    def state_word(self, lang: Language) -> str:
        """Return the state without the days on which it began or ended."""
        text, by = STATES[self.state][0 if lang == "zh" else 1], self.written.by
        if self.is_overdue and by is not None and lang == "zh":
            text = f"逾期{(self.as_of - by).days}天未销号"
        if not self.is_reopened:
            return text
        return f"复发，{text}" if lang == "zh" else f"{text}, found again"

    def found_text(self, lang: Language) -> str:
        """Return what was reported, and by how much it misses what is required."""
        said, verdict = sentences_in(lang), self.verdict
        gap = said.paced(verdict) if self.status == "at_risk" else ""
        parts = [said.found(verdict), gap or said.compared(verdict), self._latest(lang)]
        if self.also_due:
            parts.append(
                f"另有{self.also_due}个时限未达标或有风险"
                if lang == "zh"
                else f"{self.also_due} more due {'date' if self.also_due == 1 else 'dates'} missed or at risk"
            )
        return printable(("，" if lang == "zh" else "; ").join(part for part in parts if part))

    def _latest(self, lang: Language) -> str:
        """Return the latest report where the verdict rests on an earlier one."""
        outcome, question = self.verdict.outcome, self.verdict.question
        point, check = outcome.point, outcome.check
        if point is None or check is None or check.kind == "done" or question.recurring:
            return ""
        last = outcome.history[-1] if outcome.history else point
        if last.value is None or last.period.end <= point.period.end:
            return ""
        when, value = sentences_in(lang).period(last.period), amount(last.value, outcome, lang)
        return (
            f"最近一期（{when}）为{value}"
            if lang == "zh"
            else f"{value} in the latest report ({when})"
        )

    def required_text(self, lang: Language) -> str:
        """Return what is required, with its clauses; the day stands in a column of its own."""
        verdict, basis = self.verdict, self._clauses(lang)
        done = getattr(verdict.question.tree, "kind", "") == "done"
        asked = sentences_in(lang).asked(verdict)
        if done:
            asked = "按期完成" if lang == "zh" else "to be done"
        if not basis:
            return printable(asked)
        return printable(f"{asked}（{basis}）" if lang == "zh" else f"{asked} ({basis})")

    def _clauses(self, lang: Language) -> str:
        """Return the clauses that state the promise, the first ones by name."""
        found = dict.fromkeys([*(c.clause for c in self.verdict.citations), *self.also_in])
        clauses = [clause for clause in found if clause]
        named = ("；" if lang == "zh" else "; ").join(clauses[:_CLAUSES])
        more = len(clauses) - _CLAUSES
        if more <= 0:
            return named
        return f"{named}；等{len(clauses)}处" if lang == "zh" else f"{named}; {more} more"

    def verdict_text(self, lang: Language) -> str:
        """Return the status in words; that of a person where only words are promised."""
        if self.status == str(self.verdict.status):
            return status_word(self.verdict, lang)
        if self.status == "waived":
            return "免予考核" if lang == "zh" else "waived"
        text = word(STATUS, self.status, lang)
        return f"{text}（人工评定）" if lang == "zh" else f"{text} (judged by a person)"

    def texts(self, lang: Language) -> dict[str, str]:
        """Return the text of every column, and of those that only an annex has."""
        verdict, joint = self.verdict, "、" if lang == "zh" else ", "
        made = {
            "number": str(self.number),
            "target": printable(verdict.title(lang)),
            "place": printable(verdict.place_name(lang)),
            "lead": printable(joint.join(verdict.lead)),
            "verdict": self.verdict_text(lang),
            "required": self.required_text(lang),
            "due": verdict.due.isoformat(),
            "found": self.found_text(lang),
            "state": self.state_text(lang),
            "state_word": self.state_word(lang),
            "opened": str(self.life.opened or ""),
            "closed": str(self.life.closed or ""),
            "code": self.code,
        }
        return made | self.written.values()

    def to_dict(self, lang: Language = "en") -> dict[str, object]:
        """Return the item as plain data."""
        verdict, life, check = self.verdict, self.life, self.verdict.outcome.check
        graded = check is not None and check.scale is not None
        return {
            "code": self.code,
            "number": self.number,
            "state": self.state,
            "overdue": self.is_overdue,
            "opening": life.opening,
            "opened": life.opened.isoformat() if life.opened else None,
            "closed": life.closed.isoformat() if life.closed else None,
            "target": verdict.target,
            "title": verdict.title(lang),
            "place": verdict.place,
            "place_name": verdict.place_name(lang),
            "lead": list(verdict.lead),
            "due": verdict.due.isoformat(),
            "status": self.status,
            "reason": verdict.reason,
            "gap": None if graded else number(verdict.gap),
            "unit": verdict.unit.label(lang) if verdict.unit is not None else None,
            "required": self.required_text(lang),
            "found": self.found_text(lang),
            "also_in": list(self.also_in),
            **self.written.values(),
            "postponed": self.written.postponed,
            "written": [value.to_dict() for value in self.written.history],
            "state_text": self.state_text(lang),
        }


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Which items a list holds: of these leads, places or states; empty means all."""

    leads: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    states: tuple[str, ...] = ()

    def takes(self, item: ProblemItem) -> bool:
        """Return whether the list holds an item."""
        return (
            (not self.leads or bool(set(self.leads) & set(item.verdict.lead)))
            and (not self.places or item.verdict.place in self.places)
            and (not self.states or item.state in self.states)
        )


def _since(life: ItemLife, day: str, lang: Language) -> str:
    if life.opening > 1:
        return f"{day}再次列入" if lang == "zh" else f"found again on {day}"
    return f"{day}列入" if lang == "zh" else f"found on {day}"
