"""`fmt` and `new`: one layout, comments kept, and a first file that teaches."""

import pytest
from small_ruleset import RULESET, write

from targetcheck.authoring.formatter import formatted
from targetcheck.cli.entry_point import run
from targetcheck.errors import TargetcheckError

UNTIDY = """\
# licence
# yaml-language-server: $schema=ruleset.schema.json

# what it is called
id:   demo   # for good
targetcheck: 1
title: "某方案"
targets: # all of them
  # the first
  - due: 2024-12-31
    id: x # name

    require: {at_least: 95 %,   # by 2024
      of: foo}
    # below the requirement
  - {id: y, note: 'a # b'} # short
  # end of the list
note: |  # a literal
  a # no comment
  b

# end
"""
TIDY = """\
# licence
# yaml-language-server: $schema=ruleset.schema.json

targetcheck: 1
# what it is called
id: demo  # for good
title: 某方案
note: |  # a literal
  a # no comment
  b
# end
targets:  # all of them
  # the first
  - id: x  # name

    require:
      of: foo
      at_least: 95 %  # by 2024
    # below the requirement
    due: 2024-12-31
  # short
  - id: y
    note: 'a # b'
  # end of the list
"""


def test_keys_go_in_order_and_comments_with_them():
    assert formatted(UNTIDY, "a.yaml") == TIDY
    assert formatted(TIDY, "a.yaml") == TIDY


def test_check_tells_and_changes_nothing(tmp_path, capsys):
    folder = write(tmp_path / "demo", RULESET.replace("id: demo", "id:   demo"), None)
    before = (folder / "ruleset.yaml").read_text("utf-8")
    assert run(["fmt", "--check", str(folder)]) == 1
    assert "ruleset.yaml: would be reformatted\nfiles: 1, to change: 1\n" in capsys.readouterr().out
    assert (folder / "ruleset.yaml").read_text("utf-8") == before
    assert run(["fmt", str(folder), "--diff"]) == 0
    assert "-id:   demo\n+id: demo\n" in capsys.readouterr().out
    assert (folder / "ruleset.yaml").read_text("utf-8") == before
    assert run(["fmt", str(folder)]) == 0
    assert run(["fmt", "--check", str(folder)]) == 0


def test_a_file_that_cannot_be_read_is_left_as_it_is(tmp_path, capsys):
    folder = write(tmp_path / "demo", RULESET + "id: twice\n", None)
    assert run(["fmt", str(folder)]) == 2
    assert "yaml-duplicate-key" in capsys.readouterr().err


def test_aliases_are_written_out():
    text = "a: &x {b: 1}\nc: *x\n"
    assert formatted(text, "a.yaml") == "a: {b: 1}\nc: {b: 1}\n"


@pytest.mark.parametrize("text", ["", "- a\n", "a: [1, 2\n"])
def test_what_is_no_document_is_refused(text):
    with pytest.raises(TargetcheckError):
        formatted(text, "a.yaml")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_new_ruleset_is_ready(tmp_path, capsys, lang):
    text = tmp_path / "plan.txt"
    text.write_text("到2025年底，城市生活污水集中收集率达到 70%", encoding="utf-8")
    folder = tmp_path / "demo-2024"
    about = ["--title", "示例: 方案", "--number", "示政办发〔2024〕1号", "--place", "shili=示例市"]
    assert run(["new", str(folder), *about, "--text", str(text), "--lang", lang]) == 0
    written = (folder / "ruleset.yaml").read_text("utf-8")
    assert "id: demo-2024\n" in written
    assert "title: '示例: 方案'\n" in written
    assert run(["fmt", "--check", str(folder)]) == 0
    assert run(["lint", str(folder), "--text", str(text)]) == 0
    assert "errors: 0, warnings: 0, notes: 0" in capsys.readouterr().out
    assert run(["test", str(folder)]) == 0
    assert run(["new", str(folder)]) == 2
    assert "ruleset-exists" in capsys.readouterr().err
    assert (folder / "ruleset.schema.json").is_file()


def test_a_comment_above_a_key_that_comes_first_settles_at_once() -> None:
    """Keys of a list's entry change places; the comment above the new first one goes to the entry."""
    text = (
        "targetcheck: 1\nid: demo\ntitle: x\n"
        "document: {number: '1', issuer: x, issued: 2024-07-01}\n"
        "places: {city: {zh: 某市}}\nindicators: {rate: {zh: 率, nature: share, unit: percent}}\n"
        "targets:\n  - id: t\n    indicator: rate\n    place: city\n    require: {at_least: 95 %}\n"
        "    milestones:\n      - require: {at_least: 50 %}\n        # half of it\n"
        "        due: 2024-06-30\n"
    )
    once = formatted(text, "x")
    assert "      # half of it\n      - {due: 2024-06-30, require: {at_least: 50 %}}" in once
    assert formatted(once, "x") == once
