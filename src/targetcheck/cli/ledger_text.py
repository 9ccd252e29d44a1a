"""Runs, changes and verifications of a ledger as lines of text in Chinese and English.

Layer: cli.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from targetcheck.errors import Language, finding_lines
from targetcheck.ledger import Comparison, RecordVerification, Run, StoredVerdict, Verification
from targetcheck.output.text_grid import columns
from targetcheck.verdicts.code_terms import REASON, STATUS, word

CAUSE = {
    "data_revised": ("数据修订", "data revised"),
    "data_new": ("新增数据", "new data"),
    "time": ("时间推移", "time passed"),
    "ruleset": ("规则集变更", "ruleset changed"),
    "profile": ("评判方案变更", "profile changed"),
    "engine": ("引擎变更", "engine changed"),
}


def run_lines(runs: Sequence[Run], lang: Language) -> str:
    """Return a line for each run, with headings."""
    heads = {
        "zh": (
            "序号",
            "编号",
            "基准日",
            "数据截止日",
            "规则集",
            "方案",
            "评判项数",
            "记录人",
            "事由",
            "更正",
        ),
        "en": ("no", "id", "as of", "known at", "ruleset", "profile", "verdicts", "who", "why", ""),
    }
    return columns([heads[lang], *(_run(run, lang) for run in runs)])


def _run(run: Run, lang: Language) -> tuple[str, ...]:
    notes = []
    if run.supersedes:
        older = run.supersedes[:12]
        notes.append(f"更正 {older}" if lang == "zh" else f"supersedes {older}")
    if run.superseded_by:
        newer = run.superseded_by[:12]
        notes.append(f"已被 {newer} 更正" if lang == "zh" else f"superseded by {newer}")
    return (
        str(run.number),
        run.id[:12],
        run.as_of.isoformat(),
        run.known_at.isoformat() if run.known_at else "",
        run.ruleset,
        run.profile_name,
        str(run.verdicts),
        run.who,
        run.why,
        "; ".join(notes),
    )


def verdict_lines(run: Run, verdicts: Sequence[StoredVerdict], lang: Language) -> str:
    """Return a heading for the run and a line for each of its verdicts."""
    told = (
        f"第{run.number}号记录，{run.ruleset}，基准日{run.as_of}，评判项{len(verdicts)}项\n"
        if lang == "zh"
        else f"run {run.number}, {run.ruleset}, as of {run.as_of}, verdicts: {len(verdicts)}\n"
    )
    return told + columns(
        (v.target, v.place, v.due, word(STATUS, v.status, lang), word(REASON, v.reason, lang),
         _value(v), v.leads)
        for v in verdicts
    )  # fmt: skip


def change_lines(found: Comparison, lang: Language) -> str:
    """Return a line for each change with its cause, and the counts."""
    rows = []
    for change in found.changes:
        before, after = (_said(v, lang) for v in (change.before, change.after))
        also = "、".join if lang == "zh" else ", ".join
        besides = also(_cause(c, lang) for c in change.also)
        besides = (
            (f"（并有{besides}）" if lang == "zh" else f" (with {besides})") if besides else ""
        )
        cause = _cause(change.cause, lang) + besides
        rows.append((*change.key, f"{before} → {after}", cause))
    counts = Counter(_cause(change.cause, lang) for change in found.changes)
    told = ", ".join(f"{cause} {count}" for cause, count in counts.items())
    if lang == "zh":
        end = f"变化{len(found.changes)}项（{told or '无'}），未变{found.same}项\n"
    else:
        end = f"changed: {len(found.changes)} ({told or 'none'}), unchanged: {found.same}\n"
    return columns(rows) + end


def check_lines(check: Verification, lang: Language) -> str:
    """Return the lines on the verification of a run."""
    run = check.run
    if lang == "zh":
        head = f"第{run.number}号记录 {run.id[:12]}（引擎 {run.engine}，现为{check.engine}）："
        told = "一致" if check.sound else f"差异{len(check.differences)}项"
    else:
        head = f"run {run.number} {run.id[:12]} (engine {run.engine}, now {check.engine}): "
        told = "reproduced" if check.sound else f"differences: {len(check.differences)}"
    lines = [f"{head}{told} / {check.checked}", *finding_lines(check.damaged, lang)]
    text = "\n".join(lines) + "\n"
    return text + columns(
        (
            *d.key,
            f"{_said(d.before, lang)} → {_said(d.now, lang)}",
            ", ".join(d.evidence),
        )
        for d in check.differences
    )


def record_lines(check: RecordVerification, lang: Language) -> str:
    """Return the lines on the verification of the records of corrective action."""
    told = f"damaged: {len(check.damaged)}" if check.damaged else "intact"
    head = f"corrective action, {check.records} records: {told}"
    if lang == "zh":
        told = f"损坏{len(check.damaged)}条" if check.damaged else "完好"
        head = f"整改记录{check.records}条：{told}"
    return "\n".join((head, *finding_lines(check.damaged, lang))) + "\n"


def _said(verdict: StoredVerdict | None, lang: Language) -> str:
    if verdict is None:
        return "无" if lang == "zh" else "none"
    value = _value(verdict)
    return word(STATUS, verdict.status, lang) + (f" {value}" if value else "")


def _value(verdict: StoredVerdict) -> str:
    if verdict.value is None:
        return ""
    unit = "%" if verdict.unit == "percent" else verdict.unit
    return f"{verdict.value} {unit}" if unit else verdict.value


def _cause(cause: str, lang: Language) -> str:
    return CAUSE[cause][0 if lang == "zh" else 1]
