"""Rows of short texts in columns that line up, Chinese characters counted as two.

Floor: cli.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def columns(rows: Iterable[Sequence[str]]) -> str:
    """Give rows as lines; the last column is never padded."""
    from rich.cells import cell_len

    listed = [[text or "" for text in row] for row in rows]
    if not listed:
        return ""
    widths = [max(cell_len(row[n]) for row in listed) for n in range(len(listed[0]))]
    lines = []
    for row in listed:
        cells = [t + " " * (w - cell_len(t)) for t, w in zip(row, widths, strict=True)]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines) + "\n"
