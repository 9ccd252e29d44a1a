"""Verdicts as results of an IATI 2.03 activity.

Layer: interchange. Input: a Result. Output: XML text: a result for each indicator with its reports,
then one for each target with its verdicts. IATI states a target as one number that is enough when
reached: any other requirement stands in the comment, without a number that others might misread.
Elements of a namespace of our own hold what IATI has no element for, so that the file reads back.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from targetcheck.errors import Language
from targetcheck.evaluation import Result
from targetcheck.exact_json import json_text
from targetcheck.interchange.iati_indicator import IatiIndicator, Shape, add
from targetcheck.interchange.iati_ruleset import targets_digest
from targetcheck.interchange.iati_text_language import by_script, narrative
from targetcheck.observations.observation import Observation
from targetcheck.observations.reported_unit import worth_of
from targetcheck.output.result_heading import illustrative_text
from targetcheck.plan.plan import Check
from targetcheck.printable_text import printable
from targetcheck.quantities.quantity import exact_text
from targetcheck.ruleset.ruleset import canonical
from targetcheck.tables.iati.activity_results import NAMESPACE, activities_in
from targetcheck.tables.xml_element import read_xml
from targetcheck.verdicts.sentences.verdict_sentence import requirement
from targetcheck.verdicts.verdict import Verdict

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_RESULT_OTHER, _OWN_VOCABULARY = "9", "99"
_REPORTER_UNKNOWN, _ORGANISATION_OTHER, _ACCOUNTABLE, _IMPLEMENTATION = (
    "unregistered",
    "90",
    "2",
    "2",
)
_PLANNED_START, _PLANNED_END = "1", "3"


def as_iati(
    result: Result, lang: Language = "en", verdicts: Iterable[Verdict] | None = None
) -> str:
    """Return an IATI activity file with the verdicts of the result, or those of `verdicts`."""
    shown = list(result.verdicts if verdicts is None else verdicts)
    root = ET.Element("iati-activities", {"version": "2.03", "xmlns:tc": NAMESPACE})
    root.set("generated-datetime", f"{result.as_of}T00:00:00Z")
    activity = ET.SubElement(root, "iati-activity", {"xml:lang": lang})
    _describe(activity, result, shown, lang)
    for element in (*_reports(result), *_verdicts(shown, lang)):
        activity.append(element)
    digest = targets_digest(activities_in(read_xml(_bytes(root), "<iati>"), "<iati>"))
    held = ET.SubElement(activity, "tc:ruleset", {"targets": digest})
    held.text = json_text(canonical(result.ruleset), None)
    ET.indent(root, " ")
    return _bytes(root).decode()


def _bytes(root: ET.Element) -> bytes:
    return f"{_DECLARATION}{ET.tostring(root, encoding='unicode')}\n".encode()


def _describe(activity: ET.Element, result: Result, shown: list[Verdict], lang: Language) -> None:
    """Add what IATI asks of every activity, and a location for each place."""
    ruleset, document, made = result.ruleset, result.ruleset.document, result.provenance
    add(activity, "iati-identifier").text = f"{_REPORTER_UNKNOWN}-{printable(ruleset.id)}"
    reporter = {"ref": _REPORTER_UNKNOWN, "type": _ORGANISATION_OTHER}
    narrative(add(activity, "reporting-org", reporter), **by_script(document.issuer))
    narrative(add(activity, "title"), zh=ruleset.title.zh, en=ruleset.title.en)
    counts = ", ".join(f"{n} {status}" for status, n in result.summary().items() if n)
    about = (
        f"{document.number}; as of {made.as_of}, profile {made.profile}: {counts or 'no verdicts'}"
    )
    warning = illustrative_text(result, lang)
    described = add(activity, "description")
    narrative(described, en=about)
    if warning:
        narrative(described, **{lang: warning})
    narrative(
        add(activity, "participating-org", {"role": _ACCOUNTABLE}), **by_script(document.issuer)
    )
    add(activity, "activity-status", {"code": _IMPLEMENTATION})
    issued = document.dated()
    last = max((verdict.due for verdict in shown), default=issued)
    add(activity, "activity-date", {"type": _PLANNED_START, "iso-date": issued.isoformat()})
    add(activity, "activity-date", {"type": _PLANNED_END, "iso-date": last.isoformat()})
    used = {verdict.place for verdict in shown} | {o.place for o in result.observations.all}
    for id_, place in ruleset.all_places().items():
        if id_ in used:
            narrative(
                add(add(activity, "location", {"ref": id_}), "name"), zh=place.zh, en=place.en
            )


def _result(title: dict[str, str], series: Iterable[IatiIndicator]) -> ET.Element:
    element = ET.Element("result", {"type": _RESULT_OTHER, "aggregation-status": "0"})
    narrative(add(element, "title"), **title)
    for each in series:
        element.append(each.element())
    return element


def _reports(result: Result) -> Iterable[ET.Element]:
    """Yield a result for each indicator with observations."""
    by_indicator: dict[str, list[Observation]] = {}
    for observation in result.observations.all:
        by_indicator.setdefault(observation.indicator, []).append(observation)
    for id_, listed in by_indicator.items():
        indicator, plan = result.ruleset.all_indicators()[id_], result.plan.indicators[id_]
        measure = "4" if plan.scale else "5" if plan.nature == "done" else "1"
        if measure == "1" and plan.unit is not None and plan.unit.name == "percent":
            measure = "2"
        shape = Shape(measure, plan.better == "higher", plan.aggregate == "sum", plan.unit)
        series = IatiIndicator(shape, indicator.zh, indicator.en or id_, id_)
        for observation in listed:
            series.report(observation, worth_of(plan, observation.unit, observation.flags))
        yield _result({"zh": indicator.zh, "en": indicator.en or id_}, [series])


def _verdicts(shown: list[Verdict], lang: Language) -> Iterable[ET.Element]:
    """Yield a result for each target; its indicators differ in measure, direction or unit."""
    by_target: dict[str, list[Verdict]] = {}
    for verdict in shown:
        by_target.setdefault(verdict.target, []).append(verdict)
    for id_, listed in by_target.items():
        series: dict[Shape, IatiIndicator] = {}
        indicator = listed[0].plan.ruleset.all_indicators()[listed[0].spec.indicator]
        for verdict in listed:
            shape, amount = _goal(verdict)
            own = series.setdefault(shape, IatiIndicator(shape, indicator.zh, indicator.en, ""))
            _add_verdict(own, verdict, amount, lang)
        title = {"zh": listed[0].title("zh"), "en": listed[0].title("en")}
        element = _result(title, series.values())
        clauses = "\n".join(f"{c.clause}: {c.quote}" for c in listed[0].citations)
        if clauses:
            about = ET.Element("description")
            narrative(about, **by_script(clauses))
            element.insert(1, about)
        code = ET.Element("reference", {"vocabulary": _OWN_VOCABULARY, "code": id_})
        element.insert(2 if clauses else 1, code)
        yield element


def _goal(verdict: Verdict) -> tuple[Shape, Fraction | None]:
    """Return measure, direction and unit of a verdict, and the one number to reach, if there is one.

    A class has ranks, whose numbers mean nothing to others; an open end, a range and a rounding that
    decides do not follow from the number, which is then left out.
    """
    tree, bound = verdict.question.tree, verdict.outcome.bound
    if not isinstance(tree, Check) or tree.kind in ("done", "words") or tree.scale is not None:
        ordinal = isinstance(tree, Check) and tree.scale is not None
        return Shape("4" if ordinal else "5", True, False, None), None
    upward = tree.better == "higher"
    bound = bound or tree.bound
    amount = None
    if bound is not None and len(bound.edges()) == 1:
        upward = bound.low is not None
        compared = verdict.outcome.compared
        exact = compared is None or compared.value is None or compared.result is None
        agrees = exact or bound.holds(compared.value) == compared.result  # type: ignore[union-attr, arg-type]
        amount = verdict.in_unit(bound.edges()[0]) if agrees else None
        if bound.low_open or bound.high_open:
            amount = None
    unit = verdict.unit if verdict.outcome.bound is not None else tree.unit
    measure = "2" if unit is not None and unit.name == "percent" else "1"
    return Shape(measure, upward, False, unit), amount


def _add_verdict(
    series: IatiIndicator, verdict: Verdict, amount: Fraction | None, lang: Language
) -> None:
    """Add target, actual and baseline of a verdict, with the verdict itself beside them."""
    outcome, point = verdict.outcome, verdict.outcome.point
    number = series.shape.measure in ("1", "2")
    on_time = point is not None and point.period.end == verdict.due
    start = point.period.start if point is not None and on_time else date(verdict.due.year, 1, 1)
    said: dict[str, str] = {lang: verdict.sentence(lang)}
    value = verdict.value if number and point is not None and point.value is not None else None
    asked: dict[str, str] = {lang: requirement(verdict, lang)}
    if value is None or not on_time:
        asked[lang] += f" — {said[lang]}"
    target = series.target(start, verdict.due, verdict.place, amount, asked)
    target.append(_verdict_element(verdict))
    base = outcome.base
    if number and base is not None and base.origin != "zero":
        series.baseline(base.period.end, verdict.place, verdict.in_unit(base.value))
    if value is not None and point is not None:
        series.actual(point.period, verdict.place, exact_text(value), said, "verdict")


def _verdict_element(verdict: Verdict) -> ET.Element:
    made = {
        "target": verdict.target,
        "place": verdict.place,
        "due": verdict.due.isoformat(),
        "strength": verdict.strength,
        "status": str(verdict.status),
        "reason": verdict.reason,
        "flags": " ".join(verdict.flags),
    }
    return ET.Element("tc:verdict", {name: printable(text) for name, text in made.items() if text})
