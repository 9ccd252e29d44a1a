"""A small activity file, and what is made of it; all names and figures are invented for the tests."""

from __future__ import annotations

import pytest

import targetcheck as tc
from targetcheck.errors import TargetcheckError

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<iati-activities version="2.03">
 <iati-activity xml:lang="en">
  <iati-identifier>XX-EXAMPLE-1</iati-identifier>
  <reporting-org ref="XX-EXAMPLE" type="21"><narrative>Example agency</narrative></reporting-org>
  <title><narrative>Rural water</narrative></title>
  <activity-date type="1" iso-date="2020-01-01"/>
  <recipient-country code="MZ"><narrative>Mozambique</narrative></recipient-country>
  <location ref="A"><name><narrative>District A</narrative></name></location>
  <location ref="B"><name><narrative>District B</narrative></name></location>
"""
TAIL = """ </iati-activity>
</iati-activities>
"""


def activity(*results: str) -> str:
    """Return an activity file with results."""
    return HEAD + "".join(results) + TAIL


def result(*indicators: str, title: str = "Access", kind: str = "2") -> str:
    """Return a result; its indicators follow its title."""
    return f"""  <result type="{kind}"><title><narrative>{title}</narrative></title>
{"".join(indicators)}  </result>
"""


def indicator(*figures: str, title: str = "Wells", measure: str = "1", more: str = "") -> str:
    """Return an indicator with baselines and periods."""
    return f"""   <indicator measure="{measure}"{more}><title><narrative>{title}</narrative></title>
{"".join(figures)}   </indicator>
"""


def baseline(value: str, inner: str = "", year: str = "2019") -> str:
    """Return a baseline."""
    return f'    <baseline year="{year}" value="{value}">{inner}</baseline>\n'


def period(*figures: str, start: str = "2021-01-01", end: str = "2021-12-31") -> str:
    """Return a period."""
    return f"""    <period><period-start iso-date="{start}"/><period-end iso-date="{end}"/>
{"".join(figures)}    </period>
"""


def target(value: str = "", inner: str = "") -> str:
    """Return a target; an empty value is no value."""
    return f"     <target{_value(value)}>{inner}</target>\n"


def actual(value: str = "", inner: str = "") -> str:
    """Return an actual."""
    return f"     <actual{_value(value)}>{inner}</actual>\n"


def at(*refs: str) -> str:
    """Return locations."""
    return "".join(f'<location ref="{ref}"/>' for ref in refs)


def by(name: str, value: str) -> str:
    """Return a dimension."""
    return f'<dimension name="{name}" value="{value}"/>'


def comment(text: str) -> str:
    """Return a comment."""
    return f"<comment><narrative>{text}</narrative></comment>"


def _value(value: str) -> str:
    return f' value="{value}"' if value else ""


def refused(make, text, chosen=None):
    """Return code and line of every error for which an activity file is refused."""
    with pytest.raises(TargetcheckError) as error:
        make(text, chosen)
    return [(found.code, found.where.line) for found in error.value.diagnostics]


def statuses(ruleset, file, day):
    """Return status and reason by target, place and due date."""
    return {
        (v.target, v.place, str(v.due)): f"{v.status}/{v.reason}"
        for v in tc.evaluate(ruleset, file, as_of=day)
    }
