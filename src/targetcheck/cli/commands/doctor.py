"""`targetcheck doctor`: list optional dependencies with installed versions and missing extras.

Layer: cli.
"""

from __future__ import annotations

import platform
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.options import (
    HelpText,
    LangOption,
    OutputOption,
    TextFormat,
    TextFormatOption,
    chosen,
)
from targetcheck.errors import Language

if TYPE_CHECKING:
    from targetcheck.cli.optional_components import Package, Seen

SHORT = HelpText("List optional dependencies.", "检查可选组件是否齐全。")
HELP = HelpText(
    "List optional dependencies with their installed versions, and the extras that install the "
    "missing ones. Always exits with 0.",
    "列出可选组件是否齐全、各是什么版本，缺少的组件如何安装。退出码总是0。",
)


def doctor(
    form: TextFormatOption = TextFormat.TEXT,
    output: OutputOption = None,
    lang: LangOption = None,
) -> int:
    """Print what is installed and what is missing."""
    from targetcheck.cli.optional_components import draws_chinese, parts_seen
    from targetcheck.cli.terminal_output import put
    from targetcheck.exact_json import json_text

    said, seen, chinese = chosen(lang), parts_seen(), draws_chinese()
    if form is TextFormat.JSON:
        put(json_text(_data(seen, chinese, said)) + "\n", output)
    else:
        put("\n".join(_lines(seen, chinese, said)) + "\n", output)
    return ExitCode.FINE


def _lines(seen: Sequence[Seen], chinese: bool | None, lang: Language) -> Iterator[str]:
    from targetcheck.output.text_grid import columns

    zh = lang == "zh"
    yield " · ".join(f"{name} {version}" for name, version in _versions().items())
    yield ""
    head = ("组件", "用途", "状态", "现有") if zh else ("part", "for", "state", "found")
    rows = [(s.part.extra, s.part.serves(lang), _state(s, zh), _found(s, zh)) for s in seen]
    yield columns([head, *rows]).rstrip("\n")
    yield ""
    if chinese is not None:
        yield _font(chinese, zh)
    yield from _advice(seen, zh)


def _state(seen: Seen, zh: bool) -> str:
    if seen.works:
        return "✔ 可用" if zh else "✔ works"
    if not seen.fits:
        return "– 不适用于此 Python" if zh else "– does not support this Python"
    if any(package.fault for package in seen.packages):
        return "✘ 损坏" if zh else "✘ broken"
    return "– 缺少" if zh else "– missing"


def _found(seen: Seen, zh: bool) -> str:
    found = [_package(package, zh) for package in seen.packages]
    if seen.part.java:
        none = "未找到 Java" if zh else "no Java found"
        found.append(f"Java {seen.java}" if seen.java else none)
    return ("，" if zh else ", ").join(found)


def _package(package: Package, zh: bool) -> str:
    if package.version is None:
        return f"缺 {package.name}" if zh else f"no {package.name}"
    if package.fault:
        return f"{package.name} {package.version} ({package.fault})"
    return f"{package.name} {package.version}"


def _font(chinese: bool, zh: bool) -> str:
    if chinese:
        return "本机有中文字体，图表可以显示中文。" if zh else "Charts can show Chinese."
    return (
        "本机没有中文字体，DOCX 中的图表不能显示中文；请安装 Noto Sans CJK 等字体。"
        if zh
        else "No Chinese font found: charts in DOCX cannot show Chinese. Install one, such as Noto Sans CJK."
    )


def _advice(seen: Sequence[Seen], zh: bool) -> Iterator[str]:
    from targetcheck.cli.engines.java_runtime import JAVA, java_serves
    from targetcheck.install_command import install_command

    extras = _lacking(seen)
    if extras:
        wanted = install_command(",".join(extras))
        yield f"安装缺少的组件：{wanted}" if zh else f"Install what is missing with: {wanted}"
    if any(s.part.java and s.installed and not java_serves(s.java) for s in seen):
        yield (
            f"Spark 还需要 Java {JAVA} 或更新版本。" if zh else f"Spark needs Java {JAVA} or newer."
        )
    if not extras and all(s.works or not s.fits for s in seen):
        yield "组件齐全。" if zh else "Nothing is missing."


def _lacking(seen: Sequence[Seen]) -> list[str]:
    """Return the extras to install, named for tasks where a task needs them."""
    from targetcheck.cli.optional_components import TASKS

    lacking = {s.part.extra for s in seen if s.fits and not s.installed}
    whole = {s.part.extra for s in seen if s.fits}
    if lacking >= whole - {"spark"} and "spark" in lacking:
        return ["all"]
    tasks = [task for task, parts in TASKS.items() if lacking & set(parts)]
    rest = lacking - {part for task in tasks for part in TASKS[task]}
    names = [*tasks, *(s.part.extra for s in seen if s.part.extra in rest)]
    return [n for n in names if not (n == "scale" and "spark" in names)]


def _versions() -> dict[str, str]:
    from targetcheck.version import __version__

    return {"targetcheck": __version__, "Python": platform.python_version()}


def _data(seen: Sequence[Seen], chinese: bool | None, lang: Language) -> object:
    from targetcheck.cli.optional_components import NEEDED, version_of

    return {
        "versions": _versions(),
        "needed": {name: version_of(name) for name in NEEDED},
        "parts": [
            {
                "extra": s.part.extra,
                "for": s.part.serves(lang),
                "works": s.works,
                "packages": [
                    {"name": p.name, "version": p.version, "fault": p.fault or None}
                    for p in s.packages
                ],
                **({"java": s.java or None} if s.part.java else {}),
            }
            for s in seen
        ],
        "chinese_font": chinese,
        "install": _lacking(seen),
    }
