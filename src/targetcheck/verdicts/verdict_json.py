"""JSON form of a verdict.

Layer: verdicts. Input: VerdictData. Output: plain data. Numbers are exact decimals if they have at
most 12 significant digits, else rounded to 6; the JSON Schema in the package describes every key.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from targetcheck.errors import Language
from targetcheck.kernel.outcome import Outcome, Pacing
from targetcheck.observations.observation import Observation
from targetcheck.quantities.quantity import exact_text
from targetcheck.verdicts.progress_text import band_name
from targetcheck.verdicts.requirement_text import requirement_text, value_text
from targetcheck.verdicts.sentences.condition_lines import condition_record
from targetcheck.verdicts.sentences.derivation_text import made_record
from targetcheck.verdicts.sentences.verdict_sentence import requirement, sentence
from targetcheck.verdicts.verdict_data import VerdictData, authority_word, illustrative, own_reading

if TYPE_CHECKING:
    from targetcheck.plan.bound import Bound
    from targetcheck.ruleset.profile import Override, Waiver

Record = dict[str, object]


def number(value: Fraction | None) -> int | Decimal | None:
    """Return an exact value as a JSON number."""
    if value is None:
        return None
    return int(value) if value.denominator == 1 else Decimal(exact_text(value))


def record(verdict: VerdictData, lang: Language = "en") -> Record:
    """Return a verdict as plain data."""
    outcome, question = verdict.outcome, verdict.question
    check = outcome.check
    return {
        "target": verdict.target,
        "title": verdict.title(lang),
        "place": verdict.place,
        "place_name": verdict.place_name(lang),
        "indicator": verdict.spec.indicator,
        "due": verdict.due.isoformat(),
        "strength": verdict.strength,
        "status": str(verdict.status),
        "reason": verdict.reason,
        "cause": verdict.cause,
        "label": authority_word(verdict, lang),
        "flags": list(verdict.flags),
        "value": value_of(verdict, lang),
        "unit": verdict.unit.label(lang) if verdict.unit is not None else None,
        "requirement": requirement(verdict, lang),
        "margin": number(verdict.margin) if check is not None and check.scale is None else None,
        "margin_percent": number(verdict.margin_percent),
        "gap": number(verdict.gap) if check is not None and check.scale is None else None,
        "own_reading": own_reading(verdict),
        "illustrative": illustrative(verdict),
        "sentence": sentence(verdict, lang),
        "citation": _citation(verdict),
        "action": verdict.spec.action,
        "action_name": _action_name(verdict, lang),
        "lead": list(verdict.lead),
        "support": list(verdict.support),
        "responsible": list(verdict.responsible),
        "mode": question.mode,
        "missing": list(outcome.missing),
        "evidence": evidence(outcome, verdict, lang),
        "waiver": _dump(verdict.waiver),
        "override": _dump(verdict.override),
        "set_aside": [{"row": a.row, **_diagnostic(a.why)} for a in verdict.aside],
        "silent_since": [
            {"row": a.row, "period": a.period.text("en"), "where": str(a.why.where)}
            for a in verdict.silent_since
            if a.period is not None
        ],
    }


def value_of(verdict: VerdictData, lang: Language = "en") -> object:
    """Return the value compared: a number in the unit of the clause, a grade, or a boolean."""
    check, point = verdict.outcome.check, verdict.outcome.point
    if check is None or point is None:
        return None
    if check.scale is not None and point.value is not None and point.value.denominator == 1:
        return check.scale.grade(int(point.value))  # as the scale names it, in any language
    if check.scale is not None or check.kind == "done":
        return value_text(point.value, check, lang)
    return number(verdict.value)


def _action_name(verdict: VerdictData, lang: Language) -> str | None:
    action = verdict.plan.ruleset.actions.get(verdict.spec.action or "")
    return (action.say(lang) or None) if action is not None else None


def _citation(verdict: VerdictData) -> Record | None:
    cites = verdict.citations
    document = verdict.plan.ruleset.document
    if not cites:
        return None
    return {
        "document": document.number,
        "clause": cites[0].clause,
        "quote": cites[0].quote,
        "more": [{"clause": c.clause, "quote": c.quote} for c in cites[1:]],
        "whole": verdict.quotes,
    }


def evidence(outcome: Outcome, verdict: VerdictData, lang: Language) -> Record:
    """Return the evidence of an outcome, its branches included, without sentences."""
    check, point, compared, pace = outcome.check, outcome.point, outcome.compared, outcome.pacing
    unit = check.unit.name if check and check.unit else None
    found: Record = {
        "status": outcome.status,
        "reason": outcome.reason,
        "unit": unit,
        "compared_by": compared.how if compared else None,
        "confidence_interval": _numbers(compared.interval) if compared else None,
    }
    if point and point.interval is not None:
        found["published_interval"] = _numbers(point.interval)
    period, base = point.period if point else None, outcome.base
    found |= {
        "period": period.label if period else None,
        "period_start": period.start.isoformat() if period else None,
        "period_end": period.end.isoformat() if period else None,
        "counts": _numbers(point.counts) if point else None,
        "bound": _bound(outcome.bound, unit) if outcome.bound else None,
        "baseline": {
            "period": base.period.label,
            "value": number(base.value),
            "origin": base.origin,
            "unit": unit,
        }
        if base
        else None,
        "pace": {"unit": unit, **_pace(pace, lang)} if pace else None,
    }
    found |= made_record(outcome)
    if outcome.conditions:
        found |= condition_record(outcome)
    found["lagging_periods"] = outcome.lagging
    if outcome.periods:
        found |= _by_period(outcome)
    found["observations"] = [_observation(f) for f in point.observations] if point else []
    found["missing"] = list(outcome.missing)
    if outcome.parts:
        found["combined_by"] = outcome.fold
        trees = getattr(verdict.question.tree, "parts", ())
        found["branches"] = [
            {
                "requirement": requirement_text(tree, verdict.plan, lang),
                **evidence(part, verdict, lang),
            }
            for tree, part in zip(trees, outcome.parts, strict=False)
        ]
    return found


def _numbers(values: Sequence[Fraction | None] | None) -> list[int | Decimal | None] | None:
    return [number(value) for value in values] if values else None


def _bound(bound: Bound, unit: str | None) -> Record:
    found: Record = {
        "low": number(bound.low),
        "high": number(bound.high),
        "low_open": bound.low_open,
        "high_open": bound.high_open,
    }
    if bound.end:
        found["end"] = bound.end
    found["unit"] = unit
    return found


def _by_period(outcome: Outcome) -> Record:
    """Return how many periods of a level that is to be kept are known, and which missed it."""
    known = [each for each in outcome.periods if each.met is not None]
    if not known:
        return {}
    missed = [each.period.text("en") for each in known if not each.met]
    return {"periods": {"known": len(known), "missed": missed}}


def _pace(pace: Pacing, lang: Language) -> Record:
    return {
        "method": pace.method,
        "asked_now": number(pace.asked),
        "ratio": number(pace.ratio),
        "so_far_per_day": number(pace.so_far),
        "needed_per_day": number(pace.needed),
        "catch_up": number(pace.catch_up),
        "counted_in": pace.time,
        "cut_offs": [number(cut) for cut in pace.cuts],
        "band": pace.band or None,
        "rating": band_name(pace, lang) or None,
        "projection": number(pace.projection),
        "projection_low": number(pace.low),
        "projection_high": number(pace.high),
        "window": [day.isoformat() for day in pace.window] if pace.window else None,
        "points": pace.n or None,
        "figures": {code: number(value) for code, value in pace.figures},
        "said": dict(pace.said),
    }


def _observation(observation: Observation) -> Record:
    return {
        "row": observation.row,
        "place": observation.place,
        "indicator": observation.indicator,
        "period": observation.period.label,
        "basis": observation.basis,
        "value": observation.text,
        "unit": observation.unit.name if observation.unit else None,
        "counts": [number(c) for c in observation.counts] if observation.counts else None,
        "status": observation.status,
        "reported_at": observation.reported_at.isoformat() if observation.reported_at else None,
        "where": str(observation.where),
        "source": observation.source or None,
    }


def _diagnostic(found: object) -> Record:
    from targetcheck.errors import Diagnostic

    assert isinstance(found, Diagnostic)
    return {"code": found.code, "en": found.en, "zh": found.zh, "where": str(found.where)}


def _dump(piece: Waiver | Override | None) -> object:
    return None if piece is None else piece.model_dump(mode="json")
