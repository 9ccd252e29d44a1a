"""`due-unexplained`: a due date that no quote carries and no reading explains.

Layer: lint. Input: due dates, quotes, readings, titles. Output: findings at `due`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from targetcheck.lint.rule import Finding, Findings, Given, Rule
from targetcheck.ruleset.comparison import Test
from targetcheck.ruleset.requirement_tree import Path
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import Target, requirement_leaves

RULE = Rule("due-unexplained", "warning", unless_missing=frozenset({"cite", "due", "reading"}))
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
PARTS = {3: "一季度|Q1", 6: "二季度|上半年|Q2|H1", 9: "三季度|Q3", 12: "四季度|年底|年末|Q4|H2"}
FIVE_YEARS = re.compile("十([一二三四五六七八九])五")
VALIDITY = re.compile(r"有效期\D{0,4}[\d一二两三四五六七八九十]+\s*个?[年月]")
TIME = re.compile(r"时限|期限|期末|起止|[年月日]|\b(?:due|date|year|month|deadline)", re.IGNORECASE)


def check(ruleset: Ruleset, given: Given) -> Findings:
    """Yield a finding for each due date without a quote or a reading for it."""
    found: dict[str, tuple[Path, str, date, int]] = {}
    titles = [ruleset.title, ruleset.document.title]
    named = " ".join(f"{title.zh} {title.en}" for title in titles if title is not None)
    for number, target in enumerate(ruleset.targets):
        if any(TIME.search(reading) for reading in _readings(target)):
            continue
        for path, due, quotes in _quoted_due_dates(target):
            if quotes and not _in_quotes(due, quotes) and not _in_year(due, named):
                where, name, first, more = found.get(
                    quotes, (("targets", number, *path), target.id, due, -1)
                )
                found[quotes] = (where, name, first, more + 1)
    for where, name, due, more in found.values():
        yield _finding(where, name, due, more)


def _finding(where: Path, name: str, due: date, more: int) -> Finding:
    """Return the finding of one passage; `more` due dates rest on the same words."""
    also, also_zh = (f", nor {more} others", f"等{more + 1}个时限") if more else ("", "")
    return RULE.finding(
        where,
        (
            f"no quote of `{name}` contains its due date {due}{also}, and no reading says why it is "
            "due then",
            f"目标“{name}”的时限{due}{also_zh}在引文中没有，也没有 reading 说明理由",
        ),
        (
            "quote the words that contain the date, or say in `reading` what was chosen and why",
            "请摘录含有该时限的原文，或在 reading 中写明所取时限及理由",
        ),
    )


def _readings(target: Target) -> Iterator[str]:
    """Yield the readings of a target and of its requirements."""
    yield target.reading or ""
    for _, leaf in requirement_leaves(target):
        if isinstance(leaf, Test):
            yield leaf.reading or ""


def _quoted_due_dates(target: Target) -> Iterator[tuple[Path, date, str]]:
    """Yield each due date of a target with its path and the quotes that may carry it."""
    own = " ".join(cite.quote for cite in target.cite)
    for n, milestone in enumerate(target.milestones):
        more = milestone.cite.quote if milestone.cite else ""
        yield ("milestones", n, "due"), milestone.due, f"{more} {own}".strip()
    if target.due is not None:
        yield ("due",), target.due, own


def _in_quotes(due: date, quotes: str) -> bool:
    """Return whether quotes carry a date: its year, and its month unless it ends the year."""
    if VALIDITY.search(quotes):
        return True
    if not _in_year(due, quotes):
        return False
    name = rf"\b{MONTHS[due.month - 1]}[a-z]*"
    month = rf"(?<!\d)0?{due.month}\s*月|-0?{due.month}(?:-|\b)|{name}|{PARTS.get(due.month, name)}"
    return (due.month, due.day) == (12, 31) or bool(re.search(month, quotes))


def _in_year(due: date, text: str) -> bool:
    """Return whether a text names the year of a date, or the five-year plan that ends with it."""
    ends = {2005 + 5 * ("一二三四五六七八九".index(n) + 1) for n in FIVE_YEARS.findall(text)}
    return due.year in ends or bool(re.search(rf"(?<!\d){due.year}(?!\d)", text))
