"""Floor `sources`: the words and signs that stand for something else than themselves in a cell.

Every word is written folded: half width, lower case.
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

BELOW = frozenset(
    {
        "nd", "n.d.", "n.d", "bdl", "<lod", "<mdl", "<dl", "<loq", "<rl", "<检出限", "<检测限",
        "未检出", "未检测出", "低于检出限", "低于检测限", "小于检出限", "小于检测限",
        "not detected",
        "below detection", "below detection limit",
    }
)  # fmt: skip

REFUSED = frozenset(
    {
        "nan", "+nan", "-nan", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "∞",
        "-∞",
        "#div/0!", "#ref!", "#value!", "#name?", "#num!", "#null!", "#spill!", "#calc!",
    }
)  # fmt: skip

DONE = frozenset(
    {
        "完成", "已完成", "全部完成", "已全部完成", "按时完成", "按期完成", "已办结", "办结",
        "是", "已",
        "√", "✓", "✔", "☑", "yes", "y", "true", "done", "complete", "completed", "finished",
    }
)  # fmt: skip

NOT_DONE = frozenset(
    {
        "未完成", "尚未完成", "没有完成", "未全部完成", "否", "未", "未开展", "未启动", "未开始",
        "进行中",
        "正在进行", "推进中", "正在推进", "实施中", "×", "✗", "✘", "☐", "no", "n", "false",
        "not done",
        "incomplete", "not started", "not completed", "in progress", "ongoing", "pending",
    }
)  # fmt: skip

NO_QUALIFIER = frozenset({"=", "正常", "有效", "实测", "ok", "valid"})

QUALIFIER_BELOW = BELOW | {"<", "l", "lt", "≤检出限", "检出限以下"}

QUALIFIER_ABOVE = frozenset({">", "gt", "高于测定上限", "超出测定上限", "above range"})

QUALIFIER_ABOUT = frozenset(
    {"~", "≈", "约", "大约", "左右", "approx", "approximate", "about", "ca", "ca."}
)
