"""`targetcheck examples`: copy the examples and the pages that come with the program.

Layer: cli.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.options import HelpText, LangOption, argument, chosen
from targetcheck.errors import Diagnostic, TargetcheckError, Where

if TYPE_CHECKING:
    from targetcheck.errors import Language

SHORT = HelpText("Copy the examples and the documentation.", "复制示例和文档。")
HELP = HelpText(
    "Copy the examples, and the documentation for reading offline, into a new folder. Every command "
    "of the documentation runs there.",
    "把示例和文档（供离线阅读）复制到新文件夹；文档中的命令都可在其中运行。",
)
PARTS = ("examples", "docs", "README.md", "README.zh.md")
_Folder = Annotated[
    str,
    argument(
        "FOLDER",
        en="Folder to create. Default: targetcheck-examples.",
        zh="要新建的文件夹，默认为 targetcheck-examples。",
    ),
]


def examples(folder: _Folder = "targetcheck-examples", lang: LangOption = None) -> int:
    """Copy the material and print what to run next."""
    from targetcheck.cli.terminal_output import put
    from targetcheck.material_folder import material_folder

    home = Path(folder)
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise TargetcheckError(_taken(home))
    source = material_folder()
    for name in PARTS:
        _copy(source / name, home / name)
    put(_text(home, chosen(lang)))
    return ExitCode.FINE


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def _text(home: Path, lang: Language) -> str:
    command = (
        "targetcheck evaluate hubei/huangshi-yangtze-2024 examples/huangshi/2024q3.csv "
        "--as-of 2024-09-30"
    )
    files = sum(path.is_file() for path in home.rglob("*"))
    if lang == "zh":
        return (
            f"已复制{files}个文件到 {home}。下一步：\n  cd {home}\n  {command} --lang zh\n"
            "文档从 README.zh.md 读起；编号的示例在 examples 中，各有 README。\n"
        )
    return (
        f"{files} files copied to {home}. Next:\n  cd {home}\n  {command}\n"
        "Start reading at README.md; the numbered examples in examples/ have a README each.\n"
    )


def _taken(home: Path) -> Diagnostic:
    return Diagnostic(
        "examples-exist",
        f"`{home}` is not an empty folder",
        f"“{home}”不是空文件夹",
        "name a new folder",
        "请给出新的文件夹",
        Where(str(home)),
    )
