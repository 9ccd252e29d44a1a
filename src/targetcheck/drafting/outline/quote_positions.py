"""Positions of quotes in the text of a document, white space left out.

Layer: drafting. Input: quotes and text without white space. Output: spans.
"""

from __future__ import annotations

Span = tuple[int, int]


def quote_spans(quotes: list[str], plain: str) -> list[tuple[Span, ...]]:
    """Return the positions of each quote of a target.

    Words that occur in many clauses, such as a deadline, mean the occurrence after the quote before
    them, or before the quote after them; without such a quote they mean every occurrence.
    """
    found = [everywhere(quote, plain) for quote in quotes]
    for number, spans in enumerate(found):
        if len(spans) < 2:
            continue
        before = next((f[0][1] for f in found[:number][::-1] if len(f) == 1), None)
        after = next((f[0][0] for f in found[number + 1 :] if len(f) == 1), None)
        near: tuple[Span, ...] = ()
        if before is not None:
            near = tuple(span for span in spans if span[0] >= before)[:1]
        elif after is not None:
            near = tuple(span for span in spans if span[1] <= after)[-1:]
        found[number] = near or spans
    return found


def everywhere(quote: str, plain: str) -> tuple[Span, ...]:
    """Return every position of a quote."""
    found: list[Span] = []
    start = plain.find(quote) if quote else -1
    while start >= 0:
        found.append((start, start + len(quote)))
        start = plain.find(quote, start + 1)
    return tuple(found)
