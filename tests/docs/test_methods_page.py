"""Every profile of the page on methods gives the verdicts that the page shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from targetcheck import evaluate
from targetcheck.output.ruleset_text.json_schemas import ruleset_schema
from targetcheck.quantities.rounding import round_decimals
from targetcheck.ruleset.progress_method import METHODS
from targetcheck.yaml_text.yaml_source import read_document_text

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "methods.md"
CHINESE = PAGE.with_name("methods.zh.md")
FENCED = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEAD = {
    "targetcheck": 1,
    "id": "page",
    "title": "示例",
    "document": {"number": "示例〔2024〕1号", "issuer": "示例市人民政府", "issued": "2013-01-01"},
    "places": {"city": {"zh": "示例市"}},
}
TEXT = PAGE.read_text(encoding="utf-8")
SECTIONS = re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]


def shown() -> Iterator[tuple[str, dict[str, Any], dict[str, str]]]:
    """Give (section, ruleset, row) for every row of every section's table."""
    for section in SECTIONS:
        title = section.partition("\n")[0]
        fenced = FENCED.search(section)
        if fenced is None:
            continue
        written: Any = dict(read_document_text(fenced[1], title).data)
        target = {"id": "t", "place": "city", **written.pop("target")}
        rows = [
            [cell.strip() for cell in line.strip().strip("|").split("|")]
            for line in section.splitlines()
            if line.startswith("|") and "---" not in line
        ]
        for row in rows[1:]:
            yield (
                title,
                {**HEAD, **written, "targets": [target]},
                dict(zip(rows[0], row, strict=True)),
            )


SHOWN = list(shown())


def reports(text: str, indicator: str) -> list[dict[str, str]]:
    """Give the rows of `2023: 2/16 · 2024: 5 %`; `b 2023: 4 %` is a report of another place."""
    found = []
    for piece in text.split(" · "):
        said, _, value = piece.rpartition(": ")
        place, _, period = said.rpartition(" ")
        row = {"place": place or "city", "indicator": indicator, "period": period}
        if "/" in value and " " not in value:
            top, bottom = value.split("/")
            row |= {"numerator": top, "denominator": bottom, "unit": "%"}
        else:
            amount, _, unit = value.partition(" ")
            row |= {"value": amount, "unit": unit}
        found.append(row)
    return found


@pytest.mark.parametrize(
    ("title", "ruleset", "row"), SHOWN, ids=[f"{t[:24]}-{n}" for n, (t, _, _) in enumerate(SHOWN)]
)
def test_a_profile_gives_the_verdict_that_the_page_shows(title, ruleset, row):
    rows = reports(row["reports"], ruleset["targets"][0]["indicator"])
    result = evaluate(ruleset, rows, as_of=row["as of"], profile=row["profile"])
    assert not result.set_aside
    due = ruleset["targets"][0]["due"]
    verdict = next(v for v in result if str(v.due) == str(due))
    assert (str(verdict.status), verdict.reason) == (row["verdict"], row["reason"])
    if row["figure"] != "–":
        name, printed = row["figure"].split()
        pacing = verdict.outcome.pacing
        value = pacing.ratio if name == "ratio" else dict(pacing.figures)[name]
        digits = len(printed.partition(".")[2])
        assert round_decimals(value, digits, "half_even") == Fraction(printed)
    assert verdict.explain("zh")
    assert verdict.explain("en")


def test_every_section_with_a_profile_shows_it_at_work():
    assert {title for title, _, _ in SHOWN} == {
        section.partition("\n")[0] for section in SECTIONS if "```yaml" in section
    }


def test_every_method_is_shown():
    assert set(re.findall(r"method: (\w+)", TEXT)) | {"remaining"} == set(METHODS)


def plain(data: Any) -> Any:
    """Give data as an editor's YAML reader does."""
    if isinstance(data, dict):
        return {str(key): plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [plain(value) for value in data]
    if isinstance(data, Decimal):
        return float(data)
    return data if data is None or isinstance(data, bool | int | str) else str(data)


@pytest.mark.parametrize("title", dict.fromkeys(title for title, _, _ in SHOWN))
def test_what_the_page_shows_keeps_the_published_schema(title):
    validator = jsonschema.Draft202012Validator(ruleset_schema())
    ruleset = next(ruleset for name, ruleset, _ in SHOWN if name == title)
    assert not [error.message for error in validator.iter_errors(plain(ruleset))]


def test_the_chinese_page_shows_the_same_profiles_and_verdicts():
    chinese = re.split(r"^## ", CHINESE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert len(chinese) == len(SECTIONS)
    for there, here in zip(chinese, SECTIONS, strict=True):
        assert FENCED.findall(there) == FENCED.findall(here)
        assert _rows(there) == _rows(here)


def _rows(section: str) -> list[list[str]]:
    """Give the cells of a section's table, without its headings."""
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines[2:]]
