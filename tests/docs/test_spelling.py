"""English is spelt as codespell wants it; Chinese keeps the rules of punctuation and of terms."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from spelling.chinese_rules import FENCE, RULES, prose, punctuation, terms

ROOT = Path(__file__).parents[2]
WRONG = {
    "half-width punctuation after a Chinese character": "达标, 未达标",
    "half-width comma before a Chinese character": "数值为70%,达标",
    "half-width full stop after a Chinese character": "已达到要求. 达标。",
    "half-width bracket around Chinese": "待判定(缺数据)的",
    "straight quotation mark beside a Chinese character": '目标"提升"水平',
    "corner brackets; quotation marks are “ ” and ‘ ’": "目标「提升」",
    "space between Chinese characters": "要求 不低于",
    "space before a figure": "共 3个",
    "space behind a figure": "达标率70% 以上",
    "space beside full-width punctuation": "达标 ，进展正常",
}
RIGHT = """共3个评判项：达标1个，有风险1个（“绿色防控”）；数值为70%，按 GB 3095-2012 评判。

```csv
地区,指标
```

选项 `--only 有风险,未达标` 见[说明](a,b.md)。
"""


@pytest.mark.parametrize("rule", [name for name, _ in RULES])
def test_each_rule_finds_what_it_is_for(rule):
    assert rule in [found.rule for found in punctuation(f"达标。\n{WRONG[rule]}")]


def test_what_is_written_well_is_left_alone():
    assert not [*punctuation(prose(RIGHT)), *terms(prose(RIGHT))]


def test_a_finding_has_its_line():
    found = list(punctuation(prose("一\n```\na,b\n```\n达标,未达标")))
    assert {each.line for each in found} == {5}


def test_a_term_has_one_word():
    (found,) = terms("截至评判日")
    assert found.rule == "write 基准日"


def test_fences_are_no_prose():
    assert FENCE.sub("", "```a\n达标,\n```") == ""


def test_chinese_pages_and_messages_keep_the_rules():
    pytest.importorskip("codespell_lib")
    from spelling.__main__ import chinese, pages, sentences

    assert len(pages()) > 30
    source = (ROOT / "src/targetcheck/verdicts/code_terms.py").read_text("utf-8")
    assert len([*sentences(source)]) > 10
    assert [f"{place}:{found.line} {found.rule}: {found.text}" for place, found in chinese()] == []


def test_english_is_spelt_as_in_the_dictionary(capsys, tmp_path):
    pytest.importorskip("codespell_lib")
    from spelling.__main__ import ENGLISH, english

    wrong = tmp_path / "page.md"
    wrong.write_text("A recieved value.\n", "utf-8")
    assert english(wrong) == 1
    assert re.search("recieved.*received", capsys.readouterr().out)
    assert english(*(ROOT / name for name in ENGLISH)) == 0, capsys.readouterr().out


def test_every_fragment_of_the_changelog_has_a_kind_and_one_sentence_at_least():
    folder = ROOT / "changelog.d"
    for path in folder.iterdir():
        if path.name in ("README.md", "template.md.jinja"):
            continue
        assert re.fullmatch(r"\+[a-z0-9-]+\.(new|changed|corrected|rulesets)\.md", path.name)
        assert path.read_text("utf-8").rstrip().endswith(".")
