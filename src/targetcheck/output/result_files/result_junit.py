"""Verdicts as JUnit XML, for pipelines that show tests.

Layer: output. Input: a Result. Output: text: a suite for each place, a case for each verdict. A
failed target is a failure. Undetermined, not due and not applicable are skipped, and so is what lies
outside the scope. At risk and missed pass with a note, or fail with `strict`.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable

from targetcheck.errors import Language
from targetcheck.evaluation import Result
from targetcheck.output.result_heading import illustrative_text
from targetcheck.output.verdict_columns import status_text
from targetcheck.printable_text import printable
from targetcheck.verdicts.verdict import Verdict

SKIPPED = ("undetermined", "not_due", "not_applicable")
UNSURE = ("at_risk", "missed")
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def as_junit(
    result: Result,
    lang: Language = "en",
    *,
    strict: bool = False,
    verdicts: Iterable[Verdict] | None = None,
) -> str:
    """Return JUnit XML in the form of Apache Ant; times are 0, the timestamp is the as-of date."""
    suites: dict[str, list[Verdict]] = {}
    for verdict in result.verdicts if verdicts is None else verdicts:
        suites.setdefault(verdict.place, []).append(verdict)
    root = ET.Element("testsuites")
    for number, listed in enumerate(suites.values()):
        root.append(_suite(number, listed, result, lang, strict=strict))
    ET.indent(root, " ")
    return f"{_DECLARATION}{ET.tostring(root, encoding='unicode')}\n"


def _suite(
    number: int, verdicts: list[Verdict], result: Result, lang: Language, *, strict: bool
) -> ET.Element:
    cases = [_case(verdict, lang, strict=strict) for verdict in verdicts]
    suite = ET.Element(
        "testsuite",
        name=_legal(verdicts[0].place_name(lang)),
        package=_legal(result.ruleset.id),
        id=str(number),
        timestamp=f"{result.as_of}T00:00:00",
        hostname="localhost",
        tests=str(len(cases)),
        failures=str(sum(case.find("failure") is not None for case in cases)),
        errors="0",
        skipped=str(sum(case.find("skipped") is not None for case in cases)),
        time="0",
    )
    properties = ET.SubElement(suite, "properties")
    for name, value in _properties(result, lang):
        ET.SubElement(properties, "property", name=name, value=_legal(value))
    suite.extend(cases)
    out = [f"{c.get('name')}: {said}" for c in cases if (said := c.attrib.pop("said", ""))]
    ET.SubElement(suite, "system-out").text = "\n".join(out)
    ET.SubElement(suite, "system-err")
    return suite


def _properties(result: Result, lang: Language) -> list[tuple[str, str]]:
    made = result.provenance
    found = [
        ("document", result.ruleset.document.number),
        ("as_of", made.as_of.isoformat()),
        ("profile", made.profile),
        ("ruleset_digest", made.ruleset_digest),
        ("data_digest", made.data_digest),
        ("engine", made.engine),
    ]
    warning = illustrative_text(result, lang)
    return [*found, ("illustrative", warning)] if warning else found


def _case(verdict: Verdict, lang: Language, *, strict: bool) -> ET.Element:
    status = str(verdict.status)
    said = _legal(verdict.sentence(lang))
    name = _legal(f"{verdict.target} {verdict.due}")
    case = ET.Element("testcase", name=name, classname=_legal(verdict.place), time="0")
    if verdict.outside_scope:
        ET.SubElement(case, "skipped", message=said)
    elif status == "fail" or (strict and status in UNSURE):
        failure = ET.SubElement(case, "failure", type=f"{status}.{verdict.reason}", message=said)
        cites = (f"{cite.clause}: {cite.quote}" for cite in verdict.citations)
        failure.text = _legal("\n".join((status_text(status, lang), *cites)))
    elif status in SKIPPED:
        ET.SubElement(case, "skipped", message=said)
    elif status in UNSURE:
        case.set("said", said)
    return case


def _legal(text: str) -> str:
    """Return a text without the characters that XML forbids."""
    return printable(text)
