"""Verdicts as progress results of an Open SDG site.

Layer: interchange. Input: a Result. Output: YAML: for each indicator the metadata that Open SDG
displays, `progress_status` with automatic calculation turned off, and the verdicts behind it. The
worst verdict of an indicator stands for it, since a mean hides the series that fails; one that is
undetermined leaves it open.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from targetcheck.errors import Language
from targetcheck.evaluation import Result
from targetcheck.verdicts.verdict import Verdict
from targetcheck.verdicts.verdict_json import number
from targetcheck.yaml_text.yaml_writer import dump_yaml

Record = dict[str, object]
STATUSES = (
    "deterioration",
    "limited_progress",
    "moderate_progress",
    "substantial_progress",
    "target_achieved",
)
"""The statuses of Open SDG, worst first; `not_available` is none of them."""
_BY_REASON = {
    "moving_away": "deterioration",
    "far_behind_schedule": "limited_progress",
    "hardly_improving": "limited_progress",
    "behind_schedule": "moderate_progress",
    "improving_slowly": "moderate_progress",
    "pace_too_slow": "moderate_progress",
}
_BY_STATUS = {
    "pass": "target_achieved",
    "on_track": "substantial_progress",
    "fail": "limited_progress",
    "missed": "limited_progress",
    "at_risk": "moderate_progress",
}


def as_open_sdg(
    result: Result, lang: Language = "en", verdicts: Iterable[Verdict] | None = None
) -> str:
    """Return the progress results of a result, or of `verdicts`, by number of the indicator."""
    found: dict[str, list[Verdict]] = {}
    for verdict in result.verdicts if verdicts is None else verdicts:
        found.setdefault(verdict.spec.indicator.partition(".")[0], []).append(verdict)
    as_of, engine = result.as_of, result.provenance.engine
    made = {name: _indicator(listed, lang) for name, listed in found.items()}
    if lang == "zh":
        return f"# 截至{as_of}的进展，按指标列出；由 targetcheck {engine} 生成。\n{dump_yaml(made)}"
    return f"# Progress as of {as_of}, by targetcheck {engine}; by indicator.\n{dump_yaml(made)}"


def progress_status(verdict: Verdict) -> str:
    """Return the status of a verdict: by its Open SDG score, else by its reason, else its status."""
    status, score = str(verdict.status), _score(verdict)
    if status == "pass" or verdict.reason == "met_early":
        return "target_achieved"
    if score is not None and status in ("on_track", "at_risk"):
        if score >= Fraction(5, 2):
            return "substantial_progress"
        if score >= 0:
            return "moderate_progress"
        return "limited_progress" if score >= Fraction(-5, 2) else "deterioration"
    return _BY_REASON.get(verdict.reason) or _BY_STATUS.get(status, "not_available")


def _indicator(verdicts: list[Verdict], lang: Language) -> Record:
    statuses = [progress_status(verdict) for verdict in verdicts]
    known = [status for status in statuses if status != "not_available"]
    open_ = any(str(verdict.status) == "undetermined" for verdict in verdicts)
    worst = min(known, key=STATUSES.index) if known and not open_ else "not_available"
    return {
        "auto_progress_calculation": False,
        "progress_status": worst,
        "targetcheck": [_verdict(v, s, lang) for v, s in zip(verdicts, statuses, strict=True)],
    }


def _verdict(verdict: Verdict, status: str, lang: Language) -> Record:
    score = _score(verdict)
    return {
        "target": verdict.target,
        "place": verdict.place,
        "due": verdict.due.isoformat(),
        "progress_status": status,
        **({"score": str(number(score))} if score is not None else {}),
        "status": str(verdict.status),
        "reason": verdict.reason,
        "sentence": verdict.sentence(lang),
    }


def _score(verdict: Verdict) -> Fraction | None:
    pacing = verdict.outcome.pacing
    return dict(pacing.figures).get("score") if pacing is not None else None
