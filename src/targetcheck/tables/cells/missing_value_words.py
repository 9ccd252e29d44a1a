"""Words and signs for a missing value: `n/a`, `未报`, a dash, an empty cell.

Layer: tables. A cell that holds one of them has no value. Numbers that mean the same, such as -999,
are in missing_value_codes.py.
"""

from __future__ import annotations

MISSING = frozenset(
    {
        "", "-", "--", "---", "–", "—", "——", "―", "/", "\\", ".", "..", "...", "…", "……",
        "n/a", "na", "#n/a", "null", "none", "无数据", "暂无数据", "暂无", "未报", "未上报",
        "未填报",
        "缺", "缺失", "缺报", "缺测", "数据缺失",
    }
)  # fmt: skip
