"""The code of a text is its place among the known texts, whatever slots their hashes share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targetcheck.columnar import column_encoding, spelling_codes
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


@pytest.mark.parametrize("most", [10, 40, 1000])
def test_cells_are_told_apart_whether_or_not_a_sample_shows_their_text(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thirty common texts, 300 that stand once, and blanks, by sample or by category."""
    monkeypatch.setattr(column_encoding, "FEW_ROWS", 100)
    monkeypatch.setattr(column_encoding, "FEW_TEXTS", most)
    cells = [None if n % 7 == 0 else f"指标 {n % 30}" for n in range(3000)]
    cells[5::10] = [f"alone {n}" for n in range(300)]
    numbers, texts = column_encoding.texts_of(pl.Series(cells, dtype=pl.String))
    assert [texts[number] for number in numbers.to_list()] == cells
    assert len(texts) == len(set(texts)) == len(set(cells))
