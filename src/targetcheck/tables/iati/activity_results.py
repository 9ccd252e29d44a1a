"""Results of IATI 2.0x activity files: activities, indicators, and their figures with lines.

Layer: tables. Input: an activity file. Output: IatiActivity records. Codes and references are
checked here and all errors are raised together; figures are kept as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from targetcheck import limits
from targetcheck.errors import Diagnostic, Where, did_you_mean
from targetcheck.files import read_bytes
from targetcheck.tables.raw_table import MOST_FINDINGS, refuse
from targetcheck.tables.xml_element import LANG, XmlElement, read_xml

NAMESPACE = "urn:targetcheck:iati:1"
"""Namespace of the elements in which `as_iati` keeps what IATI has no element for."""
REPORTED, VERDICT, RULESET = (f"{NAMESPACE}}}{name}" for name in ("reported", "verdict", "ruleset"))
VERSIONS = ("2.01", "2.02", "2.03")
MEASURES = {
    "1": ("数量", "unit"),
    "2": ("百分比", "percentage"),
    "3": ("类别", "nominal"),
    "4": ("等级", "ordinal"),
    "5": ("定性", "qualitative"),
}
RESULT_TYPES = {
    "1": ("产出", "output"),
    "2": ("成果", "outcome"),
    "3": ("影响", "impact"),
    "9": ("其他", "other"),
}
"""code → (Chinese, English)"""
Kind = Literal["baseline", "target", "actual"]

_WANTED = frozenset(
    "iati-identifier reporting-org title activity-date recipient-country location result".split()
) | {RULESET}
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)?")
_UNKNOWN = date(1900, 1, 1)
"""Stands for a date that could not be read; its file is refused."""
_YES_NO = {"1": True, "true": True, "0": False, "false": False}


@dataclass(frozen=True, slots=True)
class IatiText:
    """A text in Chinese and English; a text in another language stands as `en`."""

    zh: str = ""
    en: str = ""

    def __str__(self) -> str:
        return self.en or self.zh


@dataclass(frozen=True, slots=True)
class Figure:
    """A baseline, target or actual: its period, value as written, locations and dimensions."""

    kind: Kind
    start: date
    end: date
    value: str
    comment: IatiText
    locations: tuple[str, ...]
    dimensions: tuple[tuple[str, str], ...]
    line: int
    own: XmlElement | None = None
    """the element of NAMESPACE inside it"""


@dataclass(slots=True)
class IatiIndicator:
    """An indicator of a result with its figures; `code` and `result_code` are its references."""

    title: IatiText
    result: IatiText
    measure: str
    ascending: bool
    aggregate: bool
    code: str
    result_code: str
    line: int
    figures: list[Figure] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)
    """lines of periods with neither a target nor an actual"""


@dataclass(slots=True)
class IatiActivity:
    """An activity: who reports it, the places it names, its indicators."""

    identifier: str
    title: IatiText
    reporter: IatiText
    begins: date | None
    countries: tuple[str, ...]
    locations: dict[str, tuple[str, ...]]
    """reference → names and codes of a location"""
    indicators: list[IatiIndicator]
    ruleset: XmlElement | None
    line: int


def read_activities(path: str, name: str) -> tuple[IatiActivity, ...]:
    """Return the activities of a file; raise TargetcheckError with every error found."""
    return activities_in(read_xml(read_bytes(path, name), name, {"iati-activity": _WANTED}), name)


def activities_in(root: XmlElement, name: str) -> tuple[IatiActivity, ...]:
    """Return the activities of a document; raise TargetcheckError with every error found."""
    reader = _ActivityReader(name)
    activities = reader.activities(root)
    refuse(reader.found)
    return activities


class _ActivityReader:
    """Reader of one file that collects its errors."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: list[Diagnostic] = []
        self.lang = ""
        self.declared: dict[str, tuple[str, ...]] = {}

    def activities(self, root: XmlElement) -> tuple[IatiActivity, ...]:
        if root.tag != "iati-activities":
            space, _, tag = root.tag.rpartition("}")
            of_en, of_zh = (
                (f" of namespace `{space}`", f"（命名空间“{space}”）") if space else ("", "")
            )
            self.wrong(root, "xml-unknown", f"`{tag}`{of_en} is not a known document",
                       f"无法识别文档“{tag}”{of_zh}",
                       "XML is read as an IATI activity file, which starts with `iati-activities` of no namespace",
                       "XML 只读取 IATI 活动文件，其根元素为不带命名空间的 iati-activities")  # fmt: skip
        elif root.get("version") not in VERSIONS:
            known = ", ".join(VERSIONS)
            self.wrong(root, "iati-version", f"IATI version `{root.get('version')}` is not read",
                       f"不支持 IATI 版本“{root.get('version')}”",
                       f"known are {known}", f"支持 {known}")  # fmt: skip
        else:
            return tuple(self.activity(each, root) for each in root.all("iati-activity"))
        return ()

    def activity(self, at: XmlElement, root: XmlElement) -> IatiActivity:
        self.lang = at.get(LANG) or root.get(LANG)
        reporter = at.first("reporting-org")
        identifier = _text(at.first("iati-identifier"))
        if not identifier:
            self.wrong(at, "iati-identifier", "the activity has no `iati-identifier`",
                       "该活动没有 iati-identifier", "give it one", "请补上")  # fmt: skip
        self.declared = {
            place.get("ref"): tuple(dict.fromkeys(self.place_names(place)))
            for place in at.all("location")
            if place.get("ref")
        }
        dates = {each.get("type"): each for each in at.all("activity-date")}
        begun = dates.get("1") or dates.get("2")
        countries = [c for each in at.all("recipient-country") for c in self.place_names(each)]
        return IatiActivity(
            identifier,
            self.narrative(at.first("title")),
            self.narrative(reporter) if reporter is not None else IatiText(),
            self.day(begun, "iso-date") if begun is not None else None,
            tuple(countries) if len(list(at.all("recipient-country"))) == 1 else (),
            self.declared,
            [made for result in at.all("result") for made in self.indicators(result)],
            at.first(RULESET),
            at.line,
        )

    def place_names(self, at: XmlElement) -> Iterator[str]:
        yield from (code for code in (at.get("ref"), at.get("code")) if code)
        for each in (at, *at.all("name")):
            yield from (text for part in each.all("narrative") if (text := _text(part)))
        yield from (code for each in at.all("location-id") if (code := each.get("code")))

    def indicators(self, result: XmlElement) -> Iterator[IatiIndicator]:
        self.code(result, "type", RESULT_TYPES)
        listed = list(result.all("indicator"))
        title = self.narrative(result.first("title"))
        own = _reference(result) if len(listed) == 1 else ""
        for at in listed:
            found = IatiIndicator(
                self.narrative(at.first("title")),
                title,
                self.code(at, "measure", MEASURES),
                self.yes_no(at, "ascending", default=True),
                self.yes_no(at, "aggregation-status", default=False),
                _reference(at),
                own,
                at.line,
            )
            found.figures += [self.baseline(each) for each in at.all("baseline")]
            for period in at.all("period"):
                figures = list(self.period(period))
                found.figures += figures
                found.empty += [] if figures else [period.line]
            yield found

    def baseline(self, at: XmlElement) -> Figure:
        if at.get("iso-date"):
            day = self.day(at, "iso-date")
            return self.figure(at, "baseline", day, day)
        first = _day(f"{at.get('year')}-01-01")
        if first is None:
            self.wrong(at, "iati-date", f"`{at.get('year')}` is not a year",
                       f"“{at.get('year')}”不是年份",
                       "write four digits, such as `2015`", "请写四位数字，如2015")  # fmt: skip
        first = first or _UNKNOWN
        return self.figure(at, "baseline", first, first.replace(month=12, day=31))

    def period(self, at: XmlElement) -> Iterator[Figure]:
        ends = [at.first("period-start"), at.first("period-end")]
        if None in ends:
            self.wrong(at, "iati-period", "the period lacks its start or its end",
                       "该时期缺少开始或结束日期",
                       "give both `period-start` and `period-end`",
                       "请写明 period-start 和 period-end")  # fmt: skip
            return
        before = len(self.found)
        start, end = (self.day(each, "iso-date") for each in ends if each is not None)
        if start > end and len(self.found) == before:
            self.wrong(at, "iati-period", f"the period ends on {end}, before its start {start}",
                       f"该时期的结束日期{end}早于开始日期{start}",
                       "exchange the two dates, or correct one", "请改正日期")  # fmt: skip
        kinds: tuple[Kind, ...] = ("target", "actual")
        for kind in kinds:
            for each in at.all(kind):
                yield self.figure(each, kind, start, end)

    def figure(self, at: XmlElement, kind: Kind, start: date, end: date) -> Figure:
        locations = sorted({each.get("ref") for each in at.all("location")} - {""})
        for ref in locations:
            if ref not in self.declared:
                near = did_you_mean(ref, self.declared) if len(self.found) < MOST_FINDINGS else ""
                self.wrong(at, "iati-location-unknown",
                           f"the activity declares no location `{ref}`",
                           f"该活动没有声明地点“{ref}”",
                           f"did you mean `{near}`?" if near else "add a `location` with this `ref`",
                           f"是否应为“{near}”？" if near else "请补上带此 ref 的 location")  # fmt: skip
        dimensions = sorted((d.get("name"), d.get("value")) for d in at.all("dimension"))
        own = next((c for c in at.children if c.tag in (REPORTED, VERDICT)), None)
        comment = self.narrative(at.first("comment"))
        value = at.get("value")
        return Figure(
            kind, start, end, value, comment, tuple(locations), tuple(dimensions), at.line, own
        )

    def narrative(self, at: XmlElement | None) -> IatiText:
        """Return the texts of an element by language."""
        texts: dict[str, str] = {}
        for part in at.all("narrative") if at is not None else ():
            lang = (part.get(LANG) or self.lang or "en").partition("-")[0].casefold()
            texts.setdefault(lang, _text(part))
        rest = next((t for lang, t in texts.items() if lang not in ("zh", "en")), "")
        zh = texts.get("zh", "")
        return IatiText(zh, texts.get("en", "") or ("" if zh else rest))

    def code(self, at: XmlElement, name: str, known: Mapping[str, tuple[str, str]]) -> str:
        value = at.get(name)
        if value not in known:
            listed = ", ".join(f"{code} {en}" for code, (_, en) in known.items())
            zh = "、".join(f"{code}（{word}）" for code, (word, _) in known.items())
            self.wrong(at, "iati-code-unknown", f"`{value}` is not a code of `{at.tag}/@{name}`",
                       f"{at.tag}/@{name} 没有代码“{value}”",
                       f"known are {listed}", f"可用代码：{zh}")  # fmt: skip
        return value

    def yes_no(self, at: XmlElement, name: str, *, default: bool) -> bool:
        value = at.get(name)
        if value and value not in _YES_NO:
            self.wrong(at, "iati-code-unknown", f"`{value}` in `{at.tag}/@{name}` is not yes or no",
                       f"{at.tag}/@{name} 的“{value}”不是是非值",
                       "write 1 or 0", "请写1或0")  # fmt: skip
        return _YES_NO.get(value, default)

    def day(self, at: XmlElement, name: str) -> date:
        found = _day(at.get(name))
        if found is None:
            self.wrong(at, "iati-date", f"`{at.get(name)}` is not a date",
                       f"“{at.get(name)}”不是日期",
                       "write year, month and day, such as `2024-12-31`",
                       "请写年月日，如2024-12-31")  # fmt: skip
        return found or _UNKNOWN

    def wrong(
        self, at: XmlElement, code: str, en: str, zh: str, hint_en: str, hint_zh: str
    ) -> None:
        where = Where(self.name, line=at.line, path=at.tag.rpartition("}")[2])
        self.found.append(Diagnostic(code, en, zh, hint_en, hint_zh, where))


def _day(text: str) -> date | None:
    """Return a date as XML writes it; None for another text and for a year far away."""
    found = _DAY.fullmatch(text)
    first, last = limits.YEARS
    try:
        day = date.fromisoformat(found[1] if found else "")
    except ValueError:
        return None
    return day if first <= day.year <= last else None


def _reference(at: XmlElement) -> str:
    return next((each.get("code") for each in at.all("reference") if each.get("code")), "")


def _text(at: XmlElement | None) -> str:
    return " ".join(at.text.split()) if at is not None else ""
