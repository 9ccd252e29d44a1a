"""A verdict as one flat row, for frames, CSV and spreadsheets.

Layer: verdicts. Input: VerdictData. Output: a row whose columns and types never depend on data.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from targetcheck.errors import Language
from targetcheck.verdicts.sentences.verdict_sentence import requirement, sentence
from targetcheck.verdicts.verdict_data import VerdictData, authority_word, illustrative, own_reading
from targetcheck.verdicts.verdict_json import number, value_of

Kind = Literal["text", "number", "count", "date", "yes_no"]
COLUMNS: Mapping[str, Kind] = {
    "target": "text",
    "title": "text",
    "place": "text",
    "place_name": "text",
    "indicator": "text",
    "due": "date",
    "strength": "text",
    "status": "text",
    "reason": "text",
    "label": "text",
    "flags": "text",
    "value": "number",
    "value_text": "text",
    "unit": "text",
    "requirement": "text",
    "margin": "number",
    "margin_percent": "number",
    "gap": "number",
    "progress_method": "text",
    "progress_ratio": "number",
    "lagging_periods": "count",
    "missing": "text",
    "action": "text",
    "lead": "text",
    "clause": "text",
    "quote": "text",
    "own_reading": "text",
    "illustrative": "yes_no",
    "sentence": "text",
}
"""The columns of a row and their types, independent of the data."""


def flat(answer: VerdictData, lang: Language = "en") -> dict[str, object]:
    """Return a verdict as a row of COLUMNS: text, dates and numbers, nothing nested."""
    pace = answer.outcome.pacing
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
        "label": authority_word(answer, lang),
        "flags": ";".join(answer.flags),
        "value": None if isinstance(value, str) else value,
        "value_text": None if value is None else str(value),
        "unit": answer.unit.label(lang) if answer.unit is not None else None,
        "requirement": requirement(answer, lang),
        "margin": None if graded else number(answer.margin),
        "margin_percent": number(answer.margin_percent),
        "gap": None if graded else number(answer.gap),
        "progress_method": pace.method if pace is not None else None,
        "progress_ratio": number(pace.ratio) if pace is not None else None,
        "lagging_periods": answer.outcome.lagging,
        "missing": ";".join(answer.outcome.missing),
        "action": answer.spec.action,
        "lead": ";".join(answer.lead),
        "clause": answer.clauses or None,
        "quote": answer.quotes or None,
        "own_reading": own_reading(answer),
        "illustrative": illustrative(answer),
        "sentence": sentence(answer, lang),
    }
