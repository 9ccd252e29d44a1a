"""The tutorial is worked through as it stands: what it shows is what is printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tutorial import plan_text, work_through

import targetcheck as tc

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial"
ENDINGS = pytest.mark.parametrize("ending", ["", ".zh"])


@ENDINGS
def test_a_reader_encodes_the_suizhou_plan(ending, tmp_path):
    """Afterwards `python3 tests/docs/tutorial.py docs/tutorial/encode-a-plan.md` mends the page."""
    source = plan_text()
    if source is None:
        pytest.skip("the text of the Suizhou plan is not at hand (TARGETCHECK_TEXTS=its folder)")
    seen = 0
    for line, shown, printed in work_through(TUTORIAL / f"encode-a-plan{ending}.md", tmp_path):
        assert shown == printed, line
        seen += 1
    assert seen >= 12
    encoded = tc.load_ruleset(tmp_path / "suizhou")
    bundled = tc.load_ruleset("hubei/suizhou-yangtze-2024")
    assert encoded.document.sha256 == bundled.document.sha256
    assert _figures(encoded) == _figures(bundled)
    quotes = "".join(c.quote for t in encoded.targets for c in t.cite)
    text = source.read_text(encoding="utf-8")
    measured = re.findall(r"\d+(?:\.\d+)?\s?(?:%|万亩|公顷|mg/L)", text)
    assert len(measured) == 12
    assert [figure for figure in measured if figure not in quotes] == []


@ENDINGS
def test_a_reader_gets_from_a_document_to_a_verdict(ending, tmp_path):
    """Afterwards `python3 tests/docs/tutorial.py docs/tutorial/draft-a-plan.md` mends the page."""
    for line, shown, printed in work_through(TUTORIAL / f"draft-a-plan{ending}.md", tmp_path):
        assert shown == printed, line
    targets = tc.load_ruleset(tmp_path / "plan").targets
    assert len(targets) == 10
    assert not any(target.todo for target in targets)


def _figures(ruleset):
    """What each promise with a figure asks for, whatever it is called."""
    found = set()
    for question in tc.compile_plan(ruleset).questions:
        bound = getattr(question.tree, "bound", None)
        if bound is not None:
            found.add((bound.low, bound.high, question.due, question.mode, question.strength))
    return found
