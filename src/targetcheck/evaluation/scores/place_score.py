"""Score of one place: points, grade, rank, and the points of each item.

Layer: evaluation. Input: computed scores from score_calculation.py. Output: records, with sentences
in two languages.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from targetcheck.errors import Language
from targetcheck.ruleset.fields.plain_values import Text
from targetcheck.verdicts.requirement_text import plain_number
from targetcheck.verdicts.verdict_json import number

Ends = tuple[Fraction | None, Fraction | None]


@dataclass(frozen=True, slots=True)
class ItemScore:
    """Points of one item; None if the data cannot decide, then `missing` names the data needed.

    `points_least` and `points_most`: ends of what the points may be while a veto is open; None: the points.
    """

    id: str
    name: Text
    full: Fraction
    points: Fraction | None
    status: str = ""
    left_out: bool = False
    lagging: int = 0
    missing: tuple[str, ...] = ()
    points_least: Fraction | None = None
    points_most: Fraction | None = None

    @property
    def ends(self) -> Ends:
        """Least and greatest possible points."""
        return _ends(self)

    @property
    def open(self) -> bool:
        """Whether data not known yet may change the points."""
        return self.points is None or self.ends[0] != self.ends[1]

    def to_dict(self, lang: Language = "en") -> dict[str, object]:
        """Return the item as plain data."""
        return {
            "id": self.id,
            "name": self.name.say(lang),
            "full": number(self.full),
            "points": number(self.points),
            "status": self.status or None,
            "left_out": self.left_out,
            "lagging_periods": self.lagging,
            "missing": list(self.missing),
        }


@dataclass(frozen=True, slots=True)
class Vetoed:
    """A veto that applies, or may apply once its verdict is known; then `missing` names the data."""

    target: str
    grade: str
    certain: bool
    points: Fraction | None = None
    reason: Text | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """Score of one place; `rank` to `rank_worst` is the range of its possible ranks.

    `points` and `grade` are None if the data cannot decide; `missing` names the data needed.
    While a veto is open, `points` are those without it, between `points_least` and `points_most`.
    """

    id: str
    name: Text
    place: str
    place_name: Text
    full: Fraction
    points: Fraction | None
    grade: str | None = None
    items: tuple[ItemScore, ...] = ()
    parts: tuple[Score, ...] = ()
    vetoes: tuple[Vetoed, ...] = ()
    rank: int | None = None
    rank_worst: int | None = None
    missing: tuple[str, ...] = ()
    missing_names: tuple[Text, ...] = ()
    points_least: Fraction | None = None
    points_most: Fraction | None = None

    @property
    def ends(self) -> Ends:
        """Least and greatest possible points."""
        return _ends(self)

    @property
    def open(self) -> bool:
        """Whether data not known yet may change the points."""
        return self.points is None or self.ends[0] != self.ends[1]

    @property
    def lagging(self) -> int:
        """Most consecutive lagging periods of any item."""
        below = [part.lagging for part in self.parts]
        return max([item.lagging for item in self.items] + below, default=0)

    def sentence(self, lang: Language = "zh") -> str:
        """Return the score as a sentence."""
        place, name = self.place_name.say(lang) or self.place, self.name.say(lang) or self.id
        zh = lang == "zh"
        head = f"{place}{name}：" if zh else f"{place}, {name}: "
        named = ("、" if zh else ", ").join(text.say(lang) for text in self.missing_names)
        if self.points is None:
            points = f"不能计分，缺少{named}" if zh else f"no score, missing {named}"
        else:
            got, full = plain_number(self.points), plain_number(self.full)
            points = f"{got}分（满分{full}分）" if zh else f"{got} of {full} points"
        said = [points]
        if self.grade is not None:
            said.append(f"等次{self.grade}" if zh else f"grade {self.grade}")
        said += [_veto_text(veto, lang) for veto in self.vetoes]
        if self.points is not None and self.missing_names:
            said.append(f"缺少{named}" if zh else f"missing {named}")
        if self.rank is not None and self.rank == self.rank_worst:
            said.append(f"列第{self.rank}位" if zh else f"rank {self.rank}")
        elif self.rank is not None:
            ends = f"{self.rank}–{self.rank_worst}"
            said.append(f"列第{ends}位" if zh else f"rank {ends}")
        return head + ("，" if zh else ", ").join(said) + ("。" if zh else ".")

    def to_dict(self, lang: Language = "en") -> dict[str, object]:
        """Return the score as plain data."""
        return {
            "id": self.id,
            "name": self.name.say(lang),
            "place": self.place,
            "place_name": self.place_name.say(lang),
            "points": number(self.points),
            "points_least": number(self.ends[0]),
            "points_most": number(self.ends[1]),
            "full": number(self.full),
            "grade": self.grade,
            "rank": self.rank,
            "rank_worst": self.rank_worst,
            "lagging_periods": self.lagging,
            "vetoes": [
                {
                    "target": v.target,
                    "grade": v.grade,
                    "certain": v.certain,
                    "reason": v.reason.say(lang) if v.reason else None,
                }
                for v in self.vetoes
            ],
            "items": [item.to_dict(lang) for item in self.items],
            "parts": [part.to_dict(lang) for part in self.parts],
            "missing": list(self.missing),
            "sentence": self.sentence(lang),
        }


def _ends(made: ItemScore | Score) -> Ends:
    least = made.points if made.points_least is None else made.points_least
    return least, made.points if made.points_most is None else made.points_most


def _veto_text(veto: Vetoed, lang: Language) -> str:
    reason = veto.reason.say(lang) if veto.reason else ""
    if lang == "zh":
        head = "一票否决" if veto.certain else "可能一票否决"
        return f"{head}（{reason or veto.target}）"
    head = "vetoed" if veto.certain else "may be vetoed"
    return f"{head} ({reason or veto.target})"
