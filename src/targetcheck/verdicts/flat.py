"""A verdict as one flat row, for frames, CSV and spreadsheets.

Floor: verdicts.
"""

from __future__ import annotations

from targetcheck.errors import Language
from targetcheck.verdicts.answer import Answer
from targetcheck.verdicts.explain import requirement, sentence
from targetcheck.verdicts.record import number, value_of


def flat(answer: Answer, lang: Language = "en") -> dict[str, object]:
    """Give a verdict as a row: text, dates and numbers, nothing nested."""
    pace, cites = answer.outcome.pacing, answer.citations
    value = value_of(answer, lang)
    graded = answer.outcome.check is not None and answer.outcome.check.scale is not None
    return {
        "target": answer.target,
        "title": answer.title(lang),
        "place": answer.place,
        "place_name": answer.place_name(lang),
        "indicator": answer.spec.indicator,
        "due": answer.due,
        "strength": answer.strength,
        "status": str(answer.status),
        "reason": answer.reason,
        "flags": ";".join(answer.flags),
        "value": None if isinstance(value, str) else value,
        "value_text": None if value is None else str(value),
        "unit": answer.unit.label(lang) if answer.unit is not None else None,
        "requirement": requirement(answer, lang),
        "margin": None if graded else number(answer.margin),
        "margin_percent": number(answer.margin_percent),
        "gap": None if graded else number(answer.gap),
        "schedule_ratio": number(pace.ratio) if pace is not None else None,
        "lagging_periods": answer.outcome.lagging,
        "missing": ";".join(answer.outcome.missing),
        "action": answer.spec.action,
        "lead": ";".join(answer.lead),
        "clause": cites[0].clause if cites else None,
        "quote": cites[0].quote if cites else None,
        "sentence": sentence(answer, lang),
    }
