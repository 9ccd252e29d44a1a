"""Verdicts as records for the page: rows of the table, one explanation, a supposition.

Layer: web. Input: a Result. Output: plain data; every text is that of the command. What only one
explanation needs is imported there, so that the page is ready sooner.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from targetcheck.errors import Diagnostic, Language, TargetcheckError
from targetcheck.evaluation import Result
from targetcheck.output.current_and_lagging import course
from targetcheck.output.verdict_columns import cells
from targetcheck.tables.table_reader import ObservationTable
from targetcheck.verdicts.code_terms import STATUS, SYMBOL, word
from targetcheck.verdicts.verdict import Verdict
from targetcheck.verdicts.verdict_data import illustrative
from targetcheck.verdicts.verdict_json import record

Record = dict[str, object]
_NAMED = 6
"""The most places that one sentence names."""
VerdictId = Sequence[str]
"""Target, place and due date of a verdict."""


def result_record(result: Result, lang: Language) -> Record:
    """Return counts and one row for each verdict, in the order of the ruleset."""
    return {
        "as_of": result.as_of.isoformat(),
        "rows": result.rows,
        "used": result.used,
        "illustrative": result.illustrative,
        "summary": {
            status: {
                "count": count,
                "word": word(STATUS, status, lang),
                "symbol": SYMBOL.get(status, ""),
            }
            for status, count in result.summary().items()
        },
        "verdicts": [_row(verdict, lang) for verdict in result],
        "notes": [note.text(lang) for note in result.notes],
        "idle": _idle(result, lang),
    }


def _idle(result: Result, lang: Language) -> str:
    """Return why no verdict looks at any of the observations; empty if one does."""
    seen = result.observations.all
    pairs = {(one.indicator, one.place) for one in seen}
    looked = any(v.value is not None or (v.spec.indicator, v.place) in pairs for v in result)
    if not seen or looked:
        return ""
    names, reported = result.ruleset.all_places(), {one.indicator for one in seen}

    def named(places: Iterable[str]) -> str:
        known = [names[key].say(lang) if key in names else key for key in dict.fromkeys(places)]
        return ("、" if lang == "zh" else ", ").join(known[:_NAMED]) + (
            " …" if len(known) > _NAMED else ""
        )

    have = named(one.place for one in seen)
    want = named(verdict.place for verdict in result if verdict.spec.indicator in reported)
    if lang == "zh":
        return f"采用的数据没有一项目标用到。数据属于：{have}；" + (
            f"这些指标的目标针对：{want}" if want else "没有直接针对这些指标的目标"
        )
    return f"No target uses the figures that were read. They are of {have}; " + (
        f"the targets on these indicators bind {want}"
        if want
        else "no target is directly about these indicators"
    )


def _row(verdict: Verdict, lang: Language) -> Record:
    text = cells(verdict, lang, brief=True)
    return {
        "id": [verdict.target, verdict.place, verdict.due.isoformat()],
        "status": str(verdict.status),
        "word": word(STATUS, str(verdict.status), lang),
        "symbol": SYMBOL[str(verdict.status)],
        "title": text.title,
        "place": text.place,
        "due": text.due,
        "value": text.value,
        "required": text.required,
        "margin": text.margin,
        "reason": text.reason,
        "clause": text.clause,
        "lead": list(verdict.lead),
    }


def verdict_at(result: Result, key: VerdictId) -> Verdict:
    """Return the verdict of a target, place and due date; raise TargetcheckError if there is none."""
    target, place, due = key
    try:
        return result[target, place, date.fromisoformat(due)]
    except (KeyError, ValueError):
        raise TargetcheckError(
            Diagnostic("web-verdict", "there is no such verdict any more", "该评判项已不存在")
        ) from None


def explanation_record(result: Result, verdict: Verdict, lang: Language) -> Record:
    """Return the explanation of a verdict with its numbers, clause, chart and what it needs."""
    from targetcheck.what_if.gap_to_target import needs_of
    from targetcheck.what_if.gap_to_target_text import need_lines
    from targetcheck.what_if.turning_point import turning_points

    needs = [need for need in needs_of(result, settled=True) if need.verdict is verdict]
    made = result.provenance
    turns = turning_points(
        verdict.question, result.plan, result.observations, made.as_of, made.known_at
    )
    said = record(verdict, lang)
    return {
        **{key: said[key] for key in ("title", "place_name", "sentence", "citation", "lead")},
        **_row(verdict, lang),
        "lines": verdict.explain(lang).splitlines(),
        "indicator": verdict.spec.indicator,
        "illustrative": illustrative(verdict),
        "document": result.ruleset.document.number,
        "others": [_other(each, lang) for each in course(result, verdict)[1:]],
        "needs": [line.strip() for line in list(need_lines(needs, lang))[1:]],
        "turns": [_turn(turning, verdict, lang) for turning in turns],
        "series": _series(verdict, lang),
        "units": _units(verdict, lang),
        "chart": _chart(result, verdict, lang),
    }


def _other(verdict: Verdict, lang: Language) -> Record:
    row = _row(verdict, lang)
    return {key: row[key] for key in ("id", "status", "word", "symbol", "due")}


def _turn(turning: object, verdict: Verdict, lang: Language) -> Record:
    from targetcheck.what_if.turning_point import Turning, turning_text

    assert isinstance(turning, Turning)
    seen = turning.observation
    return {
        "text": turning_text(turning, verdict, lang),
        "place": seen.place,
        "indicator": seen.indicator,
        "period": seen.period.label,
        "value": seen.text,
        "unit": seen.unit.name if seen.unit else "",
    }


def _series(verdict: Verdict, lang: Language) -> list[Record]:
    """Return the observations that the verdict compares, for suppositions about them."""
    point = verdict.outcome.point
    return [
        {
            "place": seen.place,
            "indicator": seen.indicator,
            "period": seen.period.label,
            "when": seen.period.text(lang),
            "value": seen.text,
            "unit": seen.unit.name if seen.unit else "",
            "where": str(seen.where),
        }
        for seen in (point.observations if point else ())
    ]


def _units(verdict: Verdict, lang: Language) -> Record:
    """Return the names of units as printed, by their names in tables."""
    point = verdict.outcome.point
    units = [seen.unit for seen in (point.observations if point else ()) if seen.unit]
    return {unit.name: unit.label(lang) for unit in units}


def _chart(result: Result, verdict: Verdict, lang: Language) -> Record | None:
    from targetcheck.output.charts.bullet_chart import bullets
    from targetcheck.output.charts.trajectory_chart import trajectory

    drawing = trajectory(course(result, verdict), lang, 420, 190)
    if drawing is None:
        drawing = bullets([verdict], lang)
    return None if drawing is None else {"spec": drawing.to_dict(), "alt": drawing.alt}


def supposition_record(
    result: Result, table: ObservationTable, rows: Sequence[dict[str, str]], lang: Language
) -> Record:
    """Return the verdicts that change under hypothetical values, before and after."""
    from targetcheck.what_if.hypothetical_values import suppose

    made = result.provenance
    _, _, turned = suppose(result.plan, table, rows, made.as_of, made.known_at)
    return {
        "changed": [
            {"before": _row(each.before, lang), "after": _row(each.after, lang)} for each in turned
        ]
    }
