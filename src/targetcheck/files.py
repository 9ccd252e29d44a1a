"""A path comes in; its bytes or text, or one finding that says why not, go out."""

from __future__ import annotations

import codecs
import os
from pathlib import Path

from targetcheck.errors import Diagnostic, TargetcheckError, Where, did_you_mean


def read_bytes(path: str | os.PathLike[str], name: str) -> bytes:
    """Return the bytes of a file; a file that is missing or closed to us is a finding."""
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


def write_file(path: str | os.PathLike[str], content: str | bytes) -> None:
    """Write a file whole or not at all: the bytes go to a neighbour, which then takes its name.

    An interrupted or failed write leaves the file that was there as it was. Devices and pipes, which
    cannot be replaced, are written to directly. Raise TargetcheckError when that fails.
    """
    raw = content if isinstance(content, bytes) else content.encode()
    file = Path(path)
    try:
        if file.exists() and not file.is_file():
            file.write_bytes(raw)
        else:
            _replace(Path(os.path.realpath(file)), raw)
    except OSError as error:
        raise TargetcheckError(_unwritable(str(path), error)) from None


def _replace(file: Path, raw: bytes) -> None:
    part = file.with_name(f".{file.name[:40]}.{os.urandom(6).hex()}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(raw)
            stream.flush()
            os.fsync(stream.fileno())
        if file.exists():
            part.chmod(file.stat().st_mode & 0o7777)
        part.replace(file)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def decode_utf8(raw: bytes, name: str) -> str:
    """Return the text of UTF-8 bytes, with or without a byte order mark."""
    try:
        return raw.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise TargetcheckError(encoding_finding(name, "UTF-8", line)) from None


def encoding_finding(name: str, tried: str, line: int) -> Diagnostic:
    """Return the finding for a file whose bytes are not text in any encoding tried."""
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


def _unwritable(output: str, error: OSError) -> Diagnostic:
    reason = (error.strerror or str(error)).lower()
    return Diagnostic(
        "output-unwritable",
        f"the result cannot be written: {reason}",
        f"结果无法写入：{reason}",
        "give a path in a folder that exists and may be written to",
        "请给出存在且可写的文件夹中的路径",
        Where(output),
    )
