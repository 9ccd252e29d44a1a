"""`targetcheck units` lists and searches units by any spelling."""

from __future__ import annotations

import json

import pytest

from targetcheck.cli.entry_point import run as main


def printed(capsys, *arguments: str) -> tuple[object, str]:
    code = main(["units", *arguments])
    return code, capsys.readouterr().out


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("100mL", "hundred_millilitres"),
        ("英镑", "pound_sterling"),
        ("TWH", "terawatt_hour"),
        ("亩", "mu"),
    ],
)
def test_a_unit_is_found_by_any_spelling(word, name, capsys):
    code, out = printed(capsys, word, "--format", "json")
    assert code == 0
    assert name in [unit["name"] for unit in json.loads(out)]


def test_units_stand_under_what_they_measure(capsys):
    code, out = printed(capsys, "energy", "--lang", "en")
    assert code == 0
    assert out.startswith("energy\n")
    assert "TWh = 3600000000000000 joule" in out


def test_a_word_that_no_unit_has_is_said(capsys):
    code, out = printed(capsys, "xyzzy", "--lang", "zh")
    assert code == 1
    assert "没有含“xyzzy”的单位" in out
