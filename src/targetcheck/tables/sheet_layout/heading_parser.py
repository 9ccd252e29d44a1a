"""Meaning of one text of a heading: field, period, unit and so on.

Layer: tables. A name in the vocabulary takes precedence. A text without known meaning is `text`, to
be interpreted from the rest of the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from targetcheck.errors import TargetcheckError
from targetcheck.name_index import fold_name
from targetcheck.periods.fiscal_and_school_year import is_fiscal
from targetcheck.periods.period_label_reader import plain_label
from targetcheck.periods.period_parser import parse_period
from targetcheck.quantities.unit import find_unit
from targetcheck.quantities.unit import is_unit as is_known_unit
from targetcheck.quantities.unit_spelling import ratio_unit
from targetcheck.tables.cells.basis_words import read_basis
from targetcheck.tables.cells.cell_value import fold_width
from targetcheck.tables.columns.column_names import read_header
from targetcheck.tables.columns.disaggregation import is_part_heading
from targetcheck.tables.known_names import GivenNames, Vocabulary

PieceKind = Literal[
    "field", "indicator", "place", "period", "unit", "serial", "beside", "part", "total", "text"
]

_SERIAL = frozenset(
    ["序号", "编号", "no", "no.", "#", "行次", "栏次", "序", "id", "行政区划代码", "区划代码"]
)
_BESIDE = re.compile(
    r"(?:同比|环比|同期|上[月季期]|前期|基期|较上|较去|比上|比去|较基期|排名|排序|位次|名次|得分|评分|扣分|上年|去年|目标|计划"
    r"|预计|预测|快报|任务|年度目标|全年目标|目标值|计划数|任务数|完成进度|完成比例|完成率|进度|增减|增长|增幅|升降|增速|是否|责任"
    r"|牵头|配合|联系|依据|条款|时限|完成时限|target$|rank|change|growth|increase"
    r"|previous|last year|yoy|mom|plan$|due$|lead$|clause).{0,8}",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r".{0,6}(?:合计|总计|小计|共计|总和|汇总|平均|均值|平均值):?"
    r"|(?:sub|grand)?\s*totals?|sum|average|mean",
    re.IGNORECASE,
)
WEAK = dict.fromkeys(("项目", "主要指标", "目标名称", "考核指标", "统计指标", "名称"), "indicator")
WEAK |= dict.fromkeys(("任务名称", "工作任务", "重点任务", "事项", "工作事项"), "indicator")
WEAK |= dict.fromkeys(("市县", "市(县、区)", "县(市、区)", "县市区", "单位(地区)"), "place")
_ACTUAL = frozenset(
    (
        "完成",
        "实际",
        "实际完成",
        "实绩",
        "总量",
        "绝对量",
        "绝对数",
        "绝对额",
        "绝对值",
        "总值",
        "总额",
        "总数",
    )
)
"""Headings below an indicator that only announce its values."""
_PERIOD_AND = re.compile(
    r"(?P<period>.*(?:[季月度年底末]|半年|[1-4]))(?P<word>[^\d季月度年].{0,7})", re.IGNORECASE
)
_SINCE_JANUARY = re.compile(r"(?:累计[至到]|(?:自|从)?年初[至到])(?P<period>.+?)(?:累计)?")
_UNIT_LINE = re.compile(r"(?:计量)?单位\s*:\s*(?P<unit>.+)|unit\s*:\s*(?P<en>.+)", re.IGNORECASE)
_BRACKET = re.compile(r"(?P<base>[^()\[\]]+?)\s*[(\[](?P<inside>(?:[^()]|\([^()]*\))+)[)\]]")
_LABEL_UNIT = re.compile(r"(?P<base>.+?)[,;:]?\s*(?:计量)?单位\s*[:为]\s*(?P<unit>\S+)")
_UNTIL = re.compile(r"截[至止]到?\s*")
_PERIOD_MARK = re.compile(r"[季月度]|半年|年|q|h|\d{4}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """Meaning of one text of a heading.

    `name` is the canonical field, or the id or name of an indicator or place, or the label of a
    period with its year; `unit` and `basis` may accompany any of them.
    """

    kind: PieceKind
    name: str
    written: str
    unit: str = ""
    basis: str = ""
    period: str = ""
    known: bool = False
    unread: str = ""
    """what stands in brackets after the name of an indicator and is no unit, basis or period"""


@dataclass(frozen=True, slots=True)
class HeadingWords:
    """Names of places and indicators from a mapping and a vocabulary."""

    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    places: GivenNames = field(default_factory=GivenNames)
    indicators: GivenNames = field(default_factory=GivenNames)
    headings: Mapping[str, str] = field(default_factory=dict)
    """headings that a mapping declares as fields"""

    def place(self, text: str) -> str | None:
        """Return the code or id of a known place."""
        return self.places.find(text) or self.vocabulary.place(text)

    def indicator(self, text: str) -> str | None:
        """Return the code or id of a known indicator."""
        return self.indicators.find(text) or self.vocabulary.indicator(text)


def read_piece(text: str, words: HeadingWords, year: int | None = None) -> Piece:
    """Return the meaning of a heading; `year` completes periods such as `三季度`."""
    if text in words.headings:
        return Piece("field", words.headings[text], text)
    for kind, found in (("indicator", words.indicator(text)), ("place", words.place(text))):
        if found is not None:
            return Piece(kind, found, text, known=True)  # type: ignore[arg-type]
    head = read_header(text)
    dimension = words.vocabulary.dimension(text) if head.name is None else None
    if dimension is not None:
        return Piece("field", dimension.id, text)
    bracket = _split(text)
    if head.name is not None:
        return _headed(text, head.name, head.unit or "", bracket, words, year)
    period = period_label(text, year)
    if period:
        return Piece("period", period, text)
    if bracket:
        return _bracketed(text, *bracket, words, year)
    folded = fold_name(text)
    if is_part_heading(text):
        return Piece("part", text, text)
    word = read_basis(text)
    if word is not None or folded in _ACTUAL:
        return Piece("field", "value", text, basis=word.name if word else "")
    dated = _dated(text, year)
    if dated is not None:
        return dated
    if folded in _SERIAL:
        return Piece("serial", text, text)
    unit = _unit_line(text)
    if unit:
        return Piece("unit", unit, text, unit)
    if text in WEAK:
        return Piece("field", WEAK[text], text)
    if _TOTAL.fullmatch(folded):
        return Piece("total", text, text)
    if _BESIDE.fullmatch(folded):
        return Piece("beside", text, text)
    return Piece("text", text, text)


def _headed(
    text: str,
    name: str,
    unit: str,
    bracket: tuple[str, str] | None,
    words: HeadingWords,
    year: int | None,
) -> Piece:
    """Return the meaning of a known heading; brackets after it may hold a basis, a plan, an estimate."""
    if unit and not is_unit(unit):
        if _BESIDE.fullmatch(fold_name(unit)):
            return Piece("beside", text, text)
        found = _bracketed(text, *bracket, words, year) if bracket else None
        if found is not None and found.kind == "field":
            return found
    return Piece("field", name, text, unit)


def _dated(text: str, year: int | None) -> Piece | None:
    """Read a period with a word behind it: `三季度完成值`, `1-9月累计`, `2024年计划`."""
    since = _SINCE_JANUARY.fullmatch(fold_width(text))
    if since and (label := period_label(since["period"].strip(), year)):
        return Piece("period", label, text, basis="累计")
    found = _PERIOD_AND.fullmatch(fold_width(text))
    if found is None:
        return None
    label, word = period_label(found["period"].strip(), year), fold_name(found["word"])
    if not label:
        return None
    if _BESIDE.fullmatch(word):
        return Piece("beside", text, text)
    basis = read_basis(word)
    if basis is not None or word in _ACTUAL:
        return Piece("period", label, text, basis=basis.name if basis else "")
    return Piece("period", label, text) if read_header(word).name == "value" else None


def period_label(text: str, year: int | None = None) -> str:
    """Return the label of the period that a text names, with its year; else an empty text."""
    if not _PERIOD_MARK.search(text):
        return ""
    until = _UNTIL.match(text)
    if until:  # the word stands before the year that is put in
        label = period_label(text[until.end() :], year)
        return f"{until[0]}{label}" if label else ""
    if is_fiscal(plain_label(text)):
        return text  # which days it names is for the mapping or the ruleset to say
    try:
        parse_period(text)
    except TargetcheckError:
        if year is None:
            return ""
    else:
        return text
    try:
        parse_period(text, year)
        parse_period(f"{year}年{text}")
    except TargetcheckError:
        return ""
    return f"{year}年{text}"


def with_year(cell: object, year: int | None) -> object:
    """Return a cell such as `三季度` with the year of the title if it has none."""
    label = period_label(fold_width(cell), year) if isinstance(cell, str) else ""
    return label if label and label != fold_width(str(cell)) else cell


def is_total(text: str) -> bool:
    """Return whether a name is that of a total or mean and not of a place or indicator."""
    return bool(_TOTAL.fullmatch(fold_name(text)))


@lru_cache(maxsize=4096)
def is_unit(text: str) -> bool:
    """Return whether a text is a known unit and no figure: `1` is the unit of a plain number."""
    return not text.replace(".", "").isdecimal() and is_known_unit(text)


def different_units(texts: Iterable[str]) -> tuple[str, str] | None:
    """Return the first two units of one kind that cannot both be that of one value, if any.

    Units of two kinds are no doubt: a column `增长（%）` beside the unit of the row has its own.
    """
    known = [(find_unit(text), text) for text in texts if text and is_unit(text)]
    for unit, text in known[1:]:
        first, written = known[0]
        if unit.dimension == first.dimension and unit.factor != first.factor:
            return written, text
    return None


def without_unit(text: str) -> tuple[str, str]:
    """Return a name and the unit in brackets after it."""
    split = _split(text)
    if split is None:
        return text, ""
    base, inside = split
    unit = unit_in(inside.partition(":")[2].strip() or inside)
    return (base, unit) if unit else (text, "")


def unit_in(text: str) -> str:
    """Return the unit that a text is, `%` for `% of population`; empty for any other text."""
    return text if is_unit(text) else ratio_unit(text)


def unit_in_brackets(text: str) -> str:
    """Return the unit inside the brackets after a text: `（自年初累计，亩）`."""
    split = _split(text)
    parts = [split[1], *re.split(r"[,;、]", split[1])] if split else []
    return next((unit for part in parts if (unit := _unit_line(part))), "")


def labelled_unit(text: str) -> str:
    """Return the unit that the brackets after a text name as one: `各县区指标（单位：%）`."""
    split = _split(text)
    return _unit_line(split[1]) if split and _UNIT_LINE.fullmatch(split[1]) else ""


def _split(text: str) -> tuple[str, str] | None:
    """Return the text before and inside the brackets at the end of a text."""
    folded = fold_width(text).translate(str.maketrans("【】〔〕", "[][]"))
    found = _BRACKET.fullmatch(folded)
    if found:
        return found["base"].strip(), found["inside"].strip()
    labelled = _LABEL_UNIT.fullmatch(folded)
    return (labelled["base"].strip(), labelled["unit"]) if labelled else None


def _bracketed(text: str, base: str, inside: str, words: HeadingWords, year: int | None) -> Piece:
    """Return the meaning of `收集率（%，累计）`; other brackets are part of the name."""
    unit = basis = period = ""
    whole = bool(unit_in(inside))
    for part in [inside] if whole else (p.strip() for p in re.split(r"[,;、]", inside)):
        said = _unit_line(part) or unit_in(part)
        if said:
            unit = said
        elif word := read_basis(part):
            basis = word.name
        elif label := period_label(part, year):
            period = label
        else:
            named = words.indicator(base)
            if named is None:
                return Piece("text", text, text)
            return Piece("indicator", named, text, known=True, unread=part)
    piece = read_piece(base, words, year)
    return replace(piece, written=text, unit=unit or piece.unit, basis=basis, period=period)


def _unit_line(text: str) -> str:
    found = _UNIT_LINE.fullmatch(fold_width(text).strip("()[] "))
    said = (found["unit"] or found["en"]).strip() if found else text.strip("()[] ")
    return unit_in(said)
