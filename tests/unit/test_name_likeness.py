"""The name that is meant: words in any order, the rarer the more, before letters."""

from __future__ import annotations

import pytest

from targetcheck.name_likeness import closest_name

INDICATORS = (
    "contaminated farmland in safe use",
    "safe use of key construction land",
    "lake outfall remediation rate",
    "key-lake outfall remediation rate",
    "key-tributary outfall remediation rate",
    "key-tributary outfalls in total",
    "valid monitoring days",
    "special monitoring of the lakes and the reservoir",
    "rural sewage treated",
    "law on rural sewage",
    "污水管网建设或改造长度",
    "城市生活污水集中收集率",
    "雨水管网建设",
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("safe use of contaminated farmland", "contaminated farmland in safe use"),
        ("outfall remediation, key tributaries", "key-tributary outfall remediation rate"),
        ("outfall remediation, key lakes", "key-lake outfall remediation rate"),
        ("special monitoring done", "special monitoring of the lakes and the reservoir"),
        ("rural sewage treatment rate", "rural sewage treated"),
        ("管网建设或改造长度", "污水管网建设或改造长度"),
        ("城市生活污水收集率", "城市生活污水集中收集率"),
        ("valid monitorng days", "valid monitoring days"),
        ("entirely another thing", ""),
        ("财政收入", ""),
    ],
)
def test_the_closest_name(written, meant):
    assert closest_name(written, INDICATORS) == meant


@pytest.mark.parametrize(
    ("written", "known", "meant"),
    [
        ("at_lest", ("at", "at_least", "at_most"), "at_least"),
        ("--profil", ("--profile", "--place"), "--profile"),
        ("xyz", ("at_least",), ""),
        ("at_lest", (), ""),
    ],
)
def test_keys_and_options_are_compared_by_their_letters(written, known, meant):
    assert closest_name(written, known) == meant
