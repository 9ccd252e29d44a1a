"""Scores of places as table cells: rank, grade, points and reasons.

Layer: output. Input: a Result whose ruleset defines scores. Output: one `ScoreColumns` for each
score, places in order of rank.
"""

from __future__ import annotations

from dataclasses import dataclass

from targetcheck.errors import Language
from targetcheck.evaluation import Result
from targetcheck.evaluation.scores.place_score import Score
from targetcheck.output.cell_width import cell_width
from targetcheck.verdicts.requirement_text import plain_number

HEADS: dict[Language, tuple[str, ...]] = {
    "zh": ("名次", "地区", "得分", "等次", "连续落后期数", "说明"),
    "en": ("rank", "place", "points", "grade", "periods behind", "remarks"),
}


@dataclass(frozen=True, slots=True)
class ScoreColumns:
    """One score of all its places."""

    title: str
    rows: tuple[tuple[str, ...], ...]


def standings(result: Result, lang: Language) -> tuple[ScoreColumns, ...]:
    """Return the scores of a result as titled rows under HEADS; none without scores."""
    found: dict[str, list[Score]] = {}
    for score in result.scores():
        found.setdefault(score.id, []).append(score)
    return tuple(
        ScoreColumns(
            scores[0].name.say(lang) or name, tuple(_row(s, lang) for s in _ordered(scores))
        )
        for name, scores in found.items()
    )


def standing_text(standing: ScoreColumns, lang: Language) -> str:
    """Return a score table as lines of plain text with aligned columns."""
    rows = [HEADS[lang], *standing.rows]
    widths = [max(cell_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(c + " " * (w - cell_width(c)) for c, w in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join([standing.title, *lines])


def _ordered(scores: list[Score]) -> list[Score]:
    return sorted(scores, key=lambda s: (s.rank is None, s.rank or 0))


def _row(score: Score, lang: Language) -> tuple[str, ...]:
    rank = "—" if score.rank is None else str(score.rank)
    if score.rank != score.rank_worst:
        rank = f"{score.rank}–{score.rank_worst}"
    points = "—"
    if score.points is not None:
        points = f"{plain_number(score.points)}/{plain_number(score.full)}"
    lagging = str(score.lagging) if score.lagging else ""
    place = score.place_name.say(lang) or score.place
    return rank, place, points, score.grade or "", lagging, _remarks(score, lang)


def _remarks(score: Score, lang: Language) -> str:
    zh = lang == "zh"
    said = []
    if score.missing_names:
        names = ("、" if zh else ", ").join(name.say(lang) for name in score.missing_names)
        said.append(f"缺少{names}" if zh else f"missing {names}")
    for veto in score.vetoes:
        head = (
            ("一票否决" if veto.certain else "可能一票否决")
            if zh
            else ("vetoed" if veto.certain else "may be vetoed")
        )
        reason = veto.reason.say(lang) if veto.reason else veto.target
        said.append(f"{head}（{reason}）" if zh else f"{head} ({reason})")
    return ("；" if zh else "; ").join(said)
