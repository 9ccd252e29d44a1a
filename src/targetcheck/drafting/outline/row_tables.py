"""Tables of a document: rows with the meaning of their columns.

Layer: drafting. Input: Clauses, rows among them. Output: RowCells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from targetcheck.drafting.grammar.plain_text import PlainText
from targetcheck.drafting.outline.clause_outline import Clause

Role = Literal[
    "number", "name", "content", "unit", "baseline", "target", "nature", "due", "lead", "support",
    "place", "",
]  # fmt: skip
_HEADINGS: tuple[tuple[Role, str], ...] = (
    ("number", r"序号|编号|no.?|#|id|ref.?"),
    ("unit", r"(?:计量|指标)?单位(?:[(（].*)?|units?(?: of measure(?:ment)?)?"),
    ("nature", r"(?:指标)?(?:属性|性质|类型)|type|nature|status"),
    ("due", r"(?:完成)?(?:时限|时间|期限|节点)(?:要求|节点|清单)?|完成(?:时间|时限|期限)|(?:工作|计划|"
        r"进度)?(?:时限|完成)(?:要求|清单|安排)?|deadline|timescales?|timeframe|due(?: date)?|"
        r"when|by when|completion(?: date)?|timing|delivery date|target date"),
    ("support", r"配合(?:单位|部门)|协[助同](?:单位|部门)|参与(?:单位|部门)|责任(?:单位|部门)清单2|"
        r"support(?:ing)?(?: \w+)?|partners?"),
    ("lead", r"(?:市级?|省级?)?(?:牵头|责任|负责|主[责办管]|实施|承办|落实)(?:单位|部门|主体|处室|领导|"
        r"人)?(?:清单|及.*)?|责任分工|lead(?: \w+)?|owner|responsib\w+(?: \w+)?|who|delivery body|"
        r"accountable"),
    ("baseline", r"(?:20\d\d年?)?(?:现状|基[期数线年准]|基础|实际|完成|实绩)(?:值|数|年|情况|水平|"
        r"20\d\d年?)?(?:[(（].*)?|baseline.*|current.*|20\d\d (?:actual|baseline)"),
    ("target", r"(?:20\d\d年?|“?十[四五]五”?末?)?(?:年度?)?(?:目标|预期|规划|计划)(?:值|数|任务|"
        r"20\d\d年?)?(?:[(（].*)?|20[2-4]\d年?(?:[(（].*)?|到?20[2-4]\d年(?:目标|末)?.{0,6}|"
        r"targets?(?: \(?20\d\d\)?)?|20[2-4]\d targets?"),
    ("place", r"地区|县(?:[（(]?市、区[)）]?|区)?|区域|行政区|单位名称|各?县市区|region|county|district|area"),
    ("name", r"(?:主要|具体|约束性|核心|考核|工作)?(?:指标|事项|项目|任务|目标任务|工作任务|重点任务|"
        r"工作|措施|行动|领域|类别)(?:名称|内容|清单|分类)?(?:/.*)?|任务清单|indicators?|"
        r"measures?|actions?|objectives?|commitments?|kpi|metric|project"),
    ("content", r".*(?:内容|目标|任务|举措|措施|规模|标准|要求|清单|思路).*|description|details|outputs?|"
        r"outcomes?|milestones?"),
)  # fmt: skip
_DEPARTMENTS = re.compile(
    r"(?:[\u4e00-\u9fff（）()]{1,24}?(?:局|委|办|厅|政府|管委会|处|中心|公司|集团|部门?|院|"
    r"单位|银行|会|校|大学|学院|分局|署|站|社|所|室|支队|行)(?:[(（][^)）]*[)）])?[、，,；; "
    r"]*)+"
)
_TIME = re.compile(
    r"(?:到|至|截至)?(?:20\d\d年?(?:[-—–~至]20\d\d年?)?(?:\d{1,2}月)?(?:\d{1,2}日)?[底末前上下半年旬季度第一二三四中]*|持续推进|长期(?:坚持|推进)?|全年|年底前?|\d{1,2}月(?:底|末)?前?|每年|每季度|每月|适时|按.{0,8}要求)(?:完成)?"
)


@dataclass(frozen=True, slots=True)
class RowCells:
    """A row of a table: cells by their role, the head of its columns, the time of a column."""

    index: int
    clause: Clause
    roles: tuple[Role, ...]
    heads: tuple[str, ...]

    def cells(self, *roles: Role) -> Iterator[tuple[int, PlainText]]:
        """Yield (column, cell) of each non-empty cell with one of the roles."""
        for column, (role, cell) in enumerate(
            zip(self.roles, self.clause.paragraph.cells, strict=True)
        ):
            if role in roles and cell.text:
                yield column, cell

    def first(self, role: Role) -> str:
        """Return the text of the first cell with a role, empty without one."""
        return next((cell.text for _, cell in self.cells(role)), "")


def rows_of(clauses: Sequence[Clause]) -> list[RowCells]:
    """Return every row that is not the head of a table, with the roles of its cells."""
    found: list[RowCells] = []
    heads: tuple[str, ...] = ()
    for index, clause in enumerate(clauses):
        if not clause.paragraph.is_row:
            if clause.rank <= 2:
                heads = ()
            continue
        texts = tuple(cell.text for cell in clause.paragraph.cells)
        if _is_head(texts):
            heads = texts
            continue
        roles = _roles(texts, heads)
        if roles is not None:
            found.append(RowCells(index, clause, roles, heads if len(heads) == len(texts) else ()))
    return found


def _is_head(texts: Sequence[str]) -> bool:
    filled = [text for text in texts if text]
    named = sum(heading_role(text) != "" for text in filled if len(text) <= 20)
    return len(filled) > 1 and named * 2 > len(filled) and all(len(t) <= 40 for t in filled)


def heading_role(text: str) -> Role:
    """Return the role of a column by its heading, empty if the heading says none."""
    plain = re.sub(r"\s", "", text) if not text.isascii() else text.strip()
    for role, pattern in _HEADINGS:
        if re.fullmatch(pattern, plain, re.IGNORECASE):
            return role
    return ""


def _roles(texts: Sequence[str], heads: Sequence[str]) -> tuple[Role, ...] | None:
    """Return the roles of the cells of a row; None for a table whose columns say nothing."""
    by_head = [heading_role(head) for head in heads] if len(heads) == len(texts) else []
    roles: list[Role] = []
    leads = 0
    for column, text in enumerate(texts):
        role: Role = by_head[column] if by_head else ""
        if not text:
            roles.append("")
            continue
        if role in ("", "content", "name") or not by_head:
            role = _role_of(text, role, leads, first=column == 0)
        if role == "lead":
            leads += 1
        roles.append(role)
    if not heads and not any(role in ("lead", "due", "target") for role in roles):
        return tuple("content" if text else "" for text in texts) if _long(texts) else None
    if "name" not in roles and "content" in roles:
        roles[roles.index("content")] = "name"
    return tuple(roles)


def _long(texts: Sequence[str]) -> bool:
    return max((len(text) for text in texts), default=0) > 24


def _role_of(text: str, role: Role, leads: int, *, first: bool) -> Role:
    if first and re.fullmatch(r"[\d.、（）()一二三四五六七八九十]{1,5}", text):
        return "number"
    if _TIME.fullmatch(text):
        return "due"
    if len(text) < 240 and _DEPARTMENTS.fullmatch(text) and not re.search(r"\d|。", text):
        return "support" if leads else "lead"
    return role or "content"
