"""The document of a small city, rulesets that encode parts of it, and lists of what they leave out."""

from __future__ import annotations

import hashlib

from clause_coverage import read_coverage
from targetcheck.ruleset.loading.ruleset_loader import ruleset_from_document
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.yaml_text.yaml_source import read_document

TEXT = """试验公报 2024年第1号

关于印发青山市治水方案的通知

青政办发〔2024〕9号

一、总体目标

到2025年，污水收集率达到70%以上，其中城区达
到80%以上；严禁新增直排口。各部门要通力合作。

（一）管网建设。每年改造管网不少于100公里。
完成时限：2025年12月

（二）湖泊治理。全面消除黑臭水体。湖面清洁，岸线整齐。
完成时限：2025年12月

另一份文件：到2030年种树5万亩。
"""
SECTION = {
    "from": "青政办发〔2024〕9号",
    "to": "（二）湖泊治理。全面消除黑臭水体。湖面清洁，岸线整齐。",
}


def ruleset_data(targets: list[tuple[str, list[str]]]) -> dict[str, object]:
    return {
        "targetcheck": 1,
        "id": "qingshan-2024",
        "title": "青山市治水方案",
        "document": {
            "number": "青政办发〔2024〕9号",
            "issuer": "青山市人民政府办公室",
            "issued": "2024-01-31",
            "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        },
        "places": {"city": {"zh": "青山市"}},
        "targets": [
            {
                "id": name,
                "title": name,
                "place": "city",
                "require": {"done": True},
                "due": "2025-12-31",
                "cite": [{"clause": "一", "quote": quote} for quote in quotes],
            }
            for name, quotes in targets
        ],
    }


def ruleset(*targets: tuple[str, list[str]]) -> Ruleset:
    return ruleset_from_document(read_document(ruleset_data(list(targets))))


def coverage(*listed: tuple[str, str], section: dict[str, str] | None = SECTION):
    entries = [{"clause": "一", "quote": quote, "why": why} for quote, why in listed]
    return read_coverage({"section": section, "not_encoded": entries})
