"""`diff`: a deliberate change of each kind is listed, no more and no less."""

import json

import pytest
from small_ruleset import RULESET, write

from targetcheck.cli.entry_point import run

NEW = """\
  - id: shores
    action: water
    indicator: rate
    require: {at_least: 50 %}
    due: 2024-12-31
    cite: {clause: 三, quote: 50%}
"""
ONE_OF_EACH = [
    ("stricter", "collection", ("at_least: 70 %", "at_least: 75 %")),
    ("stricter", "collection", ("at_least: 70 %", "above: 70 %")),
    ("looser", "collection", ("at_least: 70 %", "at_least: 65 %")),
    ("looser", "collection", ("at_least: 70 %", "any: [{at_least: 70 %}, {rise: {from: 2022, at_least: 15 percentage_point}}]")),
    ("stricter", "collection", ("at_least: 70 %", "all: [{at_least: 70 %}, {rise: {from: 2022, at_least: 1 percentage_point}}]")),
    ("looser", "collection", ("    due: 2025-12-31\n    cite: {clause: 一", "    due: 2025-12-31\n    strength: aspirational\n    cite: {clause: 一")),
    ("stricter", "collection", ("    due: 2025-12-31\n    cite: {clause: 一", "    due: 2025-12-31\n    mode: maintain\n    cite: {clause: 一")),
    ("earlier", "collection", ("    due: 2025-12-31\n    cite: {clause: 一", "    due: 2025-06-30\n    cite: {clause: 一")),
    ("later", "mines", ("    due: 2025-12-31\n    cite: {clause: 二", "    due: 2026-12-31\n    cite: {clause: 二")),
    ("new", "shores", ("  - id: mines\n", NEW + "  - id: mines\n")),
    ("new", "mines", ("place: [east, west]", "place: [east, west, city]")),
    ("dropped", "mines", ("place: [east, west]", "place: [east]")),
    ("recited", "collection", ("quote: 达到70%", "quote: 收集率达到70%")),
    ("reassigned", "mines", ("    place: [east, west]\n", "    place: [east, west]\n    lead: 市林业局\n")),
    ("renamed", "collection-2025", ("id: collection\n", "id: collection-2025\n")),
    ("changed", "collection", ("at_least: 70 %", "at_most: 70 %")),
    ("changed", "collection", ("at_least: 70 %", "words: 稳步提升")),
    ("changed", "mines", ("from: 2024-01-01", "from: 2024-07-01")),
    ("changed", "", ("〔2024〕1号", "〔2025〕2号")),
    ("stricter", "collection", ("require: {at_least: 70 %}", "milestones: [{due: 2024-12-31, require: {at_least: 60 %}}]\n    require: {at_least: 75 %}")),
]  # fmt: skip


@pytest.fixture
def compared(tmp_path, capsys):
    def compare(old, new, *more):
        before, after = write(tmp_path / "old", old, None), write(tmp_path / "new", new, None)
        code = run(["diff", str(before), str(after), *more])
        return code, capsys.readouterr().out

    return compare


@pytest.mark.parametrize(("kind", "target", "change"), ONE_OF_EACH[:-1])
def test_one_change_is_one_difference(compared, kind, target, change):
    assert change[0] in RULESET
    code, out = compared(RULESET, RULESET.replace(*change, 1), "--format", "json")
    assert code == 1
    assert [(c["kind"], c["target"]) for c in json.loads(out)["changes"]] == [(kind, target)]


def test_a_stage_added_is_told_beside_what_became_stricter(compared):
    _, _, change = ONE_OF_EACH[-1]
    _, out = compared(RULESET, RULESET.replace(*change, 1), "--format", "json")
    assert [(c["kind"], c["matter"]) for c in json.loads(out)["changes"]] == [
        ("stricter", "require"), ("new", "due"),
    ]  # fmt: skip


def test_a_dropped_target_is_told(compared):
    start = RULESET.index("  - id: mines")
    code, out = compared(RULESET, RULESET[:start])
    assert code == 1
    assert out == ("dropped: `mines` (East, West) at least 34.4 ha by 2025-12-31\ndifferences: 1\n")


@pytest.mark.parametrize(
    "change",
    [
        ("en: sewage collected", "en: sewage that is collected"),
        ("targetcheck: 1\n", "targetcheck: 1\n# a remark\n"),
        ("    due: 2025-12-31\n", "    due: 2025\n"),
        ("at_least: 34.4 公顷", "at_least: 34.40 公顷"),
        ("    quote", "    quote"),
        ("at_least: 34.4 公顷", "at_least: 0.344 平方公里"),
    ],
)
def test_what_promises_nothing_else_is_no_difference(compared, change):
    code, out = compared(RULESET, RULESET.replace(*change, 1))
    assert (code, out) == (0, "differences: 0\n")


def test_a_document_is_the_same_as_itself(compared):
    assert compared(RULESET, RULESET)[0] == 0


def test_sentences_name_old_and_new_in_both_languages(compared):
    new = RULESET.replace("at_least: 70 %", "at_least: 75 %")
    assert compared(RULESET, new, "--lang", "zh")[1] == (
        "更严：“collection”（示例市，2025-12-31）由不低于70%改为不低于75%\n1处不同\n"
    )
    assert compared(RULESET, new, "--lang", "en")[1] == (
        "stricter: `collection` (City, 2025-12-31) requirement changed from at least 70 % to at least 75 %\n"
        "differences: 1\n"
    )


def test_with_data_the_verdicts_that_change_are_told(compared, tmp_path):
    data = tmp_path / "data.csv"
    data.write_text("place,indicator,period,value,unit\ncity,rate,2025,72,%\n", encoding="utf-8")
    new = RULESET.replace("at_least: 70 %", "at_least: 75 %")
    code, out = compared(RULESET, new, str(data), "--as-of", "2025-12-31")
    assert code == 1
    assert "verdict collection@city@2025-12-31: pass → fail\n" in out
    assert out.endswith("differences: 1, verdicts that change: 1\n")


def test_data_without_a_day_is_refused(tmp_path, capsys):
    folder = str(write(tmp_path / "old"))
    assert run(["diff", folder, folder, "x.csv"]) == 2
    assert "--as-of" in capsys.readouterr().err
