"""The image of a started Python: its memory after a first evaluation, made under Node.

Layer: web. Input: the files of the page. Output: the packed memory, or None where there is no Node.
A browser that starts from it neither starts Python nor compiles a module. The runtime is the one
that the page has, and its packages are those whose hashes were checked.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from targetcheck.errors import Diagnostic, TargetcheckError

_SCRIPT = Path(__file__).parent / "start_image.mjs"
_PATIENCE = 600
"""Seconds after which Node is taken to hang."""
_FILES = ("engine_start.js", "runtime/")


def start_image(
    files: Mapping[str, bytes], plan: str, table: str, as_of: str, node: str | None
) -> bytes | None:
    """Return the image for the files of a page, warmed by a plan and a table among them."""
    if node is None:
        return None
    with TemporaryDirectory() as made:
        folder = Path(made)
        wanted = {name: raw for name, raw in files.items() if name.startswith(_FILES)}
        wanted["site-packages.zip"] = wanted.pop("runtime/site-packages.zip")
        wanted["ruleset.plan.json"] = files[plan]
        wanted[Path(table).name] = files[table]
        wanted["package.json"] = b'{"type": "module"}'
        for name, raw in wanted.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(raw)
        _run([node, str(_SCRIPT), made, Path(table).name, as_of])
        return (folder / "start.image").read_bytes()


def node_program() -> str | None:
    """Return the path of Node, on the path or beside this Python; None if there is none."""
    beside = str(Path(sys.executable).parent)
    return shutil.which("node") or shutil.which("node", path=beside)


def _run(line: list[str]) -> None:
    try:
        done = subprocess.run(  # noqa: S603  # Node, with a script of ours
            line, capture_output=True, text=True, check=False, timeout=_PATIENCE
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise TargetcheckError(_failed(str(error))) from None
    if done.returncode:
        said = [text.strip() for text in done.stderr.splitlines() if "Error" in text]
        raise TargetcheckError(_failed((said or ["?"])[0][:200]))


def _failed(why: str) -> Diagnostic:
    return Diagnostic(
        "web-image",
        f"Node cannot make the start image: {why}",
        f"Node 无法生成启动映像：{why}",
        "take Node 20 or newer, or `--no-image`: the page then starts more slowly",
        "请改用 Node 20 及以上版本，或加 --no-image（网页启动较慢）",
    )
