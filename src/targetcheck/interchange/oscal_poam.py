"""Corrective action as an OSCAL plan of action and milestones (POA&M).

Layer: interchange. Input: a Result, and items of corrective action or, without them, its verdicts.
Output: JSON text: an item for each matter, with its finding, observation and risk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from targetcheck.errors import Diagnostic, Language, TargetcheckError
from targetcheck.evaluation import Result
from targetcheck.exact_json import json_text
from targetcheck.interchange.oscal_document import (
    Record,
    finding,
    heading,
    markup,
    matter_uuid,
    metadata,
    moment,
    observation,
    props,
    responsible,
    run_uuid,
)
from targetcheck.verdicts.progress_text import difference_text
from targetcheck.verdicts.sentences.verdict_sentence import requirement
from targetcheck.verdicts.verdict import Verdict

WANTING = ("fail", "missed", "at_risk")
"""Statuses that ask for corrective action."""


@dataclass(frozen=True, slots=True)
class PoamItem:
    """One item of corrective action: the verdict it answers, what is to be done, by whom and when."""

    verdict: Verdict
    action: str
    deadline: date | None = None
    responsible: tuple[str, ...] = ()
    planned: bool = False
    """an accepted plan; otherwise a recommendation"""


def items_of(verdicts: Iterable[Verdict], lang: Language) -> list[PoamItem]:
    """Return an item for each verdict that failed, was missed or is at risk.

    A verdict says what is missing and not how to get it: its action is to close the gap.
    """
    return [
        PoamItem(v, _action(v, lang), v.due if v.status == "at_risk" else None, v.lead)
        for v in verdicts
        if v.status in WANTING
    ]


def as_poam(
    result: Result,
    lang: Language = "en",
    verdicts: Iterable[Verdict] | None = None,
    items: Iterable[PoamItem] | None = None,
) -> str:
    """Return a plan of action with the items given, else those of the verdicts.

    Raises TargetcheckError (`oscal-poam-empty`) without any item, since a plan has at least one.
    """
    given = result.verdicts if verdicts is None else verdicts
    listed = items_of(given, lang) if items is None else list(items)
    if not listed:
        raise TargetcheckError(_empty())
    seen: Counter[str] = Counter()
    about: list[Verdict] = []
    risks: list[Record] = []
    entries: list[Record] = []
    for item in listed:
        key = matter_uuid("item", item.verdict)
        seen[key] += 1
        if seen[key] == 1:
            about.append(item.verdict)
        risks.append(_risk(item, seen[key], lang))
        entries.append(_item(item, seen[key], lang))
    ruleset = result.ruleset
    title = f"{ruleset.title.say(lang)} · {result.as_of}"
    departments = [name for item in listed for name in item.responsible]
    plan = {
        "uuid": run_uuid("poam", result),
        "metadata": metadata(result, title, about, lang, departments),
        "system-id": {"identifier-type": "urn:targetcheck:ruleset", "id": ruleset.id},
        "observations": [observation(verdict, result, lang) for verdict in about],
        "risks": risks,
        "findings": [finding(verdict, lang) for verdict in about],
        "poam-items": entries,
    }
    return json_text({"plan-of-action-and-milestones": plan}) + "\n"


def _action(verdict: Verdict, lang: Language) -> str:
    """Return what closes the gap, in words."""
    check, outcome = verdict.outcome.check, verdict.outcome
    asked = requirement(verdict, lang)
    if check is None or check.scale is not None or check.kind == "done" or not verdict.gap:
        return f"达到要求：{asked}" if lang == "zh" else f"Meet the requirement: {asked}"
    margin = outcome.margin
    assert margin is not None
    gap = difference_text(abs(margin), check, lang)
    return f"补足差距 {gap}：{asked}" if lang == "zh" else f"Close the gap of {gap}: {asked}"


def _risk(item: PoamItem, nth: int, lang: Language) -> Record:
    verdict = item.verdict
    milestone: Record = {
        "uuid": matter_uuid("milestone", verdict, nth),
        "type": "milestone",
        "title": markup(item.action),
    }
    if item.deadline is not None:
        milestone["timing"] = {"on-date": {"date": moment(item.deadline)}}
    if item.responsible:
        milestone["responsible-roles"] = responsible(item.responsible)
    found: Record = {
        "uuid": matter_uuid("risk", verdict, nth),
        "title": heading(verdict, lang),
        "description": markup(verdict.sentence(lang)),
        "statement": markup(verdict.sentence(lang)),
        "status": "deviation-approved" if verdict.waiver is not None else "open",
        "remediations": [
            {
                "uuid": matter_uuid("response", verdict, nth),
                "lifecycle": "planned" if item.planned else "recommendation",
                "title": markup(item.action),
                "description": markup(item.action),
                "tasks": [milestone],
            }
        ],
        "related-observations": [{"observation-uuid": matter_uuid("observation", verdict)}],
    }
    if item.deadline is not None:
        found["deadline"] = moment(item.deadline)
    return found


def _item(item: PoamItem, nth: int, lang: Language) -> Record:
    verdict = item.verdict
    leads = "; ".join(item.responsible)
    return {
        "uuid": matter_uuid("item", verdict, nth),
        "title": heading(verdict, lang),
        "description": markup(item.action),
        "props": props([("status", verdict.status), ("due", verdict.due), ("lead", leads)]),
        "related-findings": [{"finding-uuid": matter_uuid("finding", verdict)}],
        "related-observations": [{"observation-uuid": matter_uuid("observation", verdict)}],
        "related-risks": [{"risk-uuid": matter_uuid("risk", verdict, nth)}],
    }


def _empty() -> Diagnostic:
    return Diagnostic(
        "oscal-poam-empty",
        "no verdict failed, was missed or is at risk, and a plan of action has at least one item",
        "没有未达标、未达预期或有风险的目标，而整改计划至少要有一项",
        "write the verdicts themselves with `--format oscal`",
        "如需输出结论，请用 --format oscal",
    )
