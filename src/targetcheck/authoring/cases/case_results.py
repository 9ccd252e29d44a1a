"""Reports of test case results: failures first, then totals for each ruleset.

Layer: authoring. Input: Tested. Output: text in either language, plain data or JUnit XML.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from targetcheck.authoring.cases.case_runner import Ran
from targetcheck.authoring.cases.case_suite import Tested
from targetcheck.authoring.cases.promise_kinds import form_text
from targetcheck.errors import Language
from targetcheck.printable_text import printable, printable_lines
from targetcheck.verdicts.code_terms import REASON, STATUS, word


def as_text(tested: Sequence[Tested], lang: Language, *, coverage: bool = False) -> str:
    """Return the failures, then totals for each ruleset, then the overall total."""
    lines = [line for item in tested for line in _failures(item, lang)]
    for item in tested:
        lines += _totals(item, lang)
        lines += _missing(item, lang) if coverage else ()
    return "\n".join([*lines, _sum(tested, lang)]) + "\n"


def _failures(item: Tested, lang: Language) -> Iterator[str]:
    for found in item.found:
        yield found.text(lang)
    for ran in item.failed:
        yield f"✘ {ran.case.where.file}:{ran.case.where.line} {ran.case.id}"
        yield from (f"    {difference.text(lang)}" for difference in ran.differences)
        yield from (f"    {line}" for line in item.account(ran, lang))


def _totals(item: Tested, lang: Language) -> Iterator[str]:
    zh, (shown, possible) = lang == "zh", item.coverage.counts
    targets = len(item.plan.ruleset.targets) if item.plan is not None else 0
    number = item.plan.ruleset.document.number if item.plan is not None else ""
    yield f"{'✔' if item.passed else '✘'} {item.id or item.file}  {number}".rstrip()
    run, passed = len(item.ran), len(item.ran) - len(item.failed)
    tried = len({target for ran in item.ran for target, _, _ in ran.shown})
    if zh:
        yield (
            f"    目标{targets}项（{tried}项有用例），用例{run}个（通过{passed}个），"
            f"结论覆盖{shown}/{possible}"
        )
    else:
        yield (
            f"    targets: {targets} ({tried} with cases), cases: {run} ({passed} passed), "
            f"outcomes shown: {shown} of {possible}"
        )
    gap = "" if zh else " "
    forms = [f"{form_text(form, lang)}{gap}{len(ids)}" for form, ids in item.forms.items()]
    if forms:
        yield ("    形式：" if zh else "    forms: ") + ("、" if zh else ", ").join(forms)


def _missing(item: Tested, lang: Language) -> Iterator[str]:
    for target in item.coverage.possible:
        missing = item.coverage.missing(target)
        if missing:
            pairs = [(word(STATUS, s, lang), word(REASON, r, lang)) for s, r in missing]
            if lang == "zh":
                said = "；".join(f"{status}（{reason}）" for status, reason in pairs)
                yield f"    目标“{target}”没有用例：{said}"
            else:
                said = "; ".join(f"{status} ({reason})" for status, reason in pairs)
                yield f"    no case for {target}: {said}"


def _sum(tested: Sequence[Tested], lang: Language) -> str:
    count = totals(tested)
    if lang == "zh":
        return (
            f"{count['rulesets']}个规则集，{count['targets']}项目标，{count['forms']}种形式："
            f"{count['cases']}个用例，{count['failed']}个不符，{count['unreadable']}处无法运行，"
            f"结论覆盖{count['outcomes_shown']}/{count['outcomes']}"
        )
    return (
        f"rulesets: {count['rulesets']}, targets: {count['targets']}, forms: {count['forms']}, "
        f"cases: {count['cases']}, failed: {count['failed']}, not run: {count['unreadable']}, "
        f"outcomes shown: {count['outcomes_shown']} of {count['outcomes']}"
    )


def totals(tested: Sequence[Tested]) -> dict[str, int]:
    """Return the sums over rulesets."""
    covered = [item.coverage.counts for item in tested]
    return {
        "rulesets": len(tested),
        "targets": sum(len(i.plan.ruleset.targets) for i in tested if i.plan is not None),
        "forms": len({form for item in tested for form in item.forms}),
        "cases": sum(len(item.ran) for item in tested),
        "failed": sum(len(item.failed) for item in tested),
        "unreadable": sum(len(item.found) for item in tested),
        "outcomes_shown": sum(shown for shown, _ in covered),
        "outcomes": sum(possible for _, possible in covered),
    }


def as_data(tested: Sequence[Tested], lang: Language) -> dict[str, object]:
    """Return all results as plain data."""
    return {
        "totals": totals(tested),
        "rulesets": [
            {
                "id": item.id,
                "file": item.file,
                "targets": len(item.plan.ruleset.targets) if item.plan is not None else 0,
                "forms": {form: len(ids) for form, ids in item.forms.items()},
                "cases": len(item.ran),
                "failed": [_record(ran, lang) for ran in item.failed],
                "findings": [found.text(lang) for found in item.found],
                "outcomes": dict(_statuses(item)),
                "not_shown": {
                    target: [f"{status}/{reason}" for status, reason in missing]
                    for target in item.coverage.possible
                    if (missing := item.coverage.missing(target))
                },
            }
            for item in tested
        ],
    }


def _statuses(item: Tested) -> Counter[str]:
    return Counter(status for ran in item.ran for _, status, _ in ran.shown)


def _record(ran: Ran, lang: Language) -> dict[str, object]:
    return {
        "case": ran.case.id,
        "file": ran.case.where.file,
        "line": ran.case.where.line,
        "differences": [difference.text(lang) for difference in ran.differences],
    }


def junit_xml(tested: Sequence[Tested], lang: Language = "en") -> str:
    """Return the results as JUnit XML; an unreadable file is an error of its suite."""
    root = ET.Element("testsuites", name="targetcheck")
    for item in tested:
        failed = sum(not ran.passed for ran in item.ran)
        suite = ET.SubElement(
            root,
            "testsuite",
            name=item.id or item.file,
            tests=str(len(item.ran) + len(item.found)),
            failures=str(failed),
            errors=str(len(item.found)),
            skipped="0",
        )
        for ran in item.ran:
            test = ET.SubElement(suite, "testcase", classname=item.id, name=printable(ran.case.id))
            if not ran.passed:
                said = [difference.text(lang) for difference in ran.differences]
                # The schema of Jenkins gives a test no place of its own.
                said.append(str(ran.case.where))
                failure = ET.SubElement(
                    test, "failure", message=printable(said[0]), type="difference"
                )
                failure.text = printable_lines("\n".join([*said, *item.account(ran, lang)]))
        for found in item.found:
            test = ET.SubElement(suite, "testcase", classname=item.id, name=found.code)
            ET.SubElement(test, "error", message=printable(found.text(lang)), type=found.code)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"
