"""Code and dates within the lines of a page: short ones stay whole, long ones break where they may."""

from __future__ import annotations

import re

WHOLE = 26
"""Characters that a line of a narrow screen takes without a break."""
ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL)
BLOCK = re.compile(r"(<pre\b.*?</pre>|<script\b.*?</script>)", re.DOTALL)
HEADING = re.compile(r"<h[1-6]\b.*?</h[1-6]>", re.DOTALL)
CODE = re.compile(r"<code>([^<>]*)</code>")
DATE = re.compile(r"(<[^>]*>)|(?<![\w-])(\d{4}-\d{2}(?:-\d{2})?)(?![\w-])")
EMPTY_HEAD = re.compile(r"<thead>\s*<tr>(?:\s*<th[^>]*>\s*</th>)+\s*</tr>\s*</thead>\s*")
ENTITY = re.compile(r"&\w+;|&#\d+;")
BREAK = re.compile(r"(::|[/_.,:=]+)(?=[^/_.,:=<;])")


NO_TRANSLATION = '<p lang="zh" class="no-translation">本页没有中文译文，以下为英文原文。</p>'


def english_in_chinese(text: str) -> str:
    """Return a page of the Chinese site that is shown in English, which says so."""
    return re.sub(r"(<article\b)([^>]*>)", rf'\1 lang="en"\2{NO_TRANSLATION}', text, count=1)


def whole_words(text: str) -> str:
    """Return a page of HTML in which no identifier and no date breaks in the middle of a line.

    Rows of table headings without a word are left out: they are a blank line above the table.
    """
    return ARTICLE.sub(lambda found: _article(found[0]), text)


def _article(text: str) -> str:
    parts = BLOCK.split(EMPTY_HEAD.sub("", text))
    return "".join(
        part if at % 2 else DATE.sub(_date, CODE.sub(_code, HEADING.sub(_heading, part)))
        for at, part in enumerate(parts)
    )


def _heading(found: re.Match[str]) -> str:
    """Return a heading, in large letters, whose code may break after every part of a name."""

    def parted(code: re.Match[str]) -> str:
        return "<code>" + re.sub(r"([-_/.:=]+)(?=\w)", r"\1<wbr>", code[1]) + "</code>"

    return CODE.sub(parted, found[0])


def _date(found: re.Match[str]) -> str:
    return found[1] or f'<span class="whole">{found[2]}</span>'


def _code(found: re.Match[str]) -> str:
    words = re.split(r"(\s+)", found[1].replace("\\|", "|"))
    return f"<code>{''.join(map(_word, words))}</code>"


def _word(word: str) -> str:
    if len(ENTITY.sub("x", word)) > WHOLE:
        return BREAK.sub(r"\1<wbr>", word)
    return f'<span class="whole">{word}</span>' if re.search(r"[-/?]", word) else word
