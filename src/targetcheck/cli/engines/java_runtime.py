"""Detection of the Java that Spark would start.

Layer: cli.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

JAVA = 17
"""The oldest Java that the extra `spark` supports."""


def java_program() -> str | None:
    """Return the path of the Java that Spark would start: from JAVA_HOME, else from PATH."""
    home = os.environ.get("JAVA_HOME")
    beside = Path(home or "", "bin", "java")
    return str(beside) if home and beside.is_file() else shutil.which("java")


def java_version() -> str:
    """Return the version of the Java that Spark would start, or an empty text."""
    program = java_program()
    if program is None:
        return ""
    try:
        done = subprocess.run(  # noqa: S603  # the program that Spark itself would start
            [program, "-version"], capture_output=True, text=True, check=False, timeout=30
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    found = re.search(r'version "([^"]+)"', done.stderr + done.stdout)
    return found[1] if found else ""


def java_serves(version: str) -> bool:
    """Return whether a version of Java is new enough; `1.8` is Java 8."""
    found = re.match(r"(?:1\.)?(\d+)", version)
    return found is not None and int(found[1]) >= JAVA
