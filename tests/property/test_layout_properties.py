"""Laying out a file never changes what it says, loses no comment, and is done once."""

from __future__ import annotations

import generated_rulesets
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from messy_rulesets import rulesets, untidy

from targetcheck.authoring.formatter import formatted
from targetcheck.authoring.yaml_comments import read_remarks
from targetcheck.evaluation.reference_evaluation import digest_of_ruleset
from targetcheck.ruleset.loading.ruleset_loader import ruleset_from_document
from targetcheck.yaml_text.yaml_source import read_document_text

PATIENT = settings(
    max_examples=60,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking texts takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@PATIENT
@given(st.data())
def test_layout_keeps_meaning_and_comments_and_settles(data) -> None:
    written = data.draw(st.one_of(rulesets(), generated_rulesets.rulesets()))
    text, comments = data.draw(untidy(written))
    before = ruleset_from_document(read_document_text(text, "a.yaml"))
    made = formatted(text, "a.yaml")
    after = ruleset_from_document(read_document_text(made, "a.yaml"))
    assert after == before
    assert digest_of_ruleset(after) == digest_of_ruleset(before)
    assert read_remarks(made).texts() == comments
    assert formatted(made, "a.yaml") == made


@PATIENT
@given(st.data())
def test_order_of_keys_and_style_do_not_matter(data) -> None:
    written = data.draw(rulesets())
    mixed = dict(data.draw(st.permutations(list(written.items()))))
    mixed["targets"] = [
        dict(data.draw(st.permutations(list(target.items())))) for target in written["targets"]
    ]
    first, _ = data.draw(untidy(written))
    second, _ = data.draw(untidy(mixed))
    assert _bare(formatted(first, "a.yaml")) == _bare(formatted(second, "b.yaml"))


def _bare(text: str) -> object:
    """The canonical layout without its comments, which may force a value onto several lines."""
    from targetcheck.authoring.formatter import write
    from targetcheck.authoring.yaml_comments import Remarks

    return write(read_document_text(text, "a.yaml").data, Remarks())
