"""Text on how each cell of a table was interpreted.

Layer: output. Input: the findings of table_inspection.py. Output: text in two languages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from targetcheck.errors import Diagnostic, Language
from targetcheck.evaluation.possible_misreadings import doubts
from targetcheck.observations.observation import Observation, Observations
from targetcheck.output.inspection.mapping_suggestion import mapping_lines
from targetcheck.output.inspection.table_inspection import (
    CORE,
    CellSeen,
    alike_layouts,
    cells_seen,
    place_of,
)
from targetcheck.plan.plan import Plan
from targetcheck.printable_text import printable
from targetcheck.tables.cells.cell_value import CellValue, fold_width
from targetcheck.tables.raw_table import ColumnSeen, Layout
from targetcheck.tables.table_reader import ObservationTable

MOST = 200
"""Number of cells shown unless all are requested."""


def inspection_lines(
    table: ObservationTable,
    observations: Observations | None,
    lang: Language,
    most: int | None = MOST,
    plan: Plan | None = None,
) -> Iterator[str]:
    """Yield the interpretation: each table with its columns, then every cell."""
    for alike in alike_layouts(table.layouts):
        yield from _layout(alike, lang)
        yield ""
    if not table.layouts:
        yield from _plain(table, lang)
        yield ""
    seen = cells_seen(table, observations)
    listed = _listed(seen, most)
    for cell in listed:
        yield printable(_cell(cell, plan, lang))
    yield from _left(seen, len(listed), lang)
    yield ""
    yield _count(seen, observations, lang)
    yield from _tally(seen, lang)
    yield from _small_shares(seen, lang)
    if observations is not None and plan is not None:
        for doubt in doubts(observations, plan):
            if doubt.code != "share-as-fraction":
                yield printable(doubt.text(lang))
    for note in table.notes:
        yield printable(note.text(lang))
    if plan is not None and observations is not None:
        yield from _mapping(seen, observations, plan, lang)


def _mapping(
    seen: list[CellSeen], observations: Observations, plan: Plan, lang: Language
) -> Iterator[str]:
    """Yield the suggested mapping for open questions."""
    found = [cell.why for cell in seen if cell.why is not None]
    ruleset = plan.ruleset
    places = [t for n, p in ruleset.all_places().items() for t in (n, p.zh, p.en) if t]
    indicators = [t for n, i in ruleset.all_indicators().items() for t in (n, i.zh, i.en) if t]
    lines = mapping_lines([*found, *doubts(observations, plan)], places, indicators, lang)
    if lines:
        yield ""
        yield (
            "可存为 mapping.yaml，核对后用 --mapping mapping.yaml 读取："
            if lang == "zh"
            else "to resolve this, save as mapping.yaml, check it, and use --mapping mapping.yaml:"
        )
        yield ""
        yield from (printable(line) for line in lines)


def _listed(seen: list[CellSeen], most: int | None) -> list[CellSeen]:
    """Return the cells to show; if not all fit, cells with a value come first."""
    if most is None or len(seen) <= most:
        return seen
    return [cell for cell in seen if not cell.empty()][:most]


def _left(seen: list[CellSeen], shown: int, lang: Language) -> Iterator[str]:
    left = len(seen) - shown
    if left:
        empty = sum(cell.empty() for cell in seen)
        yield (
            f"…另有{left}格（全表空白{empty}格），用 --all 显示"
            if lang == "zh"
            else f"… and {left} more (empty in all: {empty}): --all"
        )


def _tally(seen: list[CellSeen], lang: Language) -> Iterator[str]:
    """Yield the number of rows set aside by reason, the most severe first."""
    found: dict[str, list[Diagnostic]] = {}
    for cell in seen:
        if cell.why is not None:
            found.setdefault(cell.why.code, []).append(cell.why)
    for code, alike in sorted(found.items(), key=lambda item: _gravity(item[1])):
        first = alike[0]
        where = f"{first.where} …" if len(alike) > 1 else f"{first.where}"
        mark = "未采用" if lang == "zh" else "set aside"
        yield printable(f"  {mark} {code} × {len(alike)}: {where}")


def _small_shares(seen: list[CellSeen], lang: Language) -> Iterator[str]:
    """Yield values below 1 without unit that were read as percent: 0.712 often means 71.2 %."""
    for cell in seen:
        unit = cell.observation.unit if cell.observation is not None else None
        number = cell.read.number
        if unit is None or unit.name != "percent" or cell.read.unit or number is None:
            continue
        if cell.read.kind == "number" and 0 < number < 1:
            gap = "" if lang == "zh" else " "
            meant = f"{(number * 100).normalize():f}{gap}%"
            yield printable(
                f"请核对 {cell.where}：{number}按{number}%读取；如指{meant}，请写明{meant}"
                if lang == "zh"
                else f"check {cell.where}: {number} is read as {number} %; write {meant} if that is meant"
            )


def _gravity(alike: list[Diagnostic]) -> tuple[int, int]:
    return ("error", "warning", "note").index(alike[0].severity), len(alike)


def _layout(alike: list[Layout], lang: Language) -> Iterator[str]:
    layout = alike[0]
    first, last = layout.heading
    rows = f"{first}" if first == last else f"{first}–{last}"
    form = pick(FORM, layout.form, lang)
    yield printable(
        f"{layout.file}{_sheets(alike, lang)}：{form}，表头第{rows}行"
        if lang == "zh"
        else f"{layout.file}{_sheets(alike, lang)}: {form}, heading in row {rows}"
    )
    for name, text, where in layout.always:
        said = f"{pick(FIELD, name, lang)} = {text}"
        place = place_of(where) or ("列对应文件" if lang == "zh" else "mapping")
        yield printable(f"  {said}  ({place})")
    for column in layout.columns:
        yield printable(f"  {place_of(column.where):<6} {_column(column, lang)}")
    others = [{(text, place_of(where)) for text, where in one.lines} for one in alike[1:]]
    for text, where in layout.lines:
        if all((text, place_of(where)) in lines for lines in others):
            yield printable(f"  {place_of(where):<6} “{text}”")


def _sheets(alike: list[Layout], lang: Language) -> str:
    names = list(dict.fromkeys(layout.sheet for layout in alike))
    if not names[0]:
        return ""
    joined = ("、" if lang == "zh" else ", ").join(names)
    if len(names) == 1:
        return f" [{joined}]"
    return f" [{joined}] 共{len(names)}页" if lang == "zh" else f" [{joined}] ({len(names)} sheets)"


def _column(column: ColumnSeen, lang: Language) -> str:
    return f"{column.written or '–'} → {column_text(column, lang) or '–'}"


def column_text(column: ColumnSeen, lang: Language) -> str:
    """Return what a column was read as, or why it is not used."""
    if column.why:
        return pick(WHY, column.why, lang)
    parts = [
        f"{pick(FIELD, name, lang)} {text}"
        for name, text in (
            ("indicator", column.indicator),
            ("place", column.place),
            ("period", column.period),
            ("unit", column.unit),
        )
        if text
    ]
    if column.field and (not parts or column.field != "value"):
        parts.insert(0, pick(FIELD, column.field, lang))
    return ", ".join(parts)


def _plain(table: ObservationTable, lang: Language) -> Iterator[str]:
    """Yield the columns of a table whose first line has the headings, or that has no sheet."""
    yield printable(table.name)
    for name, written in table.header.items():
        yield printable(f"  {written} → {pick(FIELD, name, lang)}")


def _cell(cell: CellSeen, plan: Plan | None, lang: Language) -> str:
    said = " · ".join(cell.texts.get(name) or "–" for name in CORE)
    colon = "：" if lang == "zh" else ": "
    head = f"{cell.where}{colon}{said} · {cell.texts.get('value') or '–'}"
    unit = cell.texts.get("unit", "")
    if unit and unit not in head:
        head += f" {unit}"
    if cell.why is not None:
        mark = "未采用" if lang == "zh" else "set aside"
        sentence = cell.why.zh if lang == "zh" else cell.why.en
        if lang == "zh":
            return f"{head} → {mark}：{sentence}[{cell.why.code}]"
        return f"{head} → {mark} {cell.why.code}: {sentence}"
    if cell.observation:
        return f"{head} → {observation_text(cell.observation, plan, lang)}"
    return f"{head} → {_reading(cell.read, lang)}"


def observation_text(observation: Observation, plan: Plan | None, lang: Language) -> str:
    """Return place, indicator and period by their names, and the value with its unit."""
    unit = observation.unit.label(lang) if observation.unit is not None else ""
    counts = f"{observation.counts[0]}/{observation.counts[1]}" if observation.counts else ""
    bracket = (f"（{counts}）" if lang == "zh" else f" ({counts})") if counts else ""
    said = observation.text
    if observation.unit is not None and not fold_width(said).endswith(unit):
        said = observation.unit.after(said, lang)
    place, indicator = observation.place, observation.indicator
    if plan is not None:
        where = plan.ruleset.all_places().get(place)
        place = (where.say(lang) if where is not None else "") or place
        indicator = plan.ruleset.all_indicators()[indicator].say(lang) or indicator
    return f"{place} · {indicator} · {observation.period.text(lang)} · {said}{bracket}"


def _reading(cell: CellValue, lang: Language) -> str:
    parts = [pick(KIND, cell.kind, lang)]
    if cell.number is not None:
        parts.append(str(cell.number))
    if cell.unit:
        parts.append(cell.unit)
    if cell.on is not None:
        parts.append(cell.on.isoformat())
    return " ".join(parts)


def _count(seen: list[CellSeen], observations: Observations | None, lang: Language) -> str:
    aside = sum(cell.why is not None for cell in seen)
    total, used = len(seen), len(seen) - aside
    if lang == "zh":
        word = "采用" if observations else "可读"
        return f"共{total}条：{word}{used}条，未采用{aside}条"
    return f"{total} rows = {used} {'used' if observations else 'read'} + {aside} set aside"


Words = Mapping[str, tuple[str, str]]

FORM: Words = {
    "long": ("长表，每行一个数值", "long, one value per row"),
    "wide": ("宽表，每格一个数值", "wide, one value per cell"),
}

FIELD: Words = {
    "place": ("地区", "place"),
    "indicator": ("指标", "indicator"),
    "period": ("时期", "period"),
    "year": ("年", "year"),
    "quarter": ("季度", "quarter"),
    "month": ("月", "month"),
    "value": ("数值", "value"),
    "unit": ("单位", "unit"),
    "basis": ("口径", "basis"),
    "status": ("状态", "status"),
    "reported_at": ("报送日期", "reported on"),
    "numerator": ("分子", "numerator"),
    "denominator": ("分母", "denominator"),
    "qualifier": ("限定符", "qualifier"),
    "lower": ("区间下限", "lower end"),
    "upper": ("区间上限", "upper end"),
    "weight": ("权重", "weight"),
    "source": ("来源", "source"),
    "note": ("备注", "note"),
    "completed": ("完成日期", "completed on"),
    "member_of": ("所属分组", "member of"),
    "judged": ("评定编码", "code of the judged target"),
    "judgement": ("人工评定", "judgement"),
    "judged_by": ("评定人", "judged by"),
    "judged_on": ("评定日期", "judged on"),
    "unit_mult": ("单位乘数", "unit multiplier"),
    "decimals": ("小数位数", "number of decimals"),
    "conf_status": ("保密状态", "confidentiality"),
    "set_aside": ("未采用的原因", "reason for setting aside"),
}

WHY: Words = {
    "serial": ("序号列，未采用", "numbering, not used"),
    "beside": ("目标、同比、排名等列，未采用", "a target, change or rank, not used"),
    "part": ("下级单位，只采用其合计行", "parts of a place, only their total is used"),
    "second": ("同一对象的编码或名称，未采用", "another name or code of the same, not used"),
    "sign": ("旁边数值的限定符", "sign of the value beside it"),
    "ignored": ("列对应文件指明不采用", "excluded by the mapping"),
    "total": ("合计，不采用", "a total, set aside"),
    "unheaded": ("没有表头，未采用", "no heading, not used"),
    "unknown": ("无法识别，未采用", "unknown, not used"),
}

KIND: Words = {
    "number": ("数", "number"),
    "missing": ("空缺", "nothing"),
    "below_detection": ("低于检出限", "below detection"),
    "above_range": ("高于测定上限", "above the measuring range"),
    "text": ("文字", "text"),
    "date": ("日期", "date"),
    "refused": ("无法读取", "unreadable"),
}


def pick(words: Words, key: str, lang: Language) -> str:
    """Return the term for a key in a language."""
    zh, en = words.get(key, (key, key))
    return zh if lang == "zh" else en
