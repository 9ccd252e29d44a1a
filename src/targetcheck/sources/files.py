"""Floor `sources`: a path comes in; its bytes or text, or one finding that says why not, go out."""

from __future__ import annotations

import codecs
import os
from pathlib import Path

from targetcheck.errors import Diagnostic, TargetcheckError, Where, did_you_mean


def read_bytes(path: str | os.PathLike[str], name: str) -> bytes:
    """Give the bytes of a file; a file that is missing or closed to us is a finding."""
    file = Path(path)
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise TargetcheckError(_missing(file, name)) from None
    except IsADirectoryError:
        found = Diagnostic(
            "file-is-folder",
            f"`{name}` is a folder, not a file",
            f"`{name}` 是文件夹，不是文件",
            "name a file inside it",
            "请指明其中的一个文件",
            Where(name),
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        found = Diagnostic(
            "file-unreadable",
            f"`{name}` cannot be read: {reason.lower()}",
            f"`{name}` 无法读取：{reason}",
            where=Where(name),
        )
    raise TargetcheckError(found)


def decode_utf8(raw: bytes, name: str) -> str:
    """Give the text of UTF-8 bytes, with or without a byte order mark."""
    try:
        return raw.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise TargetcheckError(encoding_finding(name, "UTF-8", line)) from None


def encoding_finding(name: str, tried: str, line: int) -> Diagnostic:
    """Give the finding for a file whose bytes are not text in any encoding tried."""
    return Diagnostic(
        "file-encoding",
        f"`{name}` is not text in {tried}",
        f"`{name}` 不是 {tried} 编码的文本",
        "save the file as UTF-8",
        "请把文件另存为 UTF-8 编码",
        Where(name, line=line),
    )


def _missing(file: Path, name: str) -> Diagnostic:
    try:
        siblings = [entry.name for entry in os.scandir(file.parent)]
    except (OSError, ValueError):
        siblings = []
    near = did_you_mean(file.name, siblings)
    return Diagnostic(
        "file-missing",
        f"there is no file `{name}`",
        f"找不到文件 `{name}`",
        f"did you mean `{near}`?" if near else "check the path",
        f"是不是 `{near}`？" if near else "请检查路径",
        Where(name),
    )
