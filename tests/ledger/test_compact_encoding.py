"""A shorter way to encode a list of texts writes the same line: digests of old runs depend on it."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from targetcheck.ledger.compact_encoding import texts_to_text, to_text
from targetcheck.verdicts.verdict_data import Status


@example(["达到70%", 'a "quote"\\', "\x00\u2028\ud800", None, ""])
@example([Status.PASS, None])
@given(st.lists(st.none() | st.text()))
def test_texts_are_encoded_as_by_json(texts):
    assert texts_to_text(texts) == to_text(texts)
