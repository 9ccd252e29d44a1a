"""The command that adds an optional part where this program runs.

Layer: beside files. Input: extras. Output: a command line that a user can copy, on every platform.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path


def install_command(extras: str) -> str:
    """Return the command that installs extras, such as `office` or `office,spark`.

    `pipx` and `uv tool` keep programs in environments of their own, to which they alone add; else
    pip of the Python that runs this program. Double quotes work in every shell.
    """
    wanted = f'"targetcheck[{extras}]"'
    home = {part.lower() for part in Path(sys.prefix).parts}
    if "pipx" in home:
        return f"pipx install --force {wanted}"
    if {"uv", "tools"} <= home:
        return f"uv tool install {wanted}"
    return f"{_python()} -m pip install {wanted}"


def _python() -> str:
    """Return what starts this Python: a name on the path, else a path, quoted if it has a space."""
    program = Path(sys.executable or "python")
    for name in ("python", "python3", program.name):
        found = shutil.which(name)
        if found and Path(found).absolute() == program.absolute():
            return name
    try:
        near = program.relative_to(Path.cwd())
    except ValueError:
        near = program
    return f'"{near}"' if " " in str(near) else str(near)
