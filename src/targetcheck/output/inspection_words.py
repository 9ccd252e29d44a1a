"""The words in which `inspect` tells what a table was taken for.

Floor: reports.
"""

from __future__ import annotations

from collections.abc import Mapping

from targetcheck.errors import Language

Words = Mapping[str, tuple[str, str]]

FORM: Words = {
    "long": ("长表，每行一个数值", "long, one value per row"),
    "wide": ("宽表，每格一个数值", "wide, one value per cell"),
}

FIELD: Words = {
    "place": ("地区", "place"),
    "indicator": ("指标", "indicator"),
    "period": ("时期", "period"),
    "year": ("年", "year"),
    "quarter": ("季度", "quarter"),
    "month": ("月", "month"),
    "value": ("数值", "value"),
    "unit": ("单位", "unit"),
    "basis": ("口径", "basis"),
    "status": ("状态", "status"),
    "reported_at": ("上报日期", "reported on"),
    "numerator": ("分子", "numerator"),
    "denominator": ("分母", "denominator"),
    "qualifier": ("限定符", "qualifier"),
    "weight": ("权重", "weight"),
    "source": ("来源", "source"),
    "note": ("备注", "note"),
    "completed": ("完成日期", "completed on"),
    "set_aside": ("未采用的原因", "reason for setting aside"),
}

WHY: Words = {
    "serial": ("序号，不用", "numbering, not used"),
    "beside": ("目标、同比、排名等，不用", "a target, change or rank, not used"),
    "part": ("下级单位，只采用其合计行", "parts of a place, only their total is used"),
    "second": ("编码旁的名称，不用", "the name beside a code, not used"),
    "ignored": ("按对应文件不用", "left out by the mapping"),
    "total": ("合计，不采用", "a total, set aside"),
    "unheaded": ("没有表头，不用", "no heading, not used"),
    "unknown": ("不认识，不用", "not known, not used"),
}

KIND: Words = {
    "number": ("数", "number"),
    "missing": ("空缺", "nothing"),
    "below_detection": ("低于检出限", "below detection"),
    "above_range": ("高于测定上限", "above the measuring range"),
    "text": ("文字", "text"),
    "date": ("日期", "date"),
    "refused": ("无法读取", "unreadable"),
}


def pick(words: Words, key: str, lang: Language) -> str:
    """Give the word for a key in the language asked for."""
    zh, en = words.get(key, (key, key))
    return zh if lang == "zh" else en
