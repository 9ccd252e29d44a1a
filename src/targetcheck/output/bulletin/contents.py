"""Contents of the bulletin, independent of format.

Layer: output. Input: `ComparedResults`, the current and earlier results. Output: `Bulletin`. Every
number comes from the verdicts; renderers compute nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from targetcheck.errors import Language
from targetcheck.evaluation import Result
from targetcheck.output.bulletin import verdict_lists as table_of
from targetcheck.output.bulletin.annex import annex, readings
from targetcheck.output.bulletin.blocks import (
    Block,
    BulletinSection,
    BulletinTable,
    Cell,
    Figure,
    Heading,
    Paragraph,
    clean,
    heads,
    text_of,
)
from targetcheck.output.bulletin.earlier_results import ComparedResults
from targetcheck.output.bulletin.group_tables import (
    group_table,
    groupings,
    ranking_table,
    score_tables,
)
from targetcheck.output.bulletin.headline import headline_table, headline_text
from targetcheck.output.charts import Drawing
from targetcheck.output.charts.bullet_chart import bar_verdicts, bullets
from targetcheck.output.charts.overview_charts import bars, heatmap, tranches
from targetcheck.output.charts.trajectory_chart import trajectory
from targetcheck.output.current_and_lagging import course, current
from targetcheck.output.current_and_lagging import lagging as worst_first
from targetcheck.output.place_ranking import ranking
from targetcheck.output.result_heading import (
    basis_text,
    illustrative_text,
    reported_text,
    scope_text,
    title_text,
)
from targetcheck.output.verdict_columns import OWN_READING
from targetcheck.plan.restated_targets import Stated
from targetcheck.printable_text import printable
from targetcheck.verdicts.code_terms import STATUS, word
from targetcheck.verdicts.verdict import Verdict

COURSES = 12
"""Maximum number of trajectories drawn, of the verdicts that lag most."""
LEAST_DAYS = 60
"""Days that observations must span for a trajectory to be drawn."""


@dataclass(frozen=True, slots=True)
class Bulletin:
    """The whole bulletin in one language."""

    lang: Language
    title: str
    subtitle: str
    basis: tuple[str, ...]
    warning: str
    sections: tuple[BulletinSection, ...]


def bulletin(
    compared: ComparedResults,
    lang: Language,
    *,
    charts: bool = True,
    said: Callable[[str], None] = lambda _: None,
) -> Bulletin:
    """Return the bulletin; `said` is called with each step, to show progress."""
    result, compared = compared.now, compared.inside
    said(text_of(lang, "汇总", "counting"))
    parts = [_overall(compared, _limits(result, lang), lang), _progress(compared, lang)]
    said(text_of(lang, "绘图", "drawing"))
    parts += [_ranks(compared, lang, charts), _scores(compared, lang)]
    parts.append(_lagging(compared, lang, charts))
    parts += [_changes(compared, lang), _open(compared, lang), _unsure(compared, lang)]
    if charts:
        parts.append(_pictures(compared, lang))
    parts += [_overlays(compared, lang), _readings(compared, lang), _rows(compared, lang),
              _doubts(compared, lang)]  # fmt: skip
    said(text_of(lang, "编写附表", "writing the annex"))
    parts.append(
        BulletinSection(
            "verdicts",
            text_of(lang, "附表：全部结论", "Annex: every verdict"),
            _filled(annex(result, lang)),
        )
    )
    made = result.provenance
    digests = f"{made.ruleset_digest[:12]} · {made.data_digest[:12]} · targetcheck {made.engine}"
    return Bulletin(
        lang,
        title_text(result, lang),
        text_of(lang, "目标完成情况通报", "Bulletin on targets"),
        (basis_text(result, lang), _compared_text(compared, lang), digests),
        illustrative_text(result, lang),
        tuple(clean(section) for section in parts if section.blocks),
    )


def _compared_text(compared: ComparedResults, lang: Language) -> str:
    then, year = compared.previous, compared.last_year
    parts = []
    if then is not None:
        parts.append(text_of(lang, f"上期{then.as_of}", f"previous period {then.as_of}"))
    if year is not None:
        parts.append(text_of(lang, f"上年同期{year.as_of}", f"last year {year.as_of}"))
    return " · ".join(parts) or text_of(lang, "没有可比的上期", "nothing to compare with")


def _limits(result: Result, lang: Language) -> str:
    """Return what the counts leave out: what lies outside the submission, what was not reported."""
    return " ".join(filter(None, (scope_text(result, lang), reported_text(result, lang))))


def _overall(compared: ComparedResults, outside: str, lang: Language) -> BulletinSection:
    said = [*headline_text(compared, lang), *([Paragraph(outside)] if outside else [])]
    blocks: list[Block] = [*said, headline_table(compared, lang)]
    return BulletinSection("overall", text_of(lang, "总体情况", "Overall"), tuple(blocks))


def _progress(compared: ComparedResults, lang: Language) -> BulletinSection:
    made = (group_table(g, compared, lang) for g in groupings(compared.now, lang))
    tables = tuple(table for table in made if len(table.rows) > 1)
    return BulletinSection("progress", text_of(lang, "分项进展", "Progress"), tables)


def _ranks(compared: ComparedResults, lang: Language, charts: bool) -> BulletinSection:
    ranked = ranking(current(compared.now), compared.now.ruleset, lang)
    if not ranked:
        return BulletinSection("ranks", "", ())
    blocks: list[Block] = [
        Paragraph(
            text_of(
                lang,
                "名次按现行结论中“达标或进展正常”占已评判结论的比例排列，并列者名次相同；"
                "尚不能评判的不计入。只有同一上级、同一类型的地区相互比较。",
                "Places are ranked by the share of their assessed current verdicts that are met "
                "or on track; equal shares share a rank, and verdicts that cannot be assessed are excluded. "
                "Only places of one kind below the same place are compared.",
            ),
            "note",
        )
    ]
    for number, group in enumerate(ranked if charts else (), start=1):
        drawn = bars([(r.name, float(r.rate), r.label) for r in group.rows], lang)
        joint = text_of(lang, "：", ": ")
        caption = f"{group.title}{joint}{drawn.alt}" if drawn is not None and group.title else ""
        caption += _cut(drawn, len(group.rows), lang)
        blocks += _figure(f"ranking-{number}", drawn, caption)
    blocks.append(ranking_table(ranked, lang))
    return BulletinSection("ranks", text_of(lang, "地区排名", "Ranking"), tuple(blocks))


def _scores(compared: ComparedResults, lang: Language) -> BulletinSection:
    return BulletinSection(
        "scores", text_of(lang, "得分", "Scores"), score_tables(compared.now, lang)
    )


def lagging(compared: ComparedResults) -> list[Stated[Verdict]]:
    """Return the lagging verdicts, worst first: by status, then by distance behind or short.

    A target that the document restates is listed once.
    """
    by_verdict = {id(stated.item): stated for stated in compared.stated}
    worst = worst_first(stated.item for stated in compared.stated)
    return [by_verdict[id(verdict)] for verdict in worst]


def _lagging(compared: ComparedResults, lang: Language, charts: bool) -> BulletinSection:
    title = text_of(lang, "滞后情况", "Lagging targets")
    found = lagging(compared)
    if not found:
        none = text_of(lang, "没有滞后的目标。", "No target is lagging.")
        return BulletinSection("lagging-part", title, (Paragraph(none),))
    verdicts = [stated.item for stated in found]
    blocks: list[Block] = [table_of.lagging_table(found, compared, lang)]
    if charts:
        caption = text_of(
            lang,
            "横条为报送值，粗竖线为要求，细竖线为当前序时应达值；每行各有比例尺",
            "Bar: value. Thick stroke: required. Thin stroke: planned value. "
            "Every row has its own scale",
        )
        drawn = bullets(verdicts, lang)
        caption += _cut(drawn, len(bar_verdicts(verdicts)), lang)
        blocks += _figure("bullets", drawn, caption)
        blocks += _courses(verdicts, compared, lang)
    return BulletinSection("lagging-part", title, tuple(blocks))


def _courses(found: Sequence[Verdict], compared: ComparedResults, lang: Language) -> list[Block]:
    blocks: list[Block] = []
    seen: set[tuple[str, str]] = set()
    for verdict in found:
        key = (verdict.target, verdict.place)
        if key in seen or len(seen) >= COURSES:
            continue
        seen.add(key)
        drawn = trajectory(course(compared.now, verdict), lang)
        if drawn is not None and drawn.rows > 1 and _long(verdict):
            blocks += _figure(f"course-{len(seen)}", drawn, drawn.alt)
    if blocks:
        blocks.insert(0, Heading(text_of(lang, "走势", "Trajectories")))
    return blocks


def _long(verdict: Verdict) -> bool:
    """Return whether the observations span enough time for a trajectory chart."""
    days = [point.period.end for point in verdict.outcome.history]
    return (max(days) - min(days)).days >= LEAST_DAYS


def _changes(compared: ComparedResults, lang: Language) -> BulletinSection:
    table = table_of.changed_table(compared.stated, compared, lang)
    return BulletinSection("changes-part", text_of(lang, "变化情况", "Changes"), _filled(table))


def _open(compared: ComparedResults, lang: Language) -> BulletinSection:
    found = [stated for stated in compared.stated if stated.item.status == "undetermined"]
    title = text_of(lang, "待判定项与缺少的数据", "Undetermined targets and missing data")
    return BulletinSection("open", title, _filled(table_of.undetermined_table(found, lang)))


def _unsure(compared: ComparedResults, lang: Language) -> BulletinSection:
    found = [s for s in compared.stated if set(s.item.flags) & set(table_of.UNSURE)]
    title = text_of(
        lang,
        "接近要求值、受修约影响和采用初步数据的评判项",
        "Rounding-sensitive and provisional results",
    )
    return BulletinSection("unsure-part", title, _filled(table_of.unsure_table(found, lang)))


def _pictures(compared: ComparedResults, lang: Language) -> BulletinSection:
    standing = current(compared.now)
    heat, parts = heatmap(standing, lang), tranches(compared.now.verdicts, lang)
    shown = text_of(lang, "（颜色与符号表示结论）", " (colour and symbol show the status)")
    blocks = [
        *_figure("heatmap", heat, f"{heat.alt}{shown}" if heat is not None else ""),
        *_figure("tranches", parts, parts.alt if parts is not None else ""),
    ]
    return BulletinSection("pictures", text_of(lang, "一览", "At a glance"), tuple(blocks))


def _overlays(compared: ComparedResults, lang: Language) -> BulletinSection:
    columns = heads(
        lang,
        ("结论", "Status", "status"),
        ("目标", "Target", "long"),
        ("地区", "Place"),
        ("时限", "Due", "date"),
        ("免予考核或人工评定", "Waiver or judgement", "long"),
    )
    rows = tuple(
        (table_of.status_cell(v, lang), *table_of.named(one, lang), Cell(_overlay(v, lang)))
        for one in compared.stated
        for v in (one.item,)
        if v.waiver is not None or v.override is not None
    )
    title = text_of(lang, "免予考核与人工评定", "Waivers and judgements")
    return BulletinSection(
        "overlays-part", title, _filled(BulletinTable("overlays", title, columns, rows))
    )


def _overlay(verdict: Verdict, lang: Language) -> str:
    parts = []
    if verdict.waiver is not None:
        w = verdict.waiver
        until = text_of(lang, f"（批准：{w.approver}，至{w.until}）", f" ({w.approver}, {w.until})")
        parts.append(w.reason + until)
    if verdict.override is not None:
        o = verdict.override
        by = text_of(lang, f"（{o.author}，{o.date}）", f" ({o.author}, {o.date})")
        status = word(STATUS, o.status, lang)
        parts.append(text_of(lang, f"评定为{status}：", f"{status}: ") + o.reason + by)
    return printable(text_of(lang, "；", "; ").join(parts))


def _readings(compared: ComparedResults, lang: Language) -> BulletinSection:
    table = readings(compared.now, lang)
    title = text_of(lang, "解读", "Interpretations")
    note = text_of(
        lang,
        f"下列结论在附表中以 {OWN_READING} 标明。",
        f"The annex marks these verdicts with {OWN_READING}.",
    )
    blocks = (Paragraph(note, "note"), *_filled(table)) if table.rows else ()
    return BulletinSection("readings-part", title, blocks)


def _rows(compared: ComparedResults, lang: Language) -> BulletinSection:
    columns = heads(lang, ("行", "Row", "number"), ("位置", "Location"), ("原因", "Reason", "long"))
    rows = tuple(
        (
            Cell(str(aside.row), sort=aside.row),
            Cell(printable(str(aside.why.where)) or "—"),
            Cell(printable(aside.why.zh if lang == "zh" else aside.why.en)),
        )
        for aside in compared.now.set_aside
    )
    title = text_of(lang, "未采用的数据行", "Rows set aside")
    return BulletinSection("rows", title, _filled(BulletinTable("set-aside", title, columns, rows)))


def _doubts(compared: ComparedResults, lang: Language) -> BulletinSection:
    """Return the values to verify: doubtful ones, then implausible ones."""
    columns = heads(lang, ("位置", "Location"), ("存疑之处", "To be checked", "long"))
    result = compared.now
    checked = [note for note in result.notes if note.code.startswith("plausibility-")]
    rows = tuple(
        (
            Cell(printable(str(note.where)) or "—"),
            Cell(printable(note.zh if lang == "zh" else note.en)),
        )
        for note in (*result.doubts, *checked)
    )
    title = text_of(lang, "须核对的数值", "Values to verify")
    return BulletinSection(
        "doubts-part", title, _filled(BulletinTable("doubts", title, columns, rows))
    )


def _filled(table: BulletinTable) -> tuple[Block, ...]:
    return (table,) if table.rows else ()


def _cut(drawn: Drawing | None, total: int, lang: Language) -> str:
    """Return a note on how many items a chart shows of how many, if it omits any."""
    if drawn is None or drawn.rows >= total:
        return ""
    first = drawn.rows
    return text_of(lang, f"（图中为前{first}项，共{total}项）", f" (the first {first} of {total})")


def _figure(name: str, drawing: Drawing | None, caption: str) -> list[Block]:
    return [Figure(name, drawing, caption)] if drawing is not None else []
