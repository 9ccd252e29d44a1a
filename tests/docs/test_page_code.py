"""Code and dates in the lines of the site stay whole; what a page shows does not change."""

from __future__ import annotations

import html
import re

import pytest

from site_pages.page_code import english_in_chinese, whole_words


def _text(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", page))


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("<code>moving_limit</code>", "<code>moving_limit</code>"),
        (
            "<code>compile --to sql</code>",
            '<code>compile <span class="whole">--to</span> sql</code>',
        ),
        (
            "<code>tests/robust/test_threat_model.py::test_no</code>",
            "<code>tests/<wbr>robust/<wbr>test_<wbr>threat_<wbr>model.<wbr>py::<wbr>test_<wbr>no</code>",
        ),
        ("<h1><code>met_late</code></h1>", "<h1><code>met_<wbr>late</code></h1>"),
        ("<h2><code>due-twice</code></h2>", "<h2><code>due-<wbr>twice</code></h2>"),
        (r"<code>prose\|md</code>", "<code>prose|md</code>"),
        ("from 2024-12-31 on", 'from <span class="whole">2024-12-31</span> on'),
        ('<a href="x-2024-12-31">y</a>', '<a href="x-2024-12-31">y</a>'),
        ("<pre><code>a --to 2024-12-31</code></pre>", "<pre><code>a --to 2024-12-31</code></pre>"),
        ("<code>&lt;a-b&gt;</code>", '<code><span class="whole">&lt;a-b&gt;</span></code>'),
    ],
)
def test_what_stays_whole_and_where_a_line_may_break(line, wanted):
    page = f"<title>2024-12-31</title><article>{line}</article>"
    made = whole_words(page)
    assert made == f"<title>2024-12-31</title><article>{wanted}</article>"
    assert _text(made) == _text(page).replace(r"\|", "|")


def test_a_row_of_empty_headings_is_left_out_and_one_with_a_word_is_not():
    head = "<thead>\n<tr>\n<th>{}</th>\n<th></th>\n</tr>\n</thead>\n"
    page = "<article><table>{}<tbody></tbody></table></article>"
    assert whole_words(page.format(head.format(""))) == page.format("")
    assert whole_words(page.format(head.format("status"))) == page.format(head.format("status"))


def test_an_english_page_of_the_chinese_site_says_so_in_chinese():
    made = english_in_chinese('<article class="x"><h1>Limits</h1></article>')
    assert made.startswith('<article lang="en" class="x"><p lang="zh"')
    assert "没有中文译文" in made
