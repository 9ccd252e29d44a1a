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


_Image = Annotated[
    bool,
    option(
        "--image/--no-image",
        en="Let Node, where installed, start the runtime once and keep its memory: "
        "the page then starts in a fraction of the time.",
        zh="装有 Node 的，先启动一次运行环境并保存其内存映像，网页由此启动，用时大减。",
    ),
]


def web(
    output: _Folder, runtime: _Runtime = None, image: _Image = True, lang: LangOption = None
) -> int:
    """Write the page."""
    from targetcheck.cli.terminal_output import steps, tell
    from targetcheck.web.page_folder import write_page
    from targetcheck.web.start_image import node_program

    said = chosen(lang)
    node = node_program() if image else None
    with steps() as told:
        size = write_page(Path(output), Path(runtime) if runtime is not None else None, told, node)
    tell(_written(output, size, said, slow=image and node is None))
    return ExitCode.FINE


def _written(output: str, size: int, lang: Language, *, slow: bool) -> list[str]:
    """Return what was written, how to see it, and what would make it start faster."""
    size = round(size / 1_000_000)
    see = f"python -m http.server -d {output} --bind 127.0.0.1"
    if lang == "zh":
        lines = [f"已写入{output}（{size} MB）", f"查看：{see}，再打开 http://127.0.0.1:8000"]
        more = "未找到 Node，未生成启动映像，网页启动较慢；安装 Node 20 及以上版本后重新生成即可"
    else:
        lines = [f"{output} is written ({size} MB)"]
        lines.append(f"to see it: {see}, and open http://127.0.0.1:8000")
        more = "there is no Node, so no start image and a slower start; install Node 20 or newer and write it again"
    return [*lines, more] if slow else lines
