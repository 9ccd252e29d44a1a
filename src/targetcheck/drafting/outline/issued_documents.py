"""Documents in a text: a gazette holds several, each with number, issuer, date and title.

Layer: drafting. Input: Clauses of a text. Output: IssuedDocuments, each with its clauses.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from dateutil.relativedelta import relativedelta

from targetcheck.drafting.grammar.date_scanner import dates_in
from targetcheck.drafting.grammar.exclusion_terms import masked
from targetcheck.drafting.grammar.numeral import chinese_value
from targetcheck.drafting.outline.clause_outline import Clause
from targetcheck.drafting.outline.paragraphs import Paragraph

NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,12}(?:〔|\[|\(|﹝|［)\s?(?:19|20)\d\d\s?(?:〕|\]|\)|﹞|］)\s?(?:第\s?)?\d{1,5}\s?号|[\u4e00-\u9fff]{2,14}令第?\d+号"
)
_NUMBER_LINE = re.compile(rf"\s*(?:发?文(?:字)?号[:：]?)?(?P<number>{NUMBER.pattern})\s*")
_ISSUER = re.compile(
    r"(?P<issuer>(?:[\u4e00-\u9fff]{2,20}?)?(?:人民政府办公[厅室]|人民政府|委员会办公[厅室]|委员会|领导小组(?:办公室)?|国务院办公厅|国务院|[\u4e00-\u9fff]{2,12}(?:部|厅|局|委|办公室)))"
)
_TITLE_ZH = re.compile(r"(?:关于)?(?:印发|公布|转发|发布)《?(?P<title>[^《》]{4,80}?)》?的通知")
_KIND = re.compile(
    r"(?:行动方案|实施方案|工作方案|总体方案|试点方案|方案|行动计划|实施计划|工作计划|计划|规划|纲要|意见|办法|规定|细则|要点|清单|措施|任务及?分工|条例|通知|决定|报告)(?:[（(][^）)]{0,24}[）)])?$"
)
_DATE_LINE = re.compile(r"\s*(20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*(?:印发|发布)?\s*")
_ENGLISH_DATE = re.compile(
    r"(?:published|issued|date[d:]*|updated|last (?:updated|modified)|adopted|approved)?:? "
    r"?(?:(\d{1,2}) )?(Jan\w*|Feb\w*|Mar\w*|Apr\w*|May|June?|July?|Aug\w*|Sep\w*|Oct\w*|"
    r"Nov\w*|Dec\w*) (?:(\d{1,2}),? )?(20\d\d)",
    re.IGNORECASE,
)
_VALID = re.compile(
    r"有效期(?:为|至|到)?\s*(?P<years>[\d一二两三四五六七八九十]+)\s*年|有效期(?:至|到)(?P<until>20\d\d年\d+月\d+日)"
)


@dataclass(frozen=True, slots=True)
class HeadWords:
    """A value of the head of a document with the words it came from; empty if not found."""

    value: str
    words: str
    sure: Literal["certain", "likely", "guess"] = "likely"


@dataclass(frozen=True, slots=True)
class IssuedDocument:
    """A document: its head and its clauses. `start` and `end` are offsets in the whole text."""

    number: HeadWords
    issuer: HeadWords
    title: HeadWords
    issued: HeadWords
    term: HeadWords
    clauses: tuple[Clause, ...]
    start: int
    end: int

    @property
    def year(self) -> int | None:
        """The year of issue, None if it is not known."""
        return int(self.issued.value[:4]) if self.issued.value else None

    @property
    def day(self) -> date | None:
        """The day of issue, None if it is not known."""
        return date.fromisoformat(self.issued.value) if self.issued.value else None


def issued_documents(clauses: Sequence[Clause], chinese: bool) -> list[IssuedDocument]:
    """Return the documents of a text; a text with fewer than two numbers is one document."""
    if not chinese:
        return [_english(clauses)]
    starts = _starts(clauses)
    if len(starts) < 2:
        return [_chinese(clauses, 0)]
    bounds = [*starts[1:], len(clauses)]
    return [_chinese(clauses[start:end], start) for start, end in zip(starts, bounds, strict=True)]


def _starts(clauses: Sequence[Clause]) -> list[int]:
    """Return the indices at which documents begin: the title above a line with a number."""
    found: list[int] = []
    for index, clause in enumerate(clauses):
        if clause.paragraph.is_row or not _NUMBER_LINE.fullmatch(clause.text):
            continue
        start = index
        for above in range(index - 1, max(index - 6, -1), -1):
            text = clauses[above].text
            if (
                re.search(r"通知$|公告$|^.{0,40}(?:人民政府|办公[厅室]|委员会)", text)
                or "关于" in text
                or "印发" in text
            ):
                start = above
            else:
                break
        if not found or start - found[-1] > 3:
            found.append(start)
    return found


def _chinese(clauses: Sequence[Clause], first: int) -> IssuedDocument:
    head = _head_of(clauses)
    number = _number(head)
    title = _title(clauses, head)
    issued = _issued(clauses, number)
    issuer = _issuer(clauses, head, number)
    return _made(clauses, number, issuer, title, issued)


def _made(
    clauses: Sequence[Clause],
    number: HeadWords,
    issuer: HeadWords,
    title: HeadWords,
    issued: HeadWords,
) -> IssuedDocument:
    spots = [
        s
        for c in (*clauses[:1], *clauses[-1:])
        for s in (c.paragraph.plain.spots[:1] + c.paragraph.plain.spots[-1:])
    ]
    term = _term(clauses, title, issued)
    return IssuedDocument(
        number, issuer, title, issued, term, tuple(clauses),
        min(spots, default=0), max(spots, default=-1) + 1,
    )  # fmt: skip


def _head_of(clauses: Sequence[Clause]) -> list[Paragraph]:
    """Return the paragraphs before the first numbered heading, at most thirty."""
    found: list[Paragraph] = []
    for clause in clauses[:30]:
        if clause.rank in (3, 4, 5) and len(found) > 2:
            break
        found.append(clause.paragraph)
    return found


def _number(head: Sequence[Paragraph]) -> HeadWords:
    for paragraph in head:
        found = _NUMBER_LINE.fullmatch(paragraph.text)
        if found:
            return HeadWords(_brackets(found["number"]), found["number"], "certain")
    for paragraph in head[:3]:
        found = re.match(rf"\s*(?P<number>{NUMBER.pattern})(?![）)])", paragraph.text)
        if found:
            return HeadWords(_brackets(found["number"]), found["number"], "likely")
    return HeadWords("", "")


def _brackets(number: str) -> str:
    plain = re.sub(r"\s", "", number)
    return re.sub(r"[\[(﹝［]((?:19|20)\d\d)[\])﹞］]", r"〔\1〕", plain)


def _title(clauses: Sequence[Clause], head: Sequence[Paragraph]) -> HeadWords:
    joined = "".join(p.text for p in head[:8])
    named = _TITLE_ZH.search(joined)
    if named:
        words = named["title"]
        return HeadWords(words, words, "certain")
    for paragraph in head:
        text = paragraph.text
        if 5 < len(text) <= 70 and _KIND.search(text) and not re.search(r"[，。；]", text):
            return HeadWords(text.lstrip("# "), text, "likely")
    for paragraph in head:
        if 4 < len(paragraph.text) <= 60 and not paragraph.text.endswith(("：", "。")):
            return HeadWords(paragraph.text.lstrip("# "), paragraph.text, "guess")
    return HeadWords("", "")


def _issued(clauses: Sequence[Clause], number: HeadWords) -> HeadWords:
    near = [*clauses[:40], *clauses[-12:]]
    for clause in near:
        found = _DATE_LINE.fullmatch(clause.text)
        if found and not clause.paragraph.is_row:
            return HeadWords(_iso(found[1], found[2], found[3]), clause.text, "certain")
    for clause in [*clauses[:12], *clauses[-4:]]:
        found = re.search(
            r"(20\d\d)年(\d{1,2})月(\d{1,2})日(?:印发|发布|$|[)）])", clause.text
        ) or re.search(r"(20\d\d)-(\d{1,2})-(\d{1,2})", clause.text)
        if found and len(clause.text) < 80:
            return HeadWords(_iso(found[1], found[2], found[3]), found.group(), "likely")
    return HeadWords("", "")


def _iso(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _issuer(clauses: Sequence[Clause], head: Sequence[Paragraph], number: HeadWords) -> HeadWords:
    for index, clause in enumerate(clauses[:40]):
        if _DATE_LINE.fullmatch(clause.text) and index:
            above = clauses[index - 1].text
            if len(above) <= 30 and _ISSUER.fullmatch(above):
                return HeadWords(above, above, "certain")
    joined = "".join(p.text for p in head[:5])
    found = re.match(
        r"[^。]{0,40}?(?P<issuer>[\u4e00-\u9fff]{0,14}(?:人民政府办公[厅室]|人民政府|国务院办公厅|国务院|委员会|办公[厅室]|[部厅局委]))(?:\S{0,2}关于|印发)",
        joined,
    )
    if found:
        return HeadWords(found["issuer"], found["issuer"], "likely")
    for paragraph in head[:6]:
        match = _ISSUER.fullmatch(re.sub(r"文件$", "", paragraph.text))
        if match:
            return HeadWords(match["issuer"], paragraph.text, "likely")
    return HeadWords("", "")


def _term(clauses: Sequence[Clause], title: HeadWords, issued: HeadWords) -> HeadWords:
    """Return the day on which the document ends: by its title, its validity, its last date."""
    year = int(issued.value[:4]) if issued.value else None
    chinese = any("\u4e00" <= c <= "\u9fff" for c in title.value)
    dates = dates_in(title.value, None, chinese)
    if not dates and not chinese:
        found = re.search(r"\b(20[2-6]\d)\b", title.value)
        if found:
            return HeadWords(f"{found[1]}-12-31", found.group(), "likely")
    if dates:
        last = max(dates, key=lambda due: due.due)
        return HeadWords(last.due.isoformat(), title.value[last.at : last.end], "likely")
    for clause in clauses:
        found = _VALID.search(clause.text) if not clause.paragraph.is_row else None
        if found and found["until"]:
            until = dates_in(found["until"], None, True)
            return (
                HeadWords(until[0].due.isoformat(), found.group(), "likely")
                if until
                else HeadWords("", "")
            )
        if found and issued.value and (years := _years(found["years"])):
            start = _in_force(clause.text, issued)
            end_day = start + relativedelta(years=years, days=-1)
            return HeadWords(end_day.isoformat(), found.group(), "likely")
    return _last_date(clauses, year, chinese)


def _in_force(text: str, issued: HeadWords) -> date:
    """Return the day from which a document is in force: 自…起施行, else the day of issue."""
    found = re.search(r"自(20\d\d)年(\d{1,2})月(\d{1,2})日起", text)
    iso = _iso(found[1], found[2], found[3]) if found else ""
    return date.fromisoformat(iso or issued.value)


def _years(text: str) -> int:
    value = Fraction(int(text)) if text.isdecimal() else chinese_value(text)
    return int(value) if value is not None else 0


def _last_date(clauses: Sequence[Clause], year: int | None, chinese: bool) -> HeadWords:
    """Return the end of a document that names none: its latest date that recurs."""
    first, last = (year, year + 12) if year else (2000, 2060)
    counts: Counter[date] = Counter()
    words: dict[date, str] = {}
    for clause in clauses:
        text = masked(clause.text, chinese)
        for due in dates_in(text, None, chinese):
            if first <= due.due.year <= last and (due.due.month, due.due.day) == (12, 31):
                counts[due.due] += 1
                words.setdefault(due.due, text[due.at : due.end])
    often = [day for day, count in counts.items() if count * 6 >= max(counts.values())]
    if not often:
        return HeadWords(f"{year}-12-31", "", "guess") if year else HeadWords("", "")
    return HeadWords(max(often).isoformat(), words[max(often)], "guess")


def _english(clauses: Sequence[Clause]) -> IssuedDocument:
    head = [clause.paragraph for clause in clauses[:40]]
    title = next(
        (HeadWords(p.text.strip("# "), p.text, "likely") for p in head if 8 < len(p.text) <= 140),
        HeadWords("", ""),
    )
    issued = HeadWords("", "")
    for paragraph in head:
        found = _ENGLISH_DATE.search(paragraph.text)
        if found and len(paragraph.text) < 120:
            due = dates_in(found.group(), None, chinese=False)
            if due:
                issued = HeadWords(due[0].due.isoformat(), found.group(), "likely")
                break
    issuer = next(
        (
            HeadWords(m.group(), m.group(), "likely")
            for p in head
            if (m := re.search(
                r"(?:[A-Z][\w'’&-]+ (?:(?:of|and|for|the) )*)*(?:Government|Council|Ministry|Department|"
                    r"Commission|Authority|Agency|Board|Service)(?: (?:of|for) (?:the )?(?:[A-Z][\w'’&-]+,? "
                    r"?(?:and )?)+)?",
                p.text,
            )) and len(p.text) < 160
        ),
        HeadWords("", ""),
    )  # fmt: skip
    return _made(clauses, HeadWords("", ""), issuer, title, issued)
