"""Strategies: valid rulesets as plain data, and YAML texts of them as untidy as people write them."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from hypothesis import strategies as st

WORDS = ("outfalls", "sewage", "forest", "mines", "lakes", "ships")
CHINESE = (
    "排污口整治",
    "污水收集",
    "森林",
    "矿山",
    "湖泊 # 水质",
    "船舶: 岸电",
    "'引号'",
    "- 连字符",
    "2024",
    "true",
)
AMOUNTS = ("95 %", "71.50 %", "0.5 %")


def names() -> st.SearchStrategy[Any]:
    """Texts and names in two languages."""
    both = st.fixed_dictionaries({"en": st.sampled_from(WORDS), "zh": st.sampled_from(CHINESE)})
    return st.one_of(st.sampled_from(CHINESE), both)


@st.composite
def comparisons(draw: Any) -> dict[str, Any]:
    """A requirement on a share."""
    key = draw(st.sampled_from(("at_least", "at_most", "above", "below", "equals")))
    plain = {key: draw(st.sampled_from(AMOUNTS))}
    change = {
        "rise": {"at_least": "15 percentage_point", "from": draw(st.sampled_from((2022, "2023")))}
    }
    kind = draw(st.integers(0, 4))
    if kind == 1:
        return change
    if kind == 2:
        return {draw(st.sampled_from(("any", "all"))): [plain, change]}
    if kind == 3:
        return {"words": draw(st.sampled_from(("基本完成", "稳步提升")))}
    if kind == 4:
        value = {"period": "2022", "value": "60 %", "cite": {"quote": "60%", "clause": "一"}}
        return {"rise": {"from": value, "at_least": "10 percentage_point"}}
    return plain


@st.composite
def rulesets(draw: Any) -> dict[str, Any]:
    """A ruleset that loads."""
    targets = []
    for number in range(draw(st.integers(1, 4))):
        target: dict[str, Any] = {
            "cite": {"quote": draw(st.sampled_from(CHINESE)), "clause": "一、（一）"},
            "due": draw(st.sampled_from(("2024-12-31", "2025Q3", 2025, date(2025, 6, 30)))),
            "require": draw(comparisons()),
            "indicator": "rate",
            "id": f"t-{number}",
        }
        if draw(st.booleans()):
            target["title"] = draw(names())
        if draw(st.booleans()):
            target["place"] = draw(st.sampled_from(("daye", ["daye", "city"], {"each": "county"})))
        if draw(st.booleans()):
            target["milestones"] = [{"require": {"at_least": "50 %"}, "due": "2024-06-30"}]
        if draw(st.booleans()):
            target["strength"] = draw(st.sampled_from(("binding", "expected", "aspirational")))
        if draw(st.booleans()):
            target["note"] = draw(
                st.sampled_from(("一行", "第一行\n第二行", "有 # 号", "冒号: 与'引号'\""))
            )
        targets.append(target)
    return {
        "targets": targets,
        "title": draw(names()),
        "defaults": {"place": "city"},
        "document": {"issued": date(2024, 7, 1), "issuer": "市政府", "number": "〔2024〕1号"},
        "targetcheck": 1,
        "indicators": {"rate": {"unit": "percent", "nature": "share", "zh": "完成率"}},
        "places": {"city": {"zh": "某市"}, "daye": {"in": "city", "kind": "county", "zh": "大冶"}},
        "id": "demo",
    }


@st.composite
def untidy(draw: Any, data: dict[str, Any]) -> tuple[str, list[str]]:
    """A YAML text of the data with comments at odd places, and the comments."""
    writer = _Untidy(draw)
    lines = writer.mapping(data, 0)
    text = "\n".join([*writer.remarks(0), *lines, *writer.remarks(0)]) + draw(
        st.sampled_from(("\n", "\n\n"))
    )
    return text, sorted(writer.comments)


class _Untidy:
    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.comments: list[str] = []

    def chance(self, of: int) -> bool:
        return self.draw(st.integers(0, of - 1)) == 0

    def comment(self) -> str:
        self.comments.append(f"# note {len(self.comments)}: a 'b' {{c}}")
        return self.comments[-1]

    def remarks(self, indent: int) -> list[str]:
        lines = []
        if self.chance(8):
            lines.append("")
        if self.chance(6):
            lines.append(" " * indent + self.comment())
        if self.chance(10):
            lines += ["", " " * indent + self.comment(), ""]
        return lines

    def behind(self) -> str:
        return f"  {self.comment()}" if self.chance(6) else ""

    def scalar(self, value: Any) -> str:
        if isinstance(value, bool | int):
            return str(value).lower()
        if isinstance(value, date):
            return value.isoformat()
        plain = value.isascii() and value.replace("-", "").replace("_", "").isalpha()
        if plain and value not in ("true", "null") and self.draw(st.booleans()):
            return value
        if "\n" not in value and self.draw(st.booleans()):
            return "'" + value.replace("'", "''") + "'"
        return json.dumps(value, ensure_ascii=False)

    def flow(self, value: Any) -> str:
        space = self.draw(st.sampled_from(("", " ")))
        if isinstance(value, dict):
            items = list(value.items())
            inner = ", ".join(f"{self.key(k)}: {self.flow(v)}" for k, v in items)
            return "{" + space + inner + space + "}"
        if isinstance(value, list):
            return "[" + space + ",  ".join(self.flow(v) for v in value) + space + "]"
        return self.scalar(value)

    def key(self, name: str) -> str:
        return f'"{name}"' if self.chance(8) else name

    def mapping(self, data: dict[str, Any], indent: int) -> list[str]:
        lines: list[str] = []
        for key, value in data.items():
            lines += self.remarks(indent)
            head = f"{' ' * indent}{self.key(key)}:"
            lines += self.entry(head, value, indent)
        return lines

    def entry(self, head: str, value: Any, indent: int) -> list[str]:
        if not isinstance(value, dict | list) or not value or self.chance(2):
            return [f"{head}   {self.flow(value)}{self.behind()}"]
        step = self.draw(st.sampled_from((2, 4)))
        first = head + self.behind()
        if isinstance(value, dict):
            return [first, *self.mapping(value, indent + step)]
        lines = [first]
        inner = indent + self.draw(st.sampled_from((0, 2)))
        for item in value:
            lines += self.remarks(inner)
            if isinstance(item, dict) and item and not self.chance(3):
                body = self.plain_first(item, inner + 2)
                lines += [f"{' ' * inner}- {body[0].lstrip()}", *body[1:]]
            else:
                lines.append(f"{' ' * inner}- {self.flow(item)}{self.behind()}")
        return lines

    def plain_first(self, data: dict[str, Any], indent: int) -> list[str]:
        """A block whose first line is its first key, so that a dash can stand before it."""
        (key, value), *rest = data.items()
        lines = self.entry(f"{' ' * indent}{key}:", value, indent)
        return lines + self.mapping(dict(rest), indent)
