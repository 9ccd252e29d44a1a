"""Findings for YAML syntax errors, as sentences for the author.

Layer: yaml_text. Input: parser errors. Output: Diagnostics.
"""

from __future__ import annotations

import yaml

from targetcheck.errors import Diagnostic, Where

# (start of the parser's message, en, zh, hint en, hint zh); the first match is used.
_SAYINGS: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "a `:` where no key is possible",
        "此处不能出现键的冒号 :",
        "quote a text that contains `: `, and indent keys of one mapping alike",
        "含有“: ”的文字请加引号；同一层的键缩进要一致",
    ),
    (
        "but found another document",
        "the file holds more than one document",
        "文件中含有不止一个文档",
        "remove the line `---`",
        "请删去 --- 行",
    ),
    (
        "found undefined alias",
        "this `*alias` has no anchor",
        "此处的“*别名”没有对应的锚点",
        "quote a text that starts with `*`",
        "以 * 开头的文字请加引号",
    ),
    (
        "found duplicate anchor",
        "this `&anchor` is defined twice",
        "此处的“&锚点”重复定义",
        "give each anchor its own name",
        "请为每个锚点取不同的名字",
    ),
    (
        "found unexpected end of stream",
        "a quote that is opened here is never closed",
        "此处开始的引号没有结束",
        "close the quote",
        "请补上右引号",
    ),
    (
        "found unknown escape character",
        "unknown escape in this double-quoted text",
        "双引号文字中的反斜杠后面不是已知的转义字符",
        "use single quotes, or write the backslash twice",
        "请改用单引号，或把反斜杠写两次",
    ),
    (
        "did not find expected key",
        "the indentation does not fit the lines above",
        "缩进与上面各行不一致",
        "indent keys of one mapping alike",
        "同一层的键缩进要一致",
    ),
    (
        "did not find expected '-' indicator",
        "the indentation does not fit the list above",
        "缩进与上面的列表不一致",
        "indent every `-` of one list alike",
        "同一列表的 - 缩进要一致",
    ),
    (
        "could not find expected ':'",
        "a key without its `:`",
        "键后面缺少冒号 :",
        "write `key: value`, with a space after the colon",
        "请写成“键: 值”，冒号后留一个空格",
    ),
    (
        "did not find expected ','",
        "a bracket is not closed, or a comma is missing",
        "括号没有闭合，或者缺少逗号",
        "separate entries by `, ` and close the bracket",
        "各项之间用“, ”分隔，并闭合括号",
    ),
    (
        "did not find expected node content",
        "a value is missing here",
        "此处缺少内容",
        "close brackets, and quote a text that starts with a sign",
        "请闭合括号；以符号开头的文字请加引号",
    ),
)


def syntax_finding(error: yaml.YAMLError, text: str, name: str) -> Diagnostic:
    """Return the finding for a text that is not YAML, with line and column."""
    if isinstance(error, yaml.reader.ReaderError):
        return character_finding(text, error.position, name)
    mark = getattr(error, "problem_mark", None)
    problem = str(getattr(error, "problem", None) or error)
    if problem.startswith("found unexpected end of stream"):
        mark = getattr(error, "context_mark", None) or mark
    where = Where(name, line=mark.line + 1, column=mark.column + 1) if mark else Where(name)
    lines = text.splitlines()
    line = lines[where.line - 1] if 0 < where.line <= len(lines) else ""
    if "cannot start any token" in problem:
        return _odd_start(line, where)
    known = next((said[1:] for said in _SAYINGS if problem.startswith(said[0])), None)
    en, zh, hint_en, hint_zh = known or (
        f"this is not YAML: {problem}",
        f"此处不是合法的 YAML：{problem}",
        "quote the text if it contains signs",
        "含有符号的文字请加引号",
    )
    opened = getattr(error, "context_mark", None)
    if opened and "bracket" in en:
        en = f"{en}; it is opened on line {opened.line + 1}"
        zh = f"{zh}（该括号始于第{opened.line + 1}行）"
    before = lines[max(where.line - 2, 0) : where.line]
    if any("：" in part and ": " not in part for part in before):
        hint_en = "a full-width colon `：` ends no key, write `: `"
        hint_zh = "全角冒号“：”不能结束键，请改用半角“: ”"
    return Diagnostic("yaml-syntax", en, zh, hint_en, hint_zh, where)


def _odd_start(line: str, where: Where) -> Diagnostic:
    character = line[where.column - 1 : where.column]
    if character == "\t" or "\t" in line[: where.column]:
        return Diagnostic(
            "yaml-syntax",
            "a tab is used for indentation",
            "缩进中使用了制表符",
            "indent with spaces",
            "请用空格缩进",
            where,
        )
    return Diagnostic(
        "yaml-syntax",
        f"a value cannot start with `{character}`",
        f"内容不能以“{character}”开头",
        "put the text in quotes",
        "请给文字加引号",
        where,
    )


def character_finding(text: str, position: int, name: str) -> Diagnostic:
    """Return the finding for a character that YAML forbids."""
    before = text[:position]
    where = Where(name, line=before.count("\n") + 1, column=len(before) - before.rfind("\n"))
    shown = f"U+{ord(text[position : position + 1] or chr(0)):04X}"
    return Diagnostic(
        "yaml-syntax",
        f"the control character {shown} is not allowed",
        f"不允许出现控制字符 {shown}",
        "delete it",
        "请将其删除",
        where,
    )
