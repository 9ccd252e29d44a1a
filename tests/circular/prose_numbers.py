"""The numbers of a circular's prose, recomputed from the JSON of its evaluations and nothing else.

The links of `restates` are not in the JSON; they are read from the ruleset.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction

NUMBER = re.compile(r"\d+(?:\.\d+)?")
_PEOPLE = ("needs_judgement", "not_judged_yet")


def once(verdicts, ruleset):
    """Give the verdicts without those that only repeat another."""
    links = {}
    apart = {name for t in ruleset.targets for d in t.disagrees for name in (t.id, d.target)}
    for target in ruleset.targets:
        for other in target.restates:
            links.setdefault(target.id, set()).add(other)
            links.setdefault(other, set()).add(target.id)

    def chain(name):
        seen, ahead = {name}, [name]
        while ahead:
            new = links.get(ahead.pop(), set()) - seen
            seen |= new
            ahead += new
        return min(seen), bool(seen & apart)

    kept, seen = [], set()
    for number, v in enumerate(verdicts):
        key = (number,)
        if v["target"] in links:
            key = tuple(v[k] for k in ("place", "indicator", "due", "strength", "status"))
            root, differ = chain(v["target"])
            key = (root, *key, v["requirement"] if differ else "")
        if key not in seen:
            kept.append(v)
            seen.add(key)
    return kept


def counts(output, ruleset):
    """Give every count of the first section, by the names of the fields."""
    verdicts = once(output["verdicts"], ruleset)
    as_of = output["as_of"]
    told = Counter()
    for v in verdicts:
        status, due = v["status"], v["due"] <= as_of
        if status == "not_applicable":
            told["not_applicable"] += 1
            continue
        told["items"] += 1
        told["due" if due else "ahead"] += 1
        people = v["reason"] in _PEOPLE
        if status == "undetermined":
            told["due_open" if due else "ahead_open"] += 1
            told["ahead_people"] += people and not due
            told["due_people"] += people and due
            told["unreported_items"] += due and not people
        elif status == "not_due":
            started = v["reason"] not in ("before_start", "not_done_yet")
            told["unpaced" if started else v["reason"]] += 1
        elif due:
            told[{"pass": "met", "fail": "failed", "missed": "missed"}[status]] += 1
        else:
            early = {"pass": "met_early", "fail": "failed_early", "missed": "missed_early"}
            told[early.get(status, status)] += 1
            told["reached"] += status == "on_track" and v["reason"] == "met_early"
    told["targets"] = len({v["target"] for v in verdicts})
    told["places"] = len({v["place"] for v in verdicts})
    told["repeated"] = len(output["verdicts"]) - len(verdicts)
    return told


def moved(now, before, ruleset):
    """Give what is new since the period before."""

    def groups(output):
        return {
            (v["target"], v["place"], v["due"]): (v["status"], v["due"] <= output["as_of"])
            for v in once(output["verdicts"], ruleset)
        }

    new, old = groups(now), groups(before)
    pairs = [(group, old.get(key, ("", False))) for key, group in new.items()]
    return {
        "newly_met": sum(n == ("pass", True) and o != n for n, o in pairs),
        "newly_failed": sum(n[0] == "fail" and o[0] != "fail" for n, o in pairs),
        "turned_at_risk": sum(n[0] == "at_risk" and o[0] == "on_track" for n, o in pairs),
        "recovered": sum(n[0] in ("on_track", "pass") and o[0] == "at_risk" for n, o in pairs),
    }


PATTERNS = {
    "targets": r"共(\d+)项目标任务",
    "items": r"分解为(\d+)个评判项",
    "places": r"涉及(\d+)个地区（单位）",
    "repeated": r"重复表述的(\d+)个评判项",
    "due": r"已到期(\d+)个：",
    "met": r"已到期\d+个：达标(\d+)个",
    "failed": r"达标\d+个，未达标(\d+)个，未达预期",
    "missed": r"，未达预期(\d+)个，待判定",
    "due_open": r"未达预期\d+个，待判定(\d+)个(?:（其中需人工评定\d+个）)?，到期达标率",
    "due_people": r"，待判定\d+个（其中需人工评定(\d+)个），到期达标率",
    "ahead": r"未到期(\d+)个：",
    "met_early": r"提前达标(\d+)个",
    "failed_early": r"因各期均须达到而已判定未达标(\d+)个",
    "missed_early": r"已判定未达预期(\d+)个",
    "on_track": r"进展正常(\d+)个",
    "reached": r"其中已达到要求(\d+)个",
    "at_risk": r"[：，]有风险(\d+)个",
    "not_done_yet": r"尚未完成(\d+)个",
    "before_start": r"尚未进入考核期(\d+)个",
    "unpaced": r"缺数据或起点值、不能评定进度(\d+)个",
    "ahead_open": r"，待判定(\d+)个(?:（其中需人工评定\d+个）)?。",
    "ahead_people": r"其中需人工评定(\d+)个）。",
    "unreported_items": r"共(\d+)个到期评判项缺数据",
    "newly_met": r"新增达标(\d+)个",
    "newly_failed": r"新增未达标(\d+)个",
    "turned_at_risk": r"由进展正常转为有风险(\d+)个",
    "recovered": r"由有风险恢复正常(\d+)个",
    "rows": r"所用(\d+)行数据",
    "illustrative": r"中有(\d+)行系演示编写",
}
ALWAYS = ("targets", "items", "places")
WHERE_DUE = ("met", "failed", "missed", "due_open")


def disagreements(text, output, before, ruleset):
    """Give every number of the prose that is not that of the JSON, or is not there."""
    wanted = counts(output, ruleset)
    wanted["rows"], wanted["illustrative"] = output["data"]["used"], output["data"]["illustrative"]
    compared = before is not None and before["as_of"] >= str(ruleset.document.issued)
    wanted |= moved(output, before, ruleset) if compared else {}
    wrong = []
    for name, pattern in PATTERNS.items():
        found = re.search(pattern, text)
        number = wanted.get(name, 0)
        must = number or name in ALWAYS or (name in WHERE_DUE and wanted["due"])
        if name == "rows":
            must = wanted["illustrative"]
        if name.startswith("newly"):
            must = compared
        if found is None and must:
            wrong.append(f"{name}: {number} is not told")
        if found is not None and int(found[1]) != number:
            wrong.append(f"{name}: {found[1]} is told, {number} is right")
    due, met = wanted["due"], wanted["met"]
    if due:
        rate = re.search(r"到期达标率(\d+(?:\.\d+)?)%（待判定项计入分母", text)
        right = Fraction(100 * met, due)
        if rate is None or abs(Fraction(rate[1]) - right) > Fraction(1, 20):
            wrong.append(f"due_rate: {rate and rate[1]}, right is {float(right):.2f}")
    return wrong


def strays(sentence, verdict):
    """Give the numbers of a sentence that do not come from the JSON of its verdict."""
    known = set(_numbers(verdict))
    for text in _texts(verdict):
        known |= {Fraction(number) for number in NUMBER.findall(text)}
    exact = [Fraction(str(n)) for n in known]
    exact += [Fraction(len(verdict["lead"])), Fraction(max(0, len(verdict["lead"]) - 3))]
    evidence = verdict["evidence"]
    pace, value = evidence["pace"] or {}, verdict["value"]
    if pace.get("ratio") is not None:
        exact.append(Fraction(str(pace["ratio"])) * 100)
    if pace.get("asked_now") is not None and isinstance(value, int | float | Decimal):
        behind = Fraction(str(pace["asked_now"])) - Fraction(str(value))
        exact += [behind, Fraction(round(pace["asked_now"] + 0.5)) - Fraction(str(value))]
    for late in re.findall(r"逾期(\d+)天", sentence):
        days = (date.fromisoformat(verdict["completed"]) - date.fromisoformat(verdict["due"])).days
        exact += [Fraction(late)] if int(late) == days else []
    return [n for n in NUMBER.findall(sentence) if not any(_shows(n, a) for a in exact)]


def _shows(text, exact):
    digits = len(text.partition(".")[2])
    number, size = Fraction(text), Fraction(1, 10**digits)
    whole = Fraction(-(-abs(exact).numerator // abs(exact).denominator))
    return abs(number - abs(exact)) <= size / 2 or number == whole


def _numbers(data):
    if isinstance(data, dict):
        for value in data.values():
            yield from _numbers(value)
    elif isinstance(data, list):
        for value in data:
            yield from _numbers(value)
    elif isinstance(data, int | float | Decimal) and not isinstance(data, bool):
        yield Fraction(str(data))


def _texts(data):
    if isinstance(data, dict):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)
    elif isinstance(data, str):
        yield data
