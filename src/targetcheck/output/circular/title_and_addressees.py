"""The name of the document in the title of a circular, and to whom the circular goes.

Layer: output. Input: a Ruleset and verdicts. Output: names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from targetcheck.errors import Language
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
