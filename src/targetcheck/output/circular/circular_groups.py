"""What a circular says of the parts of a result: places, actions, the change since last time.

Layer: output. Input: verdicts without repeats. Output: sentences and counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from targetcheck.errors import Language
from targetcheck.output.circular import chinese_sentences, english_sentences
from targetcheck.output.circular.circular_counts import counts_of, group_of, open_kind
from targetcheck.output.place_ranking import KINDS
from targetcheck.printable_text import printable
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.verdicts.responsible_leads import is_everyone, is_issuer, own_places
from targetcheck.verdicts.verdict import Verdict

MANY = 12
"""Addressees that are named one by one; of more only the places are, and the leads by an annex."""
_DOCUMENTS = tuple(
    "方案 办法 措施 要点 分工 通知 意见 规划 计划 规定 条例 细则 标准 清单 决定 纲要 规则 制度 目标 任务"
    " 行动 公告 责任书".split()
)
"""How the name of a document ends."""
_WHOLE = re.compile("([省市县区州])全\\1")
LEAST = 3
"""Places that are ranked, and verdicts due that each of them must have, at least."""
SHOWN = (
    (("met", "met_early"), "达标", "met"),
    (("failed", "failed_early"), "未达标", "not met"),
    (("missed", "missed_early"), "未达预期", "short of what was expected"),
    (("at_risk",), "有风险", "at risk"),
    (("due_open", "ahead_open"), "待判定", "undetermined"),
)
"""Groups that a part of the document is described by."""


def sentences_in(lang: Language) -> Any:
    """Return the module that says things in a language."""
    return chinese_sentences if lang == "zh" else english_sentences


def of_places(verdicts: Sequence[Verdict], as_of: date, lang: Language) -> list[str]:
    """Return who is first and last among places of one kind that have enough due to compare."""
    said = sentences_in(lang)
    return [said.ranked(title, rows) for title, rows in _comparable(verdicts, as_of, lang)]


def places_to_compare(verdicts: Sequence[Verdict]) -> bool:
    """Return whether there are places of one kind at all."""
    return any(len(members) > 1 for members in _alike(verdicts).values())


def _alike(verdicts: Sequence[Verdict]) -> dict[tuple[str, str], dict[str, list[Verdict]]]:
    found: dict[tuple[str, str], dict[str, list[Verdict]]] = {}
    for verdict in verdicts:
        place = verdict.plan.ruleset.all_places().get(verdict.place)
        if place is not None and place.kind:
            key = (place.within or "", place.kind)
            found.setdefault(key, {}).setdefault(verdict.place, []).append(verdict)
    return found


def _comparable(
    verdicts: Sequence[Verdict], as_of: date, lang: Language
) -> list[tuple[str, list[tuple[str, int, int]]]]:
    found = []
    for (within, kind), members in _alike(verdicts).items():
        rows = []
        for of_one in members.values():
            counts = counts_of(of_one, as_of)
            if counts.due >= LEAST:
                rows.append((printable(of_one[0].place_name(lang)), counts.met, counts.due))
        if len(rows) >= LEAST:
            rows.sort(key=lambda row: -Fraction(row[1], row[2]))
            places = verdicts[0].plan.ruleset.all_places()
            parent = (places[within].say(lang) or within) if within in places else ""
            names = KINDS.get(kind, (kind, kind))
            title = f"{parent}各{names[0]}" if lang == "zh" else f"{names[1]} of {parent}"
            found.append((title, rows))
    return found


def of_actions(verdicts: Sequence[Verdict], as_of: date, lang: Language) -> list[str]:
    """Return how the parts of the document stand, those with most trouble first."""
    actions = verdicts[0].plan.ruleset.actions if verdicts else {}
    found: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        if verdict.spec.action in actions:
            found.setdefault(verdict.spec.action or "", []).append(verdict)
    ordered = sorted(found, key=lambda name: _trouble(found[name], as_of), reverse=True)
    told = [
        _of_action(printable(actions[name].say(lang) or name), found[name], as_of, lang)
        for name in ordered
    ]
    said = [text for text in told if text]
    return said if len(said) > 1 else []  # one part repeats the whole


def _trouble(verdicts: Sequence[Verdict], as_of: date) -> tuple[int, int]:
    groups = [group_of(v, as_of) for v in verdicts]
    bad = sum(g in ("failed", "failed_early", "missed", "missed_early", "at_risk") for g in groups)
    return bad, sum(g in ("met", "met_early") for g in groups)


def _of_action(name: str, verdicts: Sequence[Verdict], as_of: date, lang: Language) -> str:
    """Return the counts of one part; nothing where none of it has anything to say yet."""
    groups = [group_of(v, as_of) for v in verdicts]
    counts = [
        (zh if lang == "zh" else en, sum(g in names for g in groups)) for names, zh, en in SHOWN
    ]
    spoken = any(count for _, count in counts[:4])
    people = all(v.status == "undetermined" and open_kind(v) == "people" for v in verdicts)
    if people:
        return f"{name}均为定性任务，待人工评定" if lang == "zh" else f"{name}: needs judgement"
    if not spoken:
        return ""
    told: str = sentences_in(lang).counted(name, counts, len(verdicts))
    return told


@dataclass(frozen=True, slots=True)
class Moved:
    """How many verdicts have become something since the period before."""

    newly_met: int
    newly_failed: int
    turned_at_risk: int
    recovered: int


def moved(now: Sequence[Verdict], as_of: date, before: Sequence[Verdict], then: date) -> Moved:
    """Return the counts of what has changed its group since the period before."""
    was = {key_of(v): group_of(v, then) for v in before}
    pairs = [(group_of(v, as_of), was.get(key_of(v), "")) for v in now]
    failed = ("failed", "failed_early")
    return Moved(
        newly_met=sum(now_ == "met" and old != "met" for now_, old in pairs),
        newly_failed=sum(now_ in failed and old not in failed for now_, old in pairs),
        turned_at_risk=sum(now_ == "at_risk" and old == "on_track" for now_, old in pairs),
        recovered=sum(
            now_ in ("on_track", "met", "met_early") and old == "at_risk" for now_, old in pairs
        ),
    )


def key_of(verdict: Verdict) -> tuple[str, str, date]:
    """Return what names a verdict in every period."""
    return verdict.target, verdict.place, verdict.due


def document_name(ruleset: Ruleset, lang: Language) -> str:
    """Return the name of a document: of a ruleset named after a body, the title of its document."""
    name, own = ruleset.title.say(lang), ruleset.document.title
    if lang == "zh" and own is not None and not name.rstrip("》〉").endswith(_DOCUMENTS):
        name = own.say("zh") or name
    return _WHOLE.sub(r"\1", name)


def addressees(verdicts: Sequence[Verdict], ruleset: Ruleset, lang: Language) -> list[str]:
    """Return to whom a circular goes: places, then leads; never the issuer or a place it speaks for.

    A name of all units of a kind stands only where none of them is named.
    """
    named = governing_places(verdicts, ruleset, lang)
    leads = [
        lead
        for lead in leading(verdicts)
        if lead not in named
        and not is_issuer(lead, ruleset)
        and not (named and is_everyone(lead) and lead[1:2] in "县市区地")
    ]
    if len(named) + len(leads) <= MANY and (named or leads):
        return [*named, *leads]
    return [*named, "各牵头单位" if lang == "zh" else "the lead departments"]


def governing_places(verdicts: Sequence[Verdict], ruleset: Ruleset, lang: Language) -> list[str]:
    """Return the counties, districts and parks that are bound, each once; else what is above them."""
    places, own = ruleset.all_places(), own_places(ruleset)
    kinds = ("county", "district", "park"), ("zone", "city", "province")
    for wanted in kinds:
        found = {
            printable(verdict.place_name(lang)): None
            for verdict in verdicts
            if (place := places.get(verdict.place)) is not None
            and place.kind in wanted
            and verdict.place not in own
            and "、" not in verdict.place_name("zh")
        }
        if found:
            return list(found)
    return []


def leading(verdicts: Sequence[Verdict]) -> list[str]:
    """Return the departments in the lead, each once, in the order of the document."""
    return list(dict.fromkeys(printable(lead) for verdict in verdicts for lead in verdict.lead))
