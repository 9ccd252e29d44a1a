"""Words, signs and codes for a missing value: 未监测, —, n/a, -999.

Layer: tables. Data only; a number such as -999 is a doubt that the mapping settles.
"""

from __future__ import annotations

from decimal import Decimal

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
"""Words and signs for a missing value."""
NOT_CARRIED_OUT = frozenset({"未开展", "未开展监测", "未开展统计", "未开展调查"})
"""Words that say of a deliverable that it is not done, and of a value that there is none."""
_SENTINELS = frozenset(
    Decimal(text)
    for text in (
        "-99", "-999", "-9999", "-99999", "-999999", "-99.9", "-999.9", "-9999.9", "-99.99",
        "-999.99", "-9999.99", "-99.999", "-888", "-8888", "-777", "-7777",
    )
)  # fmt: skip
"""Numbers that data loggers and surveys write for `no value`; 9999 may well be a figure."""
_SENTINEL_TEXTS = frozenset(str(number) for number in _SENTINELS) | {
    f"{number}.0" for number in _SENTINELS if number == number.to_integral_value()
}
SUSPECT_FLOATS = frozenset(map(float, _SENTINELS))
SUSPECT: frozenset[object] = frozenset((*_SENTINELS, *_SENTINEL_TEXTS))
