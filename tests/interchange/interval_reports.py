"""A small ruleset and a table with published intervals; all figures are invented for the tests."""

from __future__ import annotations

INTERVALS = {
    "targetcheck": 1, "id": "x", "title": {"en": "X"},
    "document": {"number": "1", "issuer": "I", "issued": "2024-01-01"},
    "places": {name: {"en": name.upper(), "kind": "section"} for name in "abcdef"},
    "indicators": {"rate": {"en": "rate", "unit": "mg/L", "better": "lower"}},
    "profiles": {"default": {"excused": {"frozen": {"zh": "冰封", "en": "frozen"}}}},
    "targets": [
        {"id": end, "indicator": "rate", "place": {"each": "section"}, "due": 2024,
         "require": {"at_most": "12 mg/L", "end": end}}
        for end in ("lower", "upper")
    ],
}  # fmt: skip
"""Ends of published intervals, and a silence with a reason."""
REPORTS = """place,indicator,period,value,unit,lower,upper,status
a,rate,2024,10.7,mg/L,9.1,12.4,p
b,rate,2024,10700,ug/L,9100,12400,
c,rate,2024,11 (10–11.9),mg/L,,,
d,rate,2024,,mg/L,9,11.5,
e,rate,2024,11,mg/L,,11.5,
f,rate,2024,,mg/L,,,frozen
"""
