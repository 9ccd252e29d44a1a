"""Texts beside a table that are no data: footnotes, signatures, page numbers.

Layer: tables. Input: the text of a cell, in half-width signs. Flat tables and sheets both ask.
"""

from __future__ import annotations

import re

_FOOT = re.compile(
    r"(?:注|备注|说明|附注|填[表报]说明|(?:数据|资料)?来源|填[表报]人|制表人?|审核人?|负责人|单位负责人"
    r"|分管领导|主要领导|联系人|联系电话|电话|填[表报]日期|报[送出]日期|单位盖章|盖章"
    r"|notes?|source|prepared by|filled in by|checked by|telephone|signed)"
    r"\s*(?:\d*\s*[.:、)(]|\d+\s|$)|[*※#★†‡①-⑳]|\((?:单位)?盖?章\)",
    re.IGNORECASE,
)
_PAGE = re.compile(r"[(]?(?:第\s*\d+\s*页.{0,12}|(?:接[上下]|续上?)[页表].{0,20}|续)[)]?")


def is_remark(text: str) -> bool:
    """Return whether a text is a footnote, a signature or a page number."""
    return bool(_FOOT.match(text) or _PAGE.fullmatch(text))
