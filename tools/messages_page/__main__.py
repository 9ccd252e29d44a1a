"""Write `docs/reference/messages.md`: every message of the program in English and Chinese.

Beside it, `src/targetcheck/output/code_list.json`: the sentences of every code, for `targetcheck
rule`.

Run as `python tools/messages_page`; `--check` writes nothing and exits with 1 if the page is out of
date. The texts are found in the source: findings, help texts, terms, and every other place where an
English text stands beside a Chinese one.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "targetcheck"
PAGE = ROOT / "docs" / "reference" / "messages.md"
CODES = SOURCE / "output" / "code_list.json"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
VOCABULARY = (
    "drafting/grammar/amount_scanner.py", "drafting/grammar/comparator_terms.py",
    "drafting/grammar/date_scanner.py", "drafting/grammar/department_scanner.py",
    "drafting/grammar/strength_terms.py", "drafting/grammar/unit_scanner.py",
    "drafting/outline/row_tables.py", "periods/period_label_reader.py",
    "tables/cells/month_or_fiscal_year.py", "tables/sheet_layout/heading_parser.py",
    "tables/sheet_layout/heading_rows.py",
)  # fmt: skip
"""Files that hold words and patterns to be read, and no text that is printed."""
HEAD = """\
# Messages

Every text that the program prints, in English and in Chinese, by the file that holds it. Written by
`make messages`; a test compares this page with the source. `{…}` is filled in when the text is
printed. A finding has its code before it and its hint behind it; sentences about verdicts and the
text of the circular are composed by `verdicts/`, `output/circular/` and `output/circular_sentences/`.
"""


@dataclass(frozen=True, slots=True)
class Message:
    """A text in two languages; `code` is that of a finding."""

    en: str
    zh: str
    code: str = ""
    hint_en: str = ""
    hint_zh: str = ""


def text_of(node: ast.AST | None) -> str | None:
    """Return the text of a string expression, `{…}` for what is filled in; None for others."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(_piece(value) for value in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        parts = [text_of(node.left), text_of(node.right)]
        if any(part is not None for part in parts):
            return "".join("{…}" if part is None else part for part in parts)
    return None


def _piece(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    inner = node.value if isinstance(node, ast.FormattedValue) else node
    if isinstance(inner, ast.IfExp):
        texts = [text_of(inner.body), text_of(inner.orelse)]
        if all(text is not None for text in texts):
            return "{" + "|".join(str(text) for text in texts) + "}"
    name = ast.unparse(inner)
    return "{" + (name if re.fullmatch(r"[\w.]{1,24}", name) else "…") + "}"


def _pair(one: str | None, other: str | None) -> tuple[str, str] | None:
    """Return (English, Chinese) of two texts in either order; None if they are not such a pair."""
    if not one or not other:
        return None
    if bool(CHINESE.search(_bare(one))) == bool(CHINESE.search(_bare(other))):
        return None
    return (other, one) if CHINESE.search(_bare(one)) else (one, other)


def _bare(text: str) -> str:
    """Return a text without quoted examples, which may be in the other language."""
    return re.sub(r"`[^`]*`|\{[^}]*\}", "", text)


class Finder(ast.NodeVisitor):
    """Collects the messages of one module, and the nodes whose text they hold."""

    def __init__(self) -> None:
        self.found: list[Message] = []
        self.covered: set[int] = set()

    def _keep(self, message: Message, *nodes: ast.AST | None) -> None:
        if message not in self.found:
            self.found.append(message)
        for node in nodes:
            if node is not None:
                self.covered.update(id(child) for child in ast.walk(node))

    def _both(self, one: ast.AST | None, other: ast.AST | None) -> bool:
        pair = _pair(text_of(one), text_of(other))
        if pair is not None:
            self._keep(Message(*pair), one, other)
        return pair is not None

    def visit_Call(self, node: ast.Call) -> None:
        """Keep a finding, texts given by `en` and `zh`, or neighbours in both languages."""
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        named = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
        if name == "Diagnostic":
            self._finding(node, named)
        elif "en" in named and "zh" in named:
            self._both(named["en"], named["zh"])
        else:
            self._neighbours(node.args)
        self.generic_visit(node)

    def _finding(self, node: ast.Call, named: dict[str, ast.expr]) -> None:
        keys = ("code", "en", "zh", "hint_en", "hint_zh")
        given = dict(zip(keys, node.args, strict=False)) | named
        texts = {key: text_of(given.get(key)) or "" for key in keys}
        if texts["en"] and texts["zh"]:
            self._keep(Message(**{k: texts[k] for k in ("en", "zh", "code", "hint_en", "hint_zh")}),
                       *(given.get(key) for key in keys))  # fmt: skip
        hints = (given.get("hint_en"), given.get("hint_zh"))
        if not (texts["en"] and texts["zh"]):
            self._both(given.get("en"), given.get("zh"))
            self._both(*hints)
        for en, zh in (("en", "zh"), ("hint_en", "hint_zh")):
            one, other = given.get(en), given.get(zh)
            if isinstance(one, ast.IfExp) and isinstance(other, ast.IfExp):
                self._both(one.body, other.body)
                self._both(one.orelse, other.orelse)

    def _neighbours(self, nodes: list[ast.expr]) -> None:
        start = 0
        while start + 1 < len(nodes):
            start += 2 if self._both(nodes[start], nodes[start + 1]) else 1

    def visit_Tuple(self, node: ast.Tuple) -> None:
        """Keep neighbours in both languages."""
        self._neighbours(node.elts)
        self.generic_visit(node)

    visit_List = visit_Tuple  # type: ignore[assignment]  # noqa: N815

    def visit_Dict(self, node: ast.Dict) -> None:
        """Keep the values of `zh` and `en`."""
        keyed = {text_of(key): value for key, value in zip(node.keys, node.values, strict=True)}
        if "zh" in keyed and "en" in keyed:
            zh, en = keyed["zh"], keyed["en"]
            if not self._both(en, zh) and isinstance(zh, ast.Tuple) and isinstance(en, ast.Tuple):
                for one, other in zip(en.elts, zh.elts, strict=False):
                    self._both(one, other)
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        """Keep what depends on the language."""
        self._either(node.body, node.orelse)
        self.generic_visit(node)

    def _either(self, one: ast.AST | None, other: ast.AST | None) -> None:
        if self._both(one, other):
            return
        if isinstance(one, ast.Tuple) and isinstance(other, ast.Tuple):
            for a, b in zip(one.elts, other.elts, strict=False):
                self._both(a, b)
        elif isinstance(one, ast.IfExp) and isinstance(other, ast.IfExp):
            self._either(one.body, other.body)
            self._either(one.orelse, other.orelse)

    def generic_visit(self, node: ast.AST) -> None:
        """Keep statements that depend on the language: `if zh: return …`, then `return …`."""
        for field in ("body", "orelse"):
            block = getattr(node, field, None)
            if isinstance(block, list):
                self._block(block)
        super().generic_visit(node)

    def _block(self, block: list[ast.stmt]) -> None:
        for number, statement in enumerate(block):
            if not isinstance(statement, ast.If) or not statement.body:
                continue
            after = statement.orelse or block[number + 1 : number + 3]
            for first in statement.body:
                said = [_value(each) for each in after]
                for second in said:
                    if _value(first) is not None and second is not None:
                        self._either(_value(first), second)


def _value(statement: ast.stmt) -> ast.expr | None:
    if isinstance(statement, ast.Return | ast.Assign | ast.AugAssign | ast.Expr):
        value = statement.value
        if isinstance(value, ast.Yield):
            return value.value
        if isinstance(value, ast.Call) and value.args:
            return value.args[0]
        return value
    return None


def messages(path: Path) -> tuple[list[Message], list[str]]:
    """Return the messages of a file, and the Chinese texts that stand beside no English one."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    finder = Finder()
    finder.visit(tree)
    docs = {
        id(body[0].value)
        for node in ast.walk(tree)
        if (body := getattr(node, "body", None))
        and isinstance(body, list)
        and isinstance(body[0], ast.Expr)
    }
    alone = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CHINESE.search(node.value)
        and id(node) not in finder.covered
        and id(node) not in docs
    ]
    return finder.found, alone


def modules() -> Iterator[tuple[str, list[Message], list[str]]]:
    """Yield the name of every file with its messages and its Chinese texts that stand alone."""
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if name not in VOCABULARY:
            yield name, *messages(path)


def page_text() -> str:
    """Return the whole page."""
    parts = [HEAD]
    folder = ""
    for name, found, _ in modules():
        if not found:
            continue
        top = name.partition("/")[0].removesuffix(".py")
        if top != folder:
            folder = top
            parts.append(f"\n## {top}\n")
        parts.append(f"\n### {name}\n\n| English | 中文 |\n| --- | --- |\n")
        parts += [f"| {_cell(m, 'en')} | {_cell(m, 'zh')} |\n" for m in found]
    return "".join(parts)


def code_list() -> str:
    """Return the sentences of every code as JSON; those of lint have the code of their file."""
    found: dict[str, list[dict[str, str]]] = {}
    for name, said, _ in modules():
        rule = name.removeprefix("lint/rules/").removesuffix(".py").replace("_", "-")
        for message in said:
            code = message.code or (rule if name.startswith("lint/rules/") else "")
            if code and "{" not in code:
                texts = {k: v for k, v in vars_of(message).items() if v and k != "code"}
                if texts not in found.setdefault(code, []):
                    found[code].append(texts)
    return json.dumps(dict(sorted(found.items())), ensure_ascii=False, indent=1) + "\n"


def vars_of(message: Message) -> dict[str, str]:
    """Return the texts of a message by name."""
    return {key: getattr(message, key) for key in ("code", "en", "zh", "hint_en", "hint_zh")}


def _cell(message: Message, lang: str) -> str:
    text, hint = getattr(message, lang), getattr(message, f"hint_{lang}")
    code = f"`{message.code}`: " if message.code and "{" not in message.code else ""
    bracket = (f"（{hint}）" if lang == "zh" else f" ({hint})") if hint else ""
    return " ".join(f"{code}{text}{bracket}".replace("|", "\\|").split())


if __name__ == "__main__":
    for file, text in ((PAGE, page_text()), (CODES, code_list())):
        if "--check" in sys.argv:
            current = file.read_text(encoding="utf-8") if file.is_file() else ""
            if current != text:
                sys.exit(f"{file.relative_to(ROOT)}: run `make messages`")
        else:
            file.write_text(text, encoding="utf-8")
