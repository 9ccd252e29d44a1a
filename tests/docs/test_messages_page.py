"""Every message stands in both languages, and the page of messages lists them as they are."""

from __future__ import annotations

import re
import runpy
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOL = runpy.run_path(str(ROOT / "tools" / "messages_page" / "__main__.py"))
CHINESE = TOOL["CHINESE"]
CODE = re.compile(r"`[^`]*`|“[^”]*”|\{[^}]*\}")
READING = (
    "tables/", "periods/", "quantities/", "lint/claims/", "observations/observation_status.py",
    "observations/reported_unit.py", "observations/reported_value.py", "columnar/",
    "lint/rules/due_unexplained.py", "verdicts/verdict_data.py",
    "observations/judgement.py", "drafting/grammar/", "drafting/outline/", "drafting/draft_files/",
    "drafting/proposals/", "drafting/reading/", "web/sheets/",
)  # fmt: skip
"""Files whose Chinese is vocabulary to be read in tables and clauses, not text that is printed."""
COMPOSED = (
    "verdicts/", "output/circular", "escalation/",
    "output/reporting_form/form_instructions.py", "output/reporting_form/form_pages.py",
    "cli/engines/engine_text.py", "output/result_files/result_csv.py",
    "evaluation/set_aside_observations.py",
    "output/reporting_form/form_sheet.py", "rectification/", "drafting/review/",
)  # fmt: skip
"""Files that compose sentences in one language, the other beside; their own tests hold them."""
OLD = {
    "zh": "不认识 评判日 无法判定 未实现 时序进度 人工判断 豁免 搁置 没有使用 是不是 自己的理解 凭什么 列列 知悉日 的话",
    "en": "nobody|(?<!here )\\bis no (?!longer)|\\btold\\b|\\bmend\\b|\\bcarries\\b|own reading|schedule asks",
}
KEPT_EN = {"exactly {}", "judged by a person"}


@cache
def files():
    """Give each file with its messages and what stands in one language alone."""
    return [(name, found, alone) for name, found, alone in TOOL["modules"]()]


def test_the_page_is_that_of_the_source():
    page = (ROOT / "docs" / "reference" / "messages.md").read_text(encoding="utf-8")
    assert TOOL["page_text"]() == page, "run `make messages`"


def test_the_list_of_codes_is_that_of_the_source():
    known = (ROOT / "src" / "targetcheck" / "output" / "code_list.json").read_text("utf-8")
    assert TOOL["code_list"]() == known, "run `make messages`"


def test_many_messages_are_found():
    assert sum(len(found) for _, found, _ in files()) > 900
    assert sum(bool(m.code) for _, found, _ in files() for m in found) > 150


def messages():
    for name, found, _ in files():
        for message in found:
            yield name, message


def test_a_chinese_message_is_chinese_and_an_english_one_english():
    wrong = []
    for name, m in messages():
        english = (m.en, m.hint_en)
        wrong += [f"{name}: {en}" for en in english if CHINESE.search(CODE.sub("", en))]
        for zh, en in ((m.zh, m.en), (m.hint_zh, m.hint_en)):
            if bool(zh) != bool(en):
                wrong.append(f"{name}: {en} / {zh}")
    assert wrong == []


@pytest.mark.parametrize("word", OLD["zh"].split())
def test_chinese_has_no_word_that_was_given_up(word):
    assert [f"{n}: {m.zh}" for n, m in messages() if word in m.zh + m.hint_zh] == []


def test_english_has_no_word_that_was_given_up():
    old = re.compile(OLD["en"])
    wrong = [
        f"{n}: {m.en}" for n, m in messages() if old.search(CODE.sub("", m.en + " " + m.hint_en))
    ]
    assert wrong == []


def test_chinese_quotes_what_a_user_wrote_in_chinese_marks():
    wrong = [f"{n}: {m.zh} {m.hint_zh}" for n, m in messages() if "`" in m.zh + m.hint_zh]
    assert wrong == []


def test_no_figure_stands_apart_from_its_measure_word():
    measure = "[项行个条处次期倍天]"
    apart = re.compile(rf"[}}\d] (?={measure})|[\u4e00-\u9fff”] \{{[^}}]*\}}{measure}")
    assert [f"{n}: {m.zh}" for n, m in messages() if apart.search(m.zh + m.hint_zh)] == []


def test_no_chinese_text_stands_alone():
    """A printed Chinese text without an English one beside it is a message that English lacks.

    `known`: texts of more than four characters whose English stands beside them in a form that the
    tool does not pair, such as pieces of a sentence.
    """
    alone = {
        name: len(long)
        for name, _, texts in files()
        if (long := [text for text in texts if len(text) > 4])
        and not name.startswith((*READING, *COMPOSED))
    }
    known = {
        "cli/commands/new.py": 4, "cli/commands/rectify.py": 2, "cli/commands/template.py": 1,
        "cli/commands/units.py": 2, "cli/commands/web.py": 1,
        "cli/entry_point.py": 5, "cli/output_formats.py": 1,
        "interchange/sdmx/codelist_reader.py": 1, "lint/rules/ignore_unknown.py": 2,
        "output/bulletin/headline.py": 1, "output/charts/docx_picture.py": 1,
        "output/charts/overview_charts.py": 3, "output/reporting_form/form_xlsx.py": 1,
        "output/ruleset_text/json_schema_descriptions.py": 2, "output/unit_listing.py": 3,
        "required_values/required_value_file.py": 4, "ruleset/comparison.py": 1, "ruleset/loading/coverage_file.py": 2,
        "ruleset/indicators/grading_and_index.py": 1, "ruleset/indicators/indicator.py": 1,
        "ruleset/profile.py": 1, "ruleset/validation/formula_unit_checks.py": 2,
        "web/page_session.py": 1, "yaml_text/yaml_syntax_errors.py": 1,
    }  # fmt: skip
    assert alone == known
