"""Pages of codes: a list by kind, and a page for each code, which `targetcheck rule CODE` prints."""

from __future__ import annotations

import re
from itertools import groupby

from targetcheck.errors import Language
from targetcheck.output.code_listing import KINDS, ListedCode, listed_codes

FOLDER = "reference/codes"
FILLED_IN: dict[Language, str] = {
    "en": "What stands in `{…}` is filled in when the sentence is printed.",
    "zh": "`{…}` 处的内容在输出时填入。",
}


def codes_page(lang: Language) -> str:
    """Return the list of codes by kind, each with its first sentence and a link to its page."""
    zh = lang == "zh"
    parts = [
        "# 代码\n\n程序输出的全部代码；`targetcheck rule 代码` 显示其中一个。"
        if zh
        else "# Codes\n\nEvery code that the program prints; `targetcheck rule CODE` prints one."
    ]
    heads = ("代码", "说明") if zh else ("code", "meaning")
    for kind, found in groupby(listed_codes(), lambda code: code.kind):
        rows = "\n".join(
            f"| [`{code.code}`](codes/{code.code}.md) | {markdown(code.first(lang))} |"
            for code in found
        )
        parts.append(
            f"## {kind_title(kind, lang)} {{#{kind}}}\n\n| {heads[0]} | {heads[1]} |\n| --- | --- |\n{rows}"
        )
    return "\n\n".join(parts) + "\n"


def code_pages(lang: Language) -> dict[str, str]:
    """Return the page of each code by its path, without suffix."""
    by_code: dict[str, list[ListedCode]] = {}
    for found in listed_codes():
        by_code.setdefault(found.code, []).append(found)
    return {f"{FOLDER}/{code}": _page(code, found, lang) for code, found in by_code.items()}


def _page(code: str, found: list[ListedCode], lang: Language) -> str:
    parts = [f"# `{code}`"]
    for each in found:
        texts = [text for text in map(dict, each.texts) if _is_whole(text, each.kind)]
        sentences = "\n".join(_sentence(text, lang) for text in texts)
        parts += [f"**{kind_title(each.kind, lang)}**", sentences]
        if re.search(r"\{(?!\{)", sentences):
            parts.append(FILLED_IN[lang])
        if each.kind == "status":
            said = "各种结论的含义" if lang == "zh" else "What the statuses mean"
            parts.append(f"[{said}](../../explanation/statuses.md)")
        if each.kind == "lint":
            said = "例子与说明（英文）" if lang == "zh" else "Why, with examples"
            parts.append(f"[{said}](../lint/{code}.md)")
    parts.append(f"[{'全部代码' if lang == 'zh' else 'All codes'}](../codes.md)")
    return "\n\n".join(parts) + "\n"


def _is_whole(text: dict[str, str], kind: str) -> bool:
    """Return whether a text stands alone: findings of lint have words that go into a sentence."""
    return kind != "lint" or not (text["en"][0] in ",;" or len(text["zh"]) < 3)


def _sentence(text: dict[str, str], lang: Language) -> str:
    hint = text.get(f"hint_{lang}")
    return f"- {markdown(text[lang])}" + (f" → {markdown(hint)}" if hint else "")


def kind_title(kind: str, lang: Language) -> str:
    """Return what codes of a kind are, as a heading."""
    zh, en = KINDS[kind]
    return zh if lang == "zh" else en[:1].upper() + en[1:]


def markdown(text: str) -> str:
    """Return a sentence of the program as Markdown shows it."""
    return re.sub(r"([<>*_\[\]|{}])(?![^`]*`(?:[^`]*`[^`]*`)*[^`]*$)", r"\\\1", text)
