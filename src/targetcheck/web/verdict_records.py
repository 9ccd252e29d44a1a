"""Verdicts as records for the page: rows of the table, one explanation, a supposition.

Layer: web. Input: a Result. Output: plain data; every text is that of the command. What only one
explanation needs is imported there, so that the page is ready sooner.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from targetcheck.errors import Diagnostic, Language, TargetcheckError
from targetcheck.evaluation import Result
from targetcheck.output.current_and_lagging import course
from targetcheck.output.verdict_columns import cells
from targetcheck.plan.restated_targets import stated_once, without_repeats
from targetcheck.quantities.unit import Unit
from targetcheck.tables.cells.cell_value import fold_width
from targetcheck.tables.table_reader import ObservationTable
from targetcheck.verdicts.code_terms import STATUS, STRENGTH, SYMBOL, word
from targetcheck.verdicts.requirement_text import as_reported
from targetcheck.verdicts.verdict import Verdict
from targetcheck.verdicts.verdict_data import illustrative, own_reading
from targetcheck.verdicts.verdict_json import record

Record = dict[str, object]
_NAMED = 6
"""The most places that one sentence names."""
VALUES = 36
"""The most reports of a series that are listed, the latest ones."""
_FIGURE = re.compile(r"\d+(?:\.\d+)?|[ⅠⅡⅢⅣⅤ]")
VerdictId = Sequence[str]
"""Target, place and due date of a verdict."""


def result_record(result: Result, lang: Language) -> Record:
    """Return counts and one row for each verdict, in the order of the ruleset."""
    return {
        "as_of": result.as_of.isoformat(),
        "total": len(result),
        "rows": result.rows,
        "used": result.used,
        "illustrative": result.illustrative,
        "verdicts": _rows(result, lang),
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


def _rows(result: Result, lang: Language) -> list[Record]:
    """Return a row for each verdict, what the document states again once, with its other clauses.

    `listed`: whether it stays where a file is limited to what was reported, with a value or without.
    """
    kept = {_id(verdict) for verdict in result.reported()}
    return [
        {
            **_row(stated.item, lang),
            "listed": any(_id(each) in kept for each in (stated.item, *stated.repeats)),
            "also": list(stated.also_in(result.ruleset)),
            "same": [_id(repeat) for repeat in stated.repeats],
        }
        for stated in stated_once(result, result.ruleset)
    ]


def _id(verdict: Verdict) -> tuple[str, str, str]:
    return verdict.target, verdict.place, verdict.due.isoformat()


def _row(verdict: Verdict, lang: Language) -> Record:
    text = cells(verdict, lang, brief=True)
    return {
        "id": _id(verdict),
        "status": str(verdict.status),
        "word": word(STATUS, str(verdict.status), lang),
        "symbol": SYMBOL[str(verdict.status)],
        "title": text.title,
        "place": text.place,
        "due": text.due,
        "value": text.value,
        "required": text.required,
        "strength": "" if verdict.strength == "binding" else word(STRENGTH, verdict.strength, lang),
        "reported": verdict.outcome.point is not None,
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
    said, (values, left) = record(verdict, lang), _values(result, verdict, lang)
    return {
        **{key: said[key] for key in ("title", "place_name", "sentence", "citation", "lead")},
        **_row(verdict, lang),
        "quotes": _quotes(verdict, lang),
        "reading": own_reading(verdict) or "",
        "lines": verdict.explain(lang).splitlines(),
        "indicator": verdict.spec.indicator,
        "illustrative": illustrative(verdict),
        "document": result.ruleset.document.number,
        "others": [_other(each, lang) for each in course(result, verdict)[1:]],
        "needs": [
            *(line.strip() for line in list(need_lines(needs, lang))[1:]),
            *_missing(verdict, lang),
        ],
        "turns": [_turn(turning, verdict, lang) for turning in turns],
        "series": _series(verdict, lang),
        "values": values,
        "values_left": left,
        "units": _units(verdict, lang),
        "chart": _chart(result, verdict, lang),
    }


def _quotes(verdict: Verdict, lang: Language) -> list[Record]:
    """Return the quotes by clause, the clause with the figure of the target first.

    The fragments of a clause stay in the order of the document; those with the figure, else with
    the place, are marked.
    """
    figures = set(_FIGURE.findall(cells(verdict, lang, brief=True).required))
    place = verdict.place_name("zh")
    cites = verdict.citations
    own = [bool(figures & set(_FIGURE.findall(cite.quote))) for cite in cites]
    if not any(own):
        own = [place in cite.quote for cite in cites]
    found: dict[str, list[tuple[str, bool]]] = {}
    for cite, mine in zip(cites, own, strict=True):
        found.setdefault(cite.clause, []).append((cite.quote, mine and not all(own)))
    ordered = sorted(found.items(), key=lambda pair: not any(mine for _, mine in pair[1]))
    return [
        {"clause": clause, "fragments": [list(pair) for pair in fragments if pair[0]]}
        for clause, fragments in ordered
    ]


def _missing(verdict: Verdict, lang: Language) -> list[str]:
    """Return the line on the data that are missing, if any."""
    from targetcheck.verdicts.explanation_text import missing_text

    outcome = verdict.outcome
    if outcome.check is None:
        return []
    told = missing_text(outcome, outcome.check, verdict.plan, lang)
    return [f"缺少：{told}" if lang == "zh" else f"missing: {told}"] if told else []


def _values(result: Result, verdict: Verdict, lang: Language) -> tuple[list[Record], int]:
    """Return the latest reports of the series that the verdict looks at, oldest first, with their use.

    The number is that of the earlier ones, which are left out.
    """
    point, base = verdict.outcome.point, verdict.outcome.base
    used = {seen.row for seen in (point.observations if point else ())}
    series = {(seen.place, seen.indicator) for seen in (point.observations if point else ())}
    series.add((verdict.place, verdict.spec.indicator))
    names: tuple[Mapping[str, Any], ...] = (
        result.ruleset.all_places(),
        result.ruleset.all_indicators(),
    )
    seen = [o for o in result.observations.all if (o.place, o.indicator) in series]
    several = len({(o.place, o.indicator) for o in seen}) > 1
    found: list[Record] = []
    for one in sorted(seen, key=lambda o: (o.period.end, o.row))[-VALUES:]:
        use = "used" if one.row in used else "earlier"
        if base is not None and base.origin == "reported" and one.period == base.period:
            use = "base"
        elif one.period.end > result.as_of:
            use = "later"
        named = [
            (piece.say(lang) or key) if (piece := known.get(key)) is not None else key
            for known, key in zip(names, (one.place, one.indicator), strict=True)
        ]
        found.append(
            {
                "name": " ".join(named) if several else "",
                "when": one.period.text(lang),
                "value": as_reported(one, lang),
                "where": str(one.where),
                "use": use,
            }
        )
    return found, len(seen) - len(found)


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
            "value": _bare(seen.text, seen.unit),
            "unit": seen.unit.name if seen.unit else "",
            "where": str(seen.where),
        }
        for seen in (point.observations if point else ())
    ]


def _bare(text: str, unit: Unit | None) -> str:
    """Return a value as it is typed beside its unit: without a percent sign of its own."""
    said = fold_width(text).strip()
    return said.removesuffix("%").strip() if unit is not None and unit.name == "percent" else said


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
    before, after, turned = suppose(result.plan, table, rows, made.as_of, made.known_at)
    changed = [
        (each.before, each.after) for each in turned if each.before.status != each.after.status
    ]
    told = {_id(old) for old, _ in changed}
    moved = [
        (old, new)
        for old, new in zip(before.verdicts, after.verdicts, strict=True)
        if _id(old) not in told and _told(old, lang) != _told(new, lang)
    ]
    once = {_id(v) for v in without_repeats(before.verdicts, result.ruleset)}
    return {
        name: [
            {"before": _row(old, lang), "after": _row(new, lang)}
            for old, new in pairs
            if _id(old) in once
        ]
        for name, pairs in (("changed", changed), ("moved", moved))
    }


def _told(verdict: Verdict, lang: Language) -> object:
    """Return what a person reads of a verdict besides its status."""
    text = cells(verdict, lang, brief=True)
    return text.reason, text.margin, text.value, text.required
