"""Reference pages made from the code: commands, Python, codes, schemas, engines, security."""

from __future__ import annotations

import inspect
import json
import re
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

import targetcheck as tc
import targetcheck.types
from site_pages.code_pages import codes_page
from targetcheck.cli.annotated_command import CommandContext
from targetcheck.cli.command_registry import program
from targetcheck.errors import Language, spoken
from targetcheck.exact_json import json_text
from targetcheck.output.ruleset_text.json_schemas import (
    part_schema,
    result_schema,
    ruleset_schema,
)
from targetcheck.yaml_text.yaml_source import read_document

ROOT = Path(__file__).parents[2]


def cli_page(lang: Language) -> str:
    """Return the help of every command, as it is printed."""
    before = spoken.set(lang)
    try:
        head = (
            "# 命令行\n\n各命令的帮助原文。"
            if lang == "zh"
            else "# Command line\n\nThe help of every command."
        )
        parts = [f"{head}\n\n```{{.text .help}}\n{_help(program([]), 'targetcheck')}\n```\n"]
        for path, command in _commands(program([]), "targetcheck"):
            parts.append(f"## `{path}`\n\n```{{.text .help}}\n{_help(command, path)}\n```\n")
    finally:
        spoken.reset(before)
    return "\n".join(parts)


def _commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    for name in sorted(group.commands):
        command = group.commands[name]
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from _commands(command, f"{path} {name}")


def _help(command: click.Command, path: str) -> str:
    context = CommandContext(command, info_name=path, terminal_width=88, max_content_width=88)
    return command.get_help(context).rstrip()


def python_page(lang: Language) -> str:
    """Return every public function and type with its signature and its page."""
    head = {
        "en": "# Python\n\nThe public names of `targetcheck`; types that annotations need are in "
        "`targetcheck.types`. `help(tc.evaluate)` prints the same.",
        "zh": "# Python 接口\n\n`targetcheck` 的公开名称；类型注解所需的类型在 `targetcheck.types`。"
        "`help(tc.evaluate)` 显示同样的内容（英文）。",
    }[lang]
    functions = [n for n in tc.__all__ if inspect.isfunction(getattr(tc, n))]
    kinds = [n for n in tc.__all__ if inspect.isclass(getattr(tc, n))]
    parts = [head, "## " + ("函数" if lang == "zh" else "Functions")]
    parts += [_function(name, getattr(tc, name)) for name in functions]
    heading = "| 成员 | 说明 |" if lang == "zh" else "| member | what it is |"
    parts.append("## " + ("类型" if lang == "zh" else "Types"))
    parts += [_kind(name, getattr(tc, name), heading) for name in kinds]
    parts.append("## `targetcheck.types`")
    parts += [
        _kind(name, kind, heading)
        for name in targetcheck.types.__all__
        if inspect.isclass(kind := getattr(targetcheck.types, name))
    ]
    return "\n\n".join(parts) + "\n"


def _function(name: str, function: Callable[..., object]) -> str:
    signature = str(inspect.signature(function)).replace("'", "")
    shown = f"{name}{signature}"
    if len(shown) > 88:
        shown = re.sub(
            r", (?=\w+(?::| =)|\*, )", ",\n    ", shown.replace("(", "(\n    ", 1), count=0
        )
    return f"### `{name}` {{#{name}}}\n\n```python\n{shown}\n```\n\n{_doc(function)}"


def _doc(item: object) -> str:
    """Return a docstring as Markdown: arguments as a list, examples as a block."""
    text = inspect.getdoc(item) or ""
    body, *sections = re.split(r"^(Args|Returns|Raises|Example):\n", text, flags=re.MULTILINE)
    parts = [body.strip()]
    for title, content in zip(sections[::2], sections[1::2], strict=True):
        inner = textwrap.dedent(content).strip()
        if title == "Example":
            parts.append(f"```pycon\n{inner}\n```")
        elif title == "Args":
            rows = re.split(r"^(?=\S)", inner, flags=re.MULTILINE)
            listed = (" ".join(row.split()).partition(": ") for row in rows if row.strip())
            parts.append("\n".join(f"- `{name}`: {said}" for name, _, said in listed))
        else:
            parts.append(f"**{title}.** {' '.join(inner.split())}")
    return "\n\n".join(parts)


def _kind(name: str, kind: type, heading: str) -> str:
    lines = [f"### `{name}` {{#{name}}}", inspect.getdoc(kind) or ""]
    rows = [
        f"| `{member}` | {' '.join((inspect.getdoc(found) or '').split(chr(10) * 2)[0].split())} |"
        for member, found in inspect.getmembers(kind)
        if not member.startswith("_") and _own(found)
    ]
    if rows:
        lines.append(
            f"{heading}\n| --- | --- |\n" + "\n".join(row.replace("\n", " ") for row in rows)
        )
    return "\n\n".join(lines)


def _own(found: object) -> bool:
    function = found.fget if isinstance(found, property) else getattr(found, "func", found)
    return inspect.isfunction(function) and function.__module__.startswith("targetcheck")


SCHEMAS = {"result": result_schema, "ruleset": ruleset_schema, "part": part_schema}


def schema_files() -> dict[str, str]:
    """Return the JSON Schemas by file name."""
    return {f"{name}.schema.json": json_text(made()) + "\n" for name, made in SCHEMAS.items()}


def schemas_page(lang: Language) -> str:
    """Return where the schemas are, and the keys of a result."""
    zh = lang == "zh"
    lines = [
        "# 模式\n\n`targetcheck schema 种类` 输出以下各文件；本站的副本与本版本一致。\n"
        if zh
        else "# Schemas\n\n`targetcheck schema KIND` prints each of these; the copies here are those of this version.\n"
    ]
    what = {
        "result": ("`evaluate --format json` 的输出", "what `evaluate --format json` writes"),
        "ruleset": ("规则集，供编辑器使用", "a ruleset, for editors"),
        "part": ("被 `include`、`use` 的分文件", "a file for `include` or `use`"),
    }
    lines.append(f"| {'文件 | 内容' if zh else 'file | of'} | `$id` |\n| --- | --- | --- |")
    for name, said in what.items():
        known = json.loads(schema_files()[f"{name}.schema.json"]).get("$id", "—")
        lines.append(
            f"| [{name}.schema.json](../schemas/{name}.schema.json) | {said[not zh]} | `{known}` |"
        )
    lines.append(
        "\n`table-schema`、`data-package`、`odcs`、`sdmx` 说明表格输出，见[数据契约](../how-to/data-contracts.md)。\n"
        if zh
        else "\n`table-schema`, `data-package`, `odcs`, `sdmx`: the tables; see "
        "[contracts](../how-to/data-contracts.md).\n"
    )
    head = ("结果的键", "键 | 类型 | 含义") if zh else ("Keys of a result", "key | type | meaning")
    lines.append(f"## {head[0]}\n\n| {head[1]} |\n| --- | --- | --- |")
    for key, spec in result_schema()["properties"].items():
        kind = spec.get("type", spec.get("$ref", "").rpartition("/")[2])
        kind = kind if isinstance(kind, str) else (" 或 " if zh else " or ").join(kind)
        lines.append(f"| `{key}` | {kind} | {spec.get('description', '')} |")
    return "\n".join(lines) + "\n"


def engines_page(lang: Language) -> str:
    """Return what the columns answer themselves, from the list that the conformance tests keep."""
    data: Any = read_document(ROOT / "tests" / "conformance" / "declined.yaml").data
    cases, reasons = Counter[str](), dict(data["reasons"])
    listed = data["declined"]["columnar"]
    for said in listed.values():
        for part in str(said).rpartition(" of ")[0].rpartition(" ")[0].split(", "):
            cases[part.split(" ")[0]] += 1
    zh = lang == "zh"
    total = len(list((ROOT / "tests" / "conformance" / "cases").glob("*.yaml")))
    lines = [
        "# 引擎完备性\n\n参考引擎回答一切；按列引擎（Polars、Spark）自行回答简单的评判项，其余交参考引擎，答案相同。"
        f"一致性测试有{total}个文件，下表是按列引擎交出的情形及涉及的用例数（英文为测试清单原文）。"
        if zh
        else "# What each engine answers itself\n\nThe reference engine answers everything. The columns "
        "(Polars, Spark) answer plain targets themselves and hand the rest to it; the answers are the same. "
        f"The conformance tests, {total} files of cases, keep this list: why a target is "
        "handed over, and in how many cases."
    ]
    heading = "代码 | 原因 | 用例" if zh else "code | reason | cases"
    lines.append(f"\n| {heading} |\n| --- | --- | ---: |")
    lines += [f"| `{name}` | {said} | {cases[name]} |" for name, said in reasons.items()]
    return "\n".join(lines) + "\n"


def security_page(lang: Language) -> str:
    """Return the security page of the project."""
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    return text.replace("](docs/reference/", "](").replace("](docs/", "](../")


PAGES: dict[str, Callable[[Language], str]] = {
    "reference/cli": cli_page,
    "reference/python": python_page,
    "reference/codes": codes_page,
    "reference/schemas": schemas_page,
    "reference/engines": engines_page,
    "reference/security": security_page,
}
"""Pages by path, without suffix."""
