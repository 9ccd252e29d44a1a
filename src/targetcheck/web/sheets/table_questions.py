"""What a table leaves open, as questions whose answers write the mapping.

Layer: web. Input: a table as read, and the findings on its cells. Output: questions with options;
an option carries the piece of a mapping that it means, which the page joins to the rest. The
pieces are those that `inspect` proposes and that `docs/how-to/spreadsheets.md` explains. A cell whose
name is not known is asked about its period and unit as well, so that all is asked at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from targetcheck.errors import Diagnostic, Language, TargetcheckError
from targetcheck.observations.observation_reader import fiscal_of, period_of
from targetcheck.observations.reported_name import names_of
from targetcheck.output.inspection.inspection_text import FIELD, pick
from targetcheck.output.inspection.table_inspection import CellSeen
from targetcheck.periods.fiscal_and_school_year import is_dashed_pair, is_fiscal
from targetcheck.periods.period_label_reader import plain_label
from targetcheck.plan.plan import Plan
from targetcheck.quantities.unit import find_unit
from targetcheck.tables.raw_table import ColumnSeen
from targetcheck.tables.table_reader import ObservationTable
from targetcheck.web.sheets.likely_names import RulesetNames

Record = dict[str, object]
_QUOTED = re.compile(r"`([^`]*)`")
_MEANT = re.compile(r"did you mean `([^`]+)`")
_DAY = re.compile(r"(?P<one>\d{1,2})[-/. ](?P<two>\d{1,2})[-/. ](?P<year>(?:19|20)\d\d)")
"""A day with its year last, of which one or two readings are days."""
_QUALIFIER = re.compile(r"qualifiers: \{(?P<code>[^:]+): ")
_MARKS = frozenset({"number-mark-open", "number-mark-mixed", "number-mark-wrong"})
_HIDDEN = frozenset({"row-hidden", "column-hidden", "value-unseen"})
_FIELDS = (
    "place",
    "indicator",
    "period",
    "unit",
    "value",
    "numerator",
    "denominator",
    "source",
    "note",
)
_LACKING = re.compile(r"says the (?P<what>place|indicator|period) of its values")
_PERIOD = re.compile(
    r"20\d\d\s*年?\s*(?:第?[一二三四1-4]\s*季度|[Qq][1-4]|[上下]半年|(?:[01]?\d\s*[-—–~至]\s*)?[01]?\d\s*月份?|年度)"
    r"|20\d\d[-./](?:0[1-9]|1[0-2])(?!\d)|20\d\d年(?!\d)"
)
"""Words of a sheet that name a period, to offer them as answers."""
_ASKABLE = ("unknown", "unheaded")
_COLUMN = re.compile(r"[A-Z]+")
_LINE = re.compile(r"(?:![A-Z]+|:)(\d+)(?::\d+)?(?: |$)")
"""The row in a location as it is printed."""
MOST = 60
"""The most questions that are put at once."""


def lacking(
    found: Sequence[Diagnostic], texts: Iterable[str], plan: Plan, lang: Language
) -> list[Record]:
    """Return the questions about what tables that could not be read do not say.

    Periods that some text of the sheets names are offered, and so are all places and indicators.
    """
    names, asked = RulesetNames(plan, lang), list[Record]()
    missing = {m["what"]: one for one in found if (m := _LACKING.search(one.en))}
    for what, why in missing.items():
        said = f"{why.where} {why.zh if lang == 'zh' else why.en}"
        if what == "period":
            near = dict.fromkeys(m[0] for text in texts for m in _PERIOD.finditer(text))
            asked.append(
                _typed("period", said, {"period": ""}, "2024Q3 · 2024-09 · 2024", [*near][:6])
            )
        else:
            options = [_option(name, {what: key}) for key, name in names.options(what, "")]
            asked.append(_question(what, said, options))
    return asked


def questions(
    table: ObservationTable, seen: Sequence[CellSeen], plan: Plan, lang: Language
) -> list[Record]:
    """Return the questions of a table, those that concern most cells first."""
    found: dict[str, Record] = {}
    names = RulesetNames(plan, lang)
    for cell in seen:
        for asked in (*_of_cell(cell, plan, names, lang), *_of_the_rest(cell, plan, names, lang)):
            known = found.setdefault(str(asked["id"]), {**asked, "cells": 0, "rows": []})
            known["cells"] = int(str(known["cells"])) + 1
            rows = known["rows"]
            assert isinstance(rows, list)
            rows.append(str(cell.where))
    heads = {c.indicator or c.place: c.written for each in table.layouts for c in each.columns}
    for asked in found.values():
        _skippable(asked, heads, lang)
    ordered = sorted(found.values(), key=lambda q: -int(str(q["cells"])))
    columns = [
        _of_column(column, names, lang)
        for layout in table.layouts
        for column in layout.columns
        if column.why in _ASKABLE and column.written
    ]
    unique = {str(q["id"]): q for q in (*ordered, *columns)}
    return list(unique.values())[:MOST]


def _skippable(asked: Record, heads: Mapping[str, str], lang: Language) -> None:
    """Add to a question about a name that it may not be data: its column, if a heading names it.

    Else its rows, which are those of the cells; only then are rows skipped.
    """
    options, rows, name = asked["options"], asked["rows"], str(asked["id"]).partition(":")[2]
    assert isinstance(options, list)
    assert isinstance(rows, list)
    if not str(asked["id"]).startswith(("place:", "indicator:")):
        return
    likely = int(str(asked["likely"]))
    lines = sorted({int(m[1]) for row in rows if (m := _LINE.search(row))})
    if heads.get(name):
        said = "这一列不是数据，不用" if lang == "zh" else "no data: leave the column out"
        options.insert(likely, _option(said, {"columns": {heads[name]: "ignore"}}))
    elif lines:
        said = "不是数据行，跳过" if lang == "zh" else "no data: skip the row"
        options.insert(likely, _option(said, {"skip": lines}))


def _of_cell(cell: CellSeen, plan: Plan, names: RulesetNames, lang: Language) -> Iterator[Record]:
    why = cell.why
    if why is None:
        return
    zh = lang == "zh"
    text = match[1] if (match := _QUOTED.search(why.en)) else ""
    said = why.zh if zh else why.en
    if why.code in ("place-unknown", "indicator-unknown"):
        yield from _of_name(why, why.code.removesuffix("-unknown"), text, names, lang)
    elif why.code == "row-is-total":
        yield from _of_total(cell.texts.get("place", ""), said, names, lang)
    elif why.code in _MARKS:
        yield _question(
            "decimal", said,
            [_option("“,”是小数点" if zh else "the comma is the decimal mark", {"decimal": ","}),
             _option("“.”是小数点" if zh else "the point is the decimal mark", {"decimal": "."})],
        )  # fmt: skip
    elif why.code in ("value-sentinel-open", "figure-of-nines"):
        yield _question(
            f"missing:{text}", said,
            [_option("表示没有数值" if zh else "it means no value", {"missing": [_plain(text)]}),
             _option("就是数值" if zh else "it is a value", {"missing": []})],
        )  # fmt: skip
    elif why.code == "value-unreadable":
        yield from _of_notation(why, said, lang)
    elif why.code == "basis-open":
        yield _question(
            "basis", said,
            [_option("当期数" if zh else "of its own period", {"basis": "period"}),
             _option("本年累计" if zh else "year to date", {"basis": "year_to_date"}),
             _option("开工以来累计" if zh else "since the start", {"basis": "since_start"})],
        )  # fmt: skip
    elif why.code in _HIDDEN:
        yield _question(
            "hidden", said,
            [_option("也采用隐藏的内容" if zh else "use hidden content as well", {"hidden": "read"})],
        )  # fmt: skip
    elif why.code in ("period-open", "period-missing") or (
        why.code == "period-unreadable" and not text
    ):
        yield _typed("period", said, {"period": ""}, "2024Q3 · 2024-09 · 2024")
    elif why.code == "period-unreadable":
        yield _of_period(text, said, lang)
    elif why.code == "unknown-unit":
        yield _of_unknown_unit(cell.texts.get("unit", "") or text, why, lang)
    elif why.code == "unit-missing":
        yield from _of_unit(cell, why, plan, lang)


def _of_the_rest(
    cell: CellSeen, plan: Plan, names: RulesetNames, lang: Language
) -> Iterator[Record]:
    """Ask what else cannot be read of a cell whose place or indicator is not known.

    The reader of observations tells the first obstacle of a cell; a person is asked about all.
    """
    if cell.why is None or cell.why.code not in ("place-unknown", "indicator-unknown"):
        return
    zh = lang == "zh"
    indicator = cell.texts.get("indicator", "")
    if cell.why.code == "place-unknown" and indicator and not names.find["indicator"](indicator):
        said = (
            f"规则集中没有指标“{indicator}”"
            if zh
            else f"the indicator `{indicator}` is not in the ruleset"
        )
        yield _named("indicator", indicator, said, names)
    period, unit = cell.texts.get("period", ""), cell.texts.get("unit", "")
    for text, read in (
        (period, lambda: period_of(period, fiscal_of(plan))),
        (unit, lambda: find_unit(unit)),
    ):
        try:
            if text:
                read()
        except TargetcheckError as error:
            why = error.diagnostics[0]
            said = why.zh if zh else why.en
            if why.code == "unknown-unit":
                yield _of_unknown_unit(unit, why, lang)
            elif why.code == "period-unreadable":
                yield _of_period(period, said, lang)


def _of_period(text: str, said: str, lang: Language) -> Record:
    """Ask what a period means that cannot be read: financial years, or days written in this way."""
    label = plain_label(text)
    if is_fiscal(label) or is_dashed_pair(label):
        zh = lang == "zh"
        return _question(
            "fiscal", said,
            [_option(f"财年自{month}月起" if zh else f"financial years start in month {month}",
                     {"fiscal_year_starts": month}) for month in (4, 7, 10)],
        )  # fmt: skip
    return _typed(
        f"period:{text}",
        said,
        {"periods": {text: ""}},
        "2024-12-31 · 2024Q3 · 2024-09",
        _days(text),
    )


def _days(text: str) -> list[str]:
    """Return the days that a text with its year last may mean: the day first, then the month."""
    match = _DAY.search(text)
    if match is None:
        return []
    one, two, year = int(match["one"]), int(match["two"]), int(match["year"])
    found = []
    for day, month in ((one, two), (two, one)):
        try:
            found.append(date(year, month, day).isoformat())
        except ValueError:
            continue
    return list(dict.fromkeys(found))


def _of_unknown_unit(text: str, why: Diagnostic, lang: Language) -> Record:
    """Ask what a unit means; what the finding proposes is offered."""
    said = why.zh if lang == "zh" else why.en
    near = [m[1]] if (m := _MEANT.search(why.hint_en)) else []
    return _typed(
        f"unit:{text}",
        said,
        {"units": {text: ""}},
        "% · mg/L · 公顷" if lang == "zh" else "% · mg/L · ha",
        near,
    )


def _named(kind: str, text: str, said: str, names: RulesetNames) -> Record:
    """Ask what a name means, the likeliest first."""
    likely = len(names.likely(kind, text))
    options = [_option(name, {f"{kind}s": {text: key}}) for key, name in names.options(kind, text)]
    return _question(f"{kind}:{text}", said, options, likely=likely)


def _of_unit(cell: CellSeen, why: Diagnostic, plan: Plan, lang: Language) -> Iterator[Record]:
    """Ask for the unit of a column of a wide sheet, else of the whole table."""
    known = names_of(plan.ruleset.all_indicators())
    indicator = known(cell.texts.get("indicator", "")) or ""
    column = _COLUMN.match(cell.where.cell)
    unit = plan.indicators[indicator].unit if indicator in plan.indicators else None
    if unit is None or column is None:
        said = why.zh if lang == "zh" else why.en
        yield _typed(
            "unit", said, {"unit": ""}, "% · mg/L · 公顷" if lang == "zh" else "% · mg/L · ha"
        )
        return
    label, name = unit.label(lang), plan.ruleset.all_indicators()[indicator].say(lang)
    said = f"“{name}”没有写明单位" if lang == "zh" else f"`{name}` has no unit"
    patch: Record = {"columns": {column[0]: {"indicator": indicator, "unit": unit.label("zh")}}}
    yield _question(f"unit:{column[0]}:{indicator}", said, [_option(label, patch)])


def _of_total(text: str, said: str, names: RulesetNames, lang: Language) -> Iterator[Record]:
    """Ask whether a row of totals is the report of a place: of the city, under its counties."""
    if text:
        more = "；它就是某个地区的报送值吗？" if lang == "zh" else "; is it the figure of a place?"
        options = [
            _option(name, {"places": {text: key}}) for key, name in names.options("place", "")
        ]
        yield {**_question(f"total:{text}", said + more, options), "optional": True}


def _of_name(
    why: Diagnostic, kind: str, text: str, names: RulesetNames, lang: Language
) -> Iterator[Record]:
    zh = lang == "zh"
    said = why.zh if zh else why.en
    blank = "is blank" in why.en or not text
    if blank:
        yield _question(
            f"{kind}:blank", said,
            [_option("与上一单元格相同" if zh else "as in the cell above", {"fill": [kind]}),
             *(_option(name, {f"{kind}s": {"": key}}) for key, name in names.options(kind, ""))],
        )  # fmt: skip
        return
    yield _named(kind, text, said, names)


def _of_notation(why: Diagnostic, said: str, lang: Language) -> Iterator[Record]:
    zh = lang == "zh"
    if "brackets:" in why.hint_en:
        yield _question(
            "brackets", said,
            [_option("括号表示负数" if zh else "brackets mean minus", {"brackets": "minus"}),
             _option("括号没有含义" if zh else "brackets mean nothing", {"brackets": "plain"})],
        )  # fmt: skip
    if match := _QUALIFIER.search(why.hint_en):
        code = match["code"]
        signs = (("<", "低于检出限", "below detection"), (">", "高于", "above"),
                 ("~", "约", "about"), ("=", "没有含义", "means nothing"))  # fmt: skip
        options = [_option(a if zh else b, {"qualifiers": {code: sign}}) for sign, a, b in signs]
        yield _question(f"qualifier:{code}", said, options)


def _of_column(column: ColumnSeen, names: RulesetNames, lang: Language) -> Record:
    zh, head = lang == "zh", column.written
    said = (
        f"“{head}”列（{column.where}）未被采用，其含义是什么？"
        if zh
        else f"column `{head}` ({column.where}) is not used: what does it hold?"
    )
    fields = [_option(pick(FIELD, name, lang), {"columns": {head: name}}) for name in _FIELDS]
    values = [
        _option(f"{pick(FIELD, 'indicator', lang)}：{name}" if zh else f"indicator: {name}",
                {"columns": {head: {"indicator": key}}})
        for key, name in names.options("indicator", head)
    ]  # fmt: skip
    none = _option(
        "与评判无关" if zh else "nothing that matters here", {"columns": {head: "ignore"}}
    )
    return {
        **_question(f"column:{head}", said, [none, *values, *fields]),
        "cells": 0,
        "optional": True,
    }


def _question(key: str, text: str, options: list[Record], *, likely: int = 0) -> Record:
    """Return a question; the first `likely` of its options are probably meant."""
    return {
        "id": key,
        "text": text,
        "options": options,
        "likely": likely,
        "optional": False,
    }


def _typed(key: str, text: str, patch: Record, example: str, near: Sequence[str] = ()) -> Record:
    """Return a question that is answered by typing the one empty value of a piece of mapping."""
    return {**_question(key, text, []), "typed": patch, "example": example, "near": list(near)}


def _option(label: str, patch: Record) -> Record:
    return {"label": label, "patch": patch}


def _plain(text: str) -> object:
    try:
        return int(text)
    except ValueError:
        return text
