"""Words and signs for a missing value: `n/a`, `未报`, a dash, an empty cell.

Layer: tables. A cell that holds one of them has no value. Numbers that mean the same, such as -999,
are in missing_value_codes.py.
"""

from __future__ import annotations

MISSING = frozenset(
    {
        "", "-", "--", "---", "–", "—", "——", "―", "/", "\\", ".", "..", "...", "…", "……",
        "n/a", "n.a.", "n.a", "na", "#n/a", "null", "none", "missing", "no data", "not available",
        "not measured", "not monitored", "not sampled", "not surveyed", "not reported",
        "not collected", "not recorded",
        "无数据", "暂无数据", "暂无", "未报", "未上报", "未填报", "未报送", "未提供",
        "缺", "缺失", "缺报", "缺测", "缺数据", "数据缺失", "暂缺", "空缺",
        "未统计", "暂未统计", "尚未统计", "未监测", "暂未监测", "本月未监测", "未测", "未检测",
        "未采样", "未调查", "停测", "停止监测", "停报",
    }
)  # fmt: skip

NOT_CARRIED_OUT = frozenset({"未开展", "未开展监测", "未开展统计", "未开展调查"})
"""Words that say of a deliverable that it is not done, and of a value that there is none."""
