"""Writing YAML: canonical, readable, and equal when read back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from targetcheck.yaml_text.yaml_source import read_document_text
from targetcheck.yaml_text.yaml_writer import dump_yaml

CANONICAL = """\
targetcheck: 1
title: {zh: 黄石市长江高水平保护提质增效行动方案, en: Huangshi Yangtze protection plan}
places:
  huangshi: {zh: 黄石市}
  daye: {zh: 大冶市, in: huangshi}
targets:
  - id: outfalls-2024
    require: {at_least: 95 %}
    due: 2024-12-31
    cite: {clause: 二、主要任务 1, quote: 2024年底前完成95%的整治任务}
  - id: influent-bod
    require:
      any:
        - {share_of: plants, where: {influent_bod: {above: 100 mg/L}}, at_least: 90 %}
        - share_of: treatment_plants_of_the_county
          where: {influent_bod: {above: 100 mg/L}}
          rise: {from: 2022, at_least: 15 percentage_point}
    schedule: {2024: 68.80, 2025-12-31: 34.4}
"""


def test_the_canonical_form_is_stable() -> None:
    assert dump_yaml(read_document_text(CANONICAL, "r.yaml").data) == CANONICAL


def test_no_line_is_wider_than_it_must_be() -> None:
    text = dump_yaml({"a": {"b": {f"key{i}": "大" * 8 for i in range(8)}}})
    assert all(len(line) < 60 for line in text.splitlines())


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("95 %", "95 %"),
        ("大冶市", "大冶市"),
        ("71", "'71'"),
        ("0.5", "'0.5'"),
        ("true", "'true'"),
        ("null", "'null'"),
        ("", "''"),
        ("2024-12-31", "'2024-12-31'"),
        ("2024-02-30", "'2024-02-30'"),
        ("no", "'no'"),
        ("a: b", "'a: b'"),
        ("# x", "'# x'"),
        ("it's", "it's"),
        ("- x", "'- x'"),
        (" x", "' x'"),
        ("a\tb", '"a\\tb"'),
        ("\ufeff", '"\\uFEFF"'),
    ],
)
def test_text_is_quoted_only_where_needed(text: str, written: str) -> None:
    assert dump_yaml({"a": text}) == f"a: {written}\n"


def test_several_lines_stand_in_a_block() -> None:
    text = dump_yaml({"a": {"note": "第一行\n\n第二行\n"}})
    assert text == "a:\n  note: |\n    第一行\n\n    第二行\n"


def test_a_long_number_with_an_exponent_is_read_back():
    number = Decimal("14" + "4" * 98 + "E+3")
    assert read_document_text(dump_yaml({"a": number}), "x.yaml").data == {"a": number}


def test_numbers_and_days_are_plain() -> None:
    data = {"a": Decimal("1.50"), "b": Decimal("1E+3"), "c": Decimal("0E-3"), "d": date(999, 1, 2)}
    assert dump_yaml(data) == "a: 1.50\nb: 1E+3\nc: 0.000\nd: 0999-01-02\n"


def test_empty_parts() -> None:
    assert dump_yaml({"a": {}, "b": [], "c": [{}, []]}) == "a: {}\nb: []\nc:\n  - {}\n  - []\n"
    assert dump_yaml({}) == "{}\n"
    assert dump_yaml([]) == "[]\n"
    assert dump_yaml(None) == "null\n"


def test_what_yaml_cannot_hold() -> None:
    with pytest.raises(TypeError):
        dump_yaml({"a": object()})
    with pytest.raises(ValueError, match="not finite"):
        dump_yaml({"a": Decimal("NaN")})


_DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=None).filter(
    lambda d: -90 < d.adjusted() < 90 and abs(int(d.as_tuple().exponent)) < 90
)
_SCALARS = (
    st.none() | st.booleans() | st.integers(-(10**40), 10**40) | _DECIMALS | st.dates()
    | st.text(max_size=30) | st.text(alphabet=" \n:-#'\"{}[],ab中|>&*!%@`", max_size=12)
)  # fmt: skip
_KEYS = st.text(max_size=12) | st.sampled_from(["a", "2024", "null", "no", "大冶", "? x", "- b"])
_DATA = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4)
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(_KEYS, _DATA, max_size=4))
def test_what_is_written_reads_back_equal(data: dict[str, object]) -> None:
    text = dump_yaml(data)
    read = read_document_text(text, "r.yaml").data
    assert read == data
    assert dump_yaml(read) == text


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=20))
def test_other_readers_see_the_same_text(text: str) -> None:
    assert yaml.safe_load(dump_yaml({"a": [text]})) == {"a": [text]}
