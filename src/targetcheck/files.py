"""Files: reading bytes and text, atomic writing, findings for what fails.

Layer: root. Input: a path. Output: bytes or text, or TargetcheckError with one finding. While
`inputs_noted` is active, a file that was read is never overwritten.
"""

from __future__ import annotations

import codecs
import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import BinaryIO

from targetcheck import limits
from targetcheck.errors import Diagnostic, TargetcheckError, Where, did_you_mean

_INPUTS: ContextVar[set[tuple[int, int]] | None] = ContextVar("inputs", default=None)
"""Device and inode of each file read while `inputs_noted` is active."""
_BLOCK = 1024**2
"""Bytes read at once: a read sets its memory aside first, and a browser never takes it back."""


@contextmanager
def inputs_noted() -> Iterator[None]:
    """Return a context that records every file read, for `refuse_input`."""
    token = _INPUTS.set(set())
    try:
        yield
    finally:
        _INPUTS.reset(token)


def note_input(path: str | os.PathLike[str]) -> None:
    """Record a file that another library reads, or every file of a folder."""
    noted = _INPUTS.get()
    if noted is None:
        return
    file = Path(path)
    for each in (file, *file.rglob("*")) if file.is_dir() else (file,):
        try:
            said = each.stat()
        except (OSError, ValueError):
            continue
        if stat.S_ISREG(said.st_mode):
            noted.add((said.st_dev, said.st_ino))


def refuse_input(output: str | os.PathLike[str]) -> None:
    """Raise TargetcheckError (`output-is-input`) if a recorded input would be overwritten."""
    try:
        said = os.stat(output)  # noqa: PTH116  # a path of bytes is none to pathlib
    except (OSError, ValueError):
        return
    if (said.st_dev, said.st_ino) in (_INPUTS.get() or ()):
        raise TargetcheckError(_is_input(str(output)))


def shown_name(path: str | bytes | os.PathLike[str]) -> str:
    """Return the name of a file as text, whatever its bytes."""
    return os.fsencode(path).decode("utf-8", "replace")


def read_bytes(path: str | os.PathLike[str], name: str, most: int = limits.TABLE_BYTES) -> bytes:
    """Return the bytes of a file or pipe.

    Raise TargetcheckError if it is missing, unreadable, a device, or larger than `most` bytes.
    """
    file = Path(path)
    note_input(file)
    try:
        _not_a_device(file, name)
        with file.open("rb") as stream:
            return read_stream(stream, name, most)
    except (FileNotFoundError, NotADirectoryError):
        raise TargetcheckError(_missing(file, name)) from None
    except IsADirectoryError:
        found = Diagnostic(
            "file-is-folder",
            f"`{name}` is a folder, not a file",
            f"“{name}”是文件夹，不是文件",
            "name a file inside it",
            "请指明其中的一个文件",
            Where(name),
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        found = Diagnostic(
            "file-unreadable",
            f"`{name}` cannot be read: {reason.lower()}",
            f"“{name}”无法读取：{reason}",
            where=Where(name),
        )
    raise TargetcheckError(found)


def read_stream(stream: BinaryIO, name: str, most: int = limits.TABLE_BYTES) -> bytes:
    """Return the content of a stream; raise TargetcheckError (`file-too-large`) beyond `most` bytes."""
    parts, size = list[bytes](), 0
    while part := stream.read(_BLOCK):
        parts.append(part)
        size += len(part)
        if size > most:
            raise TargetcheckError(_too_large(name, most))
    return b"".join(parts)


def must_be_readable(path: str | os.PathLike[str], name: str) -> None:
    """Raise TargetcheckError for a file that another library could not open; else record it."""
    file = Path(path)
    if file.is_dir() or (file.is_file() and os.access(file, os.R_OK)):
        note_input(file)
    else:
        read_bytes(file, name)


def _not_a_device(file: Path, name: str) -> None:
    """Raise TargetcheckError for a device, which may never end, or another non-file."""
    mode = file.stat().st_mode
    if stat.S_ISCHR(mode) or stat.S_ISBLK(mode) or stat.S_ISSOCK(mode):
        raise TargetcheckError(
            Diagnostic(
                "file-device",
                f"`{name}` is a device, not a file",
                f"“{name}”是设备，不是文件",
                "name a file",
                "请给出文件",
                Where(name),
            )
        )


def write_file(path: str | os.PathLike[str], content: str | bytes) -> None:
    """Write a file atomically, see `whole_file`; raise TargetcheckError if that fails."""
    with whole_file(path) as stream:
        stream.write(content if isinstance(content, bytes) else content.encode())


@contextmanager
def whole_file(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """Open a file for atomic writing.

    The bytes go to a hidden temporary file beside it, which replaces it once they are on disk. A
    failed or interrupted write leaves the old file unchanged. Devices and pipes, which cannot be
    replaced, are written to directly. Raise TargetcheckError (`output-unwritable`).
    """
    file = Path(path)
    try:
        _no_null(file)
        if file.exists() and not file.is_file():
            with file.open("wb") as stream:
                yield stream
        else:
            with _replaced(Path(os.path.realpath(file))) as stream:
                yield stream
    except OSError as error:
        raise TargetcheckError(unwritable(str(path), error)) from None


def _no_null(file: Path) -> None:
    if "\0" in str(file):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))


@contextmanager
def _replaced(file: Path) -> Iterator[BinaryIO]:
    part = file.with_name(f".{file.name[:40]}.{os.urandom(6).hex()}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
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
        f"“{name}”不是 {tried} 编码的文本",
        "save the file as UTF-8",
        "请把文件另存为 UTF-8 编码",
        Where(name, line=line),
    )


def _too_large(name: str, most: int) -> Diagnostic:
    return Diagnostic(
        "file-too-large",
        f"`{name}` holds more than {most // 1024**2} MB",
        f"“{name}”超过 {most // 1024**2} MB",
        "split it; large tables are read as Parquet",
        "请拆分文件；大型数据表请用 Parquet 格式",
        Where(name),
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
        f"找不到文件“{name}”",
        f"did you mean `{near}`?" if near else "check the path",
        f"是否应为“{near}”？" if near else "请检查路径",
        Where(name),
    )


def unwritable(output: str, error: OSError) -> Diagnostic:
    """Return the finding for a result that could not be written."""
    reason = (error.strerror or str(error)).lower()
    return Diagnostic(
        "output-unwritable",
        f"the result cannot be written: {reason}",
        f"结果无法写入：{reason}",
        "give a path in a folder that exists and may be written to",
        "请给出存在且可写的文件夹中的路径",
        Where("<stdout>" if output == "-" else output),
    )


def _is_input(output: str) -> Diagnostic:
    return Diagnostic(
        "output-is-input",
        f"`{output}` is one of the files that were read, and would be overwritten",
        f"“{output}”是本次读取的文件，写入会将其覆盖",
        "write to another file",
        "请写入另一个文件",
        Where(output),
    )
