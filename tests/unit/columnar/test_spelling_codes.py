"""The code of a text is its place among the known texts, whatever slots their hashes share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targetcheck.columnar import spelling_codes
from targetcheck.columnar.spelling_codes import SpellingCodes

pl = pytest.importorskip("polars")

TEXTS = st.text(max_size=20)


def codes(known: list[str], texts: list[str]) -> list[int | None]:
    return SpellingCodes(known).read(pl.Series(texts, dtype=pl.String)).to_list()


@given(known=st.lists(TEXTS, unique=True, max_size=40), texts=st.lists(TEXTS, max_size=40))
def test_each_text_has_its_own_code_and_an_unknown_one_none(
    known: list[str], texts: list[str]
) -> None:
    numbers = {text: number for number, text in enumerate(known)}
    assert codes(known, [*texts, *known]) == [numbers.get(t) for t in (*texts, *known)]


@pytest.mark.parametrize("slots", [1, 8, 1 << 10])
def test_texts_that_share_a_slot_are_told_apart(
    slots: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spelling_codes, "MOST_SLOTS", slots)
    known = [f"指标 {n} with a name longer than twelve bytes" for n in range(300)]
    texts = [*reversed(known), "指标", *known]
    assert codes(known, texts) == [*reversed(range(300)), None, *range(300)]
