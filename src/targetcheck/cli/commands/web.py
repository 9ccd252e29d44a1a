"""`targetcheck web`: write the page that runs targetcheck in a browser.

Layer: cli.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.options import HelpText, LangOption, chosen, option
from targetcheck.errors import Language

SHORT = HelpText("Write the page for the browser.", "生成浏览器网页版。")
HELP = HelpText(
    "Write a page that runs targetcheck in a browser: nothing to install, nothing sent. Any file "
    "server can serve the folder. The runtime is fetched once from npm and PyPI, checked by hash "
    "and kept; NPM_CONFIG_REGISTRY and PIP_INDEX_URL name mirrors.",
    "生成在浏览器中运行的网页：无需安装，不上传任何内容。文件夹放到任一网页服务器即可使用。"
    "运行环境首次从 npm 和 PyPI 获取，逐一核对校验码并留存；可用 NPM_CONFIG_REGISTRY、PIP_INDEX_URL 指定镜像。",
)
_Folder = Annotated[
    str,
    option("-o", "--output", metavar="FOLDER", en="New or empty folder.", zh="新的或空的文件夹。"),
]
_Runtime = Annotated[
    str | None,
    option(
        "--runtime",
        metavar="FOLDER",
        en="Folder that holds the packages already; nothing is fetched.",
        zh="已有各组件的文件夹，不再联网获取。",
    ),
]


def web(output: _Folder, runtime: _Runtime = None, lang: LangOption = None) -> int:
    """Write the page."""
    from targetcheck.cli.terminal_output import steps, tell
    from targetcheck.web.page_folder import write_page

    said = chosen(lang)
    with steps() as told:
        size = write_page(Path(output), Path(runtime) if runtime is not None else None, told)
    tell(_written(output, size, said))
    return ExitCode.FINE


def _written(output: str, size: int, lang: Language) -> list[str]:
    """Return what was written, and how to see it."""
    size = round(size / 1_000_000)
    see = f"python -m http.server -d {output} --bind 127.0.0.1"
    if lang == "zh":
        return [f"已写入{output}（{size} MB）", f"查看：{see}，再打开 http://127.0.0.1:8000"]
    return [f"{output} is written ({size} MB)", f"to see it: {see}, and open http://127.0.0.1:8000"]
