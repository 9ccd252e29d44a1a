"""Colours of statuses, with WCAG AA contrast on white and on their own tint.

Layer: output. Every colour is accompanied by a symbol and a word.
"""

from __future__ import annotations

INK = {
    "pass": "#1a6b2f",
    "fail": "#b3201a",
    "missed": "#99370c",
    "at_risk": "#7d5200",
    "on_track": "#0a58a8",
    "not_due": "#525b65",
    "undetermined": "#6a35c2",
    "not_applicable": "#5a6068",
}
TINT = {
    "pass": "#dff3e3",
    "fail": "#fde3e1",
    "missed": "#fdeadb",
    "at_risk": "#fdf1cf",
    "on_track": "#dfedfb",
    "not_due": "#eef0f2",
    "undetermined": "#efe7fc",
    "not_applicable": "#f6f6f6",
}
FONT = (
    "Noto Sans CJK SC, Source Han Sans SC, Noto Sans SC, Microsoft YaHei, PingFang SC, "
    "SimHei, WenQuanYi Micro Hei, sans-serif"
)
"""Fonts with Chinese, most likely first; a browser uses the first that is installed."""
