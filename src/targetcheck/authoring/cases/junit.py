"""Cases as JUnit XML: one suite for each ruleset, one test for each case.

Floor: authoring.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from targetcheck.authoring.cases.case_suite import Tested
from targetcheck.errors import Language

_UNFIT = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_xml(tested: Sequence[Tested], lang: Language = "en") -> str:
    """Give the results as JUnit XML; a file that cannot be read is an error of its suite."""
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
            test = ET.SubElement(suite, "testcase", classname=item.id, name=_fit(ran.case.id))
            if not ran.passed:
                said = [difference.text(lang) for difference in ran.differences]
                # The schema of Jenkins gives a test no place of its own.
                said.append(str(ran.case.where))
                failure = ET.SubElement(test, "failure", message=_fit(said[0]), type="difference")
                failure.text = _fit("\n".join([*said, *item.account(ran, lang)]))
        for found in item.found:
            test = ET.SubElement(suite, "testcase", classname=item.id, name=found.code)
            ET.SubElement(test, "error", message=_fit(found.text(lang)), type=found.code)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _fit(text: str) -> str:
    """Give a text without the characters that XML cannot hold."""
    return _UNFIT.sub("\ufffd", text)
