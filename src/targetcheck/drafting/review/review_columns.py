"""Columns of the review workbook, and the decisions that a person may take.

Layer: drafting.
"""

from __future__ import annotations

COLUMNS: tuple[tuple[str, str, str, int], ...] = (
    ("id", "编号", "id", 9),
    ("decision", "意见", "decision", 12),
    ("clause", "条款", "clause", 22),
    ("quote", "原文", "words of the document", 52),
    ("name", "指标或事项", "indicator or deed", 34),
    ("require", "要求", "requirement", 22),
    ("due", "时限", "due", 13),
    ("place", "地区", "place", 14),
    ("strength", "约束力", "strength", 13),
    ("lead", "牵头单位", "lead", 22),
    ("open", "待核定", "to settle", 44),
    ("sure", "把握", "how sure", 26),
)
"""Key, Chinese and English heading, width."""
EDITABLE = ("name", "require", "due", "place", "strength", "lead")
DECISIONS = {
    "accept": ("接受", "accept"),
    "correct": ("修改", "correct"),
    "strike": ("删去", "strike"),
}
