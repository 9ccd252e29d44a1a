"""`rule` explains every code that the program prints, in both languages."""

from __future__ import annotations

import json

import pytest

from targetcheck.cli.entry_point import run
from targetcheck.lint.rules import CODES
from targetcheck.output.code_listing import code_named, listed_codes


def test_every_code_has_sentences_in_both_languages():
    codes = listed_codes()
    assert len(codes) > 400
    assert all(text["zh"] and text["en"] for code in codes for text in code.texts)
    assert {c.code for c in codes if c.kind == "lint"} == set(CODES)


@pytest.mark.parametrize(
    ("code", "words"),
    [("behind_schedule", "behind schedule"), ("own-reading", "Words without a number"),
     ("ruleset-missing", "there is no ruleset"), ("at_risk", "at risk")],
)  # fmt: skip
def test_a_code_is_explained(code, words, capsys):
    assert run(["rule", code, "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(code)
    assert words in said


def test_an_unknown_code_names_the_closest(capsys):
    assert run(["rule", "behind-schedul", "--lang", "en"]) == 2
    assert "behind_schedule" in capsys.readouterr().err


def test_all_codes_are_listed(capsys):
    assert run(["rule", "--lang", "zh"]) == 0
    assert "落后序时进度" in capsys.readouterr().out
    assert run(["rule", "--format", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == len(listed_codes())
    assert code_named("pass").kind == "status"
