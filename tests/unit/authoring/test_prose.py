"""`show`: a ruleset as prose, beside its document."""

from html.parser import HTMLParser

import pytest
from small_ruleset import RULESET, write

from targetcheck.cli.entry_point import run


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "zh",
            "    “达到70%”\n    示例市于2025-12-31前（含当日），收集率不低于70%。\n    牵头单位：市水利局\n",
        ),
        (
            "en",
            "    “达到70%”\n    City: collection rate at least 70 % by 2025-12-31.\n    Lead: 市水利局\n",
        ),
    ],
)
def test_each_clause_is_told_in_sentences(tmp_path, capsys, lang, said):
    folder = str(write(tmp_path / "demo"))
    assert run(["show", folder, "--format", "prose", "--lang", lang]) == 0
    out = capsys.readouterr().out
    assert said in out
    assert "\n二\n" in out


def test_markdown_has_a_heading_for_each_clause(tmp_path, capsys):
    assert run(["show", str(write(tmp_path / "demo")), "--format", "md"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("# Sample plan\n")
    assert "\n## 一\n\n### sewage collected `collection`\n\n> 达到70%\n" in out
    assert (
        "- East, West: restored land at least 34.4 ha by 2025-12-31, counted from 2024-01-01."
        in out
    )


def test_html_escapes_what_a_document_says(tmp_path):
    folder = write(tmp_path / "demo", RULESET.replace("quote: 达到70%", "quote: 达到70%<b>&"))
    out = tmp_path / "demo.html"
    assert run(["show", str(folder), "--format", "html", "--lang", "zh", "-o", str(out)]) == 0
    page = out.read_text("utf-8")
    assert "<blockquote>达到70%&lt;b&gt;&amp;</blockquote>" in page
    assert '<html lang="zh-CN">' in page
    opened = []

    class Balance(HTMLParser):
        def handle_starttag(self, tag, _):
            if tag not in ("meta", "br"):
                opened.append(tag)

        def handle_endtag(self, tag):
            assert opened.pop() == tag

    Balance().feed(page)
    assert not opened
