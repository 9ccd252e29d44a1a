"""Safety check of workbook files before they are opened.

Layer: tables. Input: bytes. Output: Archive. A file that is not a workbook, is encrypted, or would
not fit into memory is refused, with a hint on what to do.
"""

from __future__ import annotations

import html
import re
import zipfile
from dataclasses import dataclass
from io import BytesIO

from targetcheck import limits
from targetcheck.errors import Diagnostic, TargetcheckError, Where

_OLD = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PAGE = re.compile(rb"\s*<(?:!doctype|html|table|meta|head|\?xml)", re.IGNORECASE)
_TEXT = re.compile(rb"[^\x00-\x08\x0e-\x1f]{1,4096}", re.DOTALL)
_PROLOGUE = 2048
"""Bytes searched for a document type; workbooks have none, and entities may expand without bound."""
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_RUN = re.compile(
    rb"<(?:\w+:)?rPr>(?:(?!</(?:\w+:)?rPr>).){0,400}?<(?:\w+:)?(?:vertAlign|strike)\b"
)
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)\"")
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_PART = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")

_KINDS: dict[str, tuple[str, str, str, str]] = {
    "empty": ("is empty", "是空文件", "ask for the file again", "请重新索取文件"),
    "closed": (
        "is protected by a password",
        "设有打开密码",
        "remove the password and save it as .xlsx",
        "请取消密码并另存为 .xlsx",
    ),
    "old": (
        "is in the old .xls format, whatever its name",
        "实为旧的 .xls 格式",
        "open it in a spreadsheet program and save it as .xlsx",
        "请用表格软件打开后另存为 .xlsx",
    ),
    "page": (
        "is a web page or XML, not a workbook, whatever its name",
        "实为网页或 XML 文件，不是工作簿",
        "open it in a spreadsheet program and save it as .xlsx",
        "请用表格软件打开后另存为 .xlsx",
    ),
    "text": (
        "is plain text, not a workbook, whatever its name",
        "实为文本文件，不是工作簿",
        "rename it to .csv, or save it as .xlsx in a spreadsheet program",
        "请改名为 .csv，或用表格软件另存为 .xlsx",
    ),
    "open": (
        "is an OpenDocument sheet, whatever its name",
        "实为 OpenDocument（.ods）表格",
        "rename it to .ods, or save it as .xlsx in a spreadsheet program",
        "请改名为 .ods，或用表格软件另存为 .xlsx",
    ),
    "strict": (
        "is in the Strict Open XML format, which is not supported",
        "为“Strict Open XML”格式，无法读取",
        "save it as a plain .xlsx workbook",
        "请另存为普通的 .xlsx 工作簿",
    ),
    "binary": (
        "is in the binary .xlsb format, whatever its name",
        "实为二进制 .xlsb 格式",
        "open it in a spreadsheet program and save it as .xlsx",
        "请用表格软件打开后另存为 .xlsx",
    ),
    "other": (
        "is a file of another program, not a workbook",
        "是其他软件的文件，不是工作簿",
        "copy its table into a workbook and save that as .xlsx",
        "请把其中的表复制到工作簿，另存为 .xlsx",
    ),
    "damaged": (
        "is damaged or cut off",
        "已损坏或不完整",
        "ask for the file again, or open it in a spreadsheet program and save it as .xlsx",
        "请重新索取文件，或用表格软件打开修复后另存为 .xlsx",
    ),
}


@dataclass(frozen=True, slots=True)
class Archive:
    """Properties of a workbook known before it is opened."""

    raw: bytes
    formulas: bool
    rich: bool
    """whether texts hold runs that are raised or struck out"""


def look_into(raw: bytes, name: str) -> Archive:
    """Return the properties of a workbook; raise TargetcheckError if it must not be opened."""
    if not zipfile.is_zipfile(BytesIO(raw)):
        raise TargetcheckError(_refused(_kind(raw), name))
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            return Archive(raw, _formulas(archive, name), _rich(archive))
    except TargetcheckError:
        raise
    except Exception:  # noqa: BLE001  # a damaged archive fails in as many ways as it has bytes
        raise TargetcheckError(_refused("damaged", name)) from None


def _kind(raw: bytes) -> str:
    if not raw:
        return "empty"
    if raw.startswith(_OLD):
        return "closed" if _ENCRYPTED in raw else "old"
    if _PAGE.match(raw.removeprefix(b"\xef\xbb\xbf")):
        return "page"
    return "text" if not raw.startswith(b"PK") and _TEXT.fullmatch(raw[:4096]) else "damaged"


def _formulas(archive: zipfile.ZipFile, name: str) -> bool:
    """Return whether any sheet has a formula; raise for a file that is too large or not a workbook."""
    infos = archive.infolist()
    inside = {info.filename for info in infos}
    if any(info.flag_bits & 1 for info in infos):
        raise TargetcheckError(_refused("closed", name))
    if "mimetype" in inside or "content.xml" in inside:
        raise TargetcheckError(_refused("open", name))
    if "xl/workbook.bin" in inside:
        raise TargetcheckError(_refused("binary", name))
    if not any(part.startswith("xl/") for part in inside):
        raise TargetcheckError(_refused("other", name))
    parts = [info for info in infos if not info.filename.startswith("xl/media/")]
    size = sum(info.file_size for info in parts)
    if size > limits.WORKBOOK_BYTES:
        largest = max(parts, key=lambda info: info.file_size).filename
        raise TargetcheckError(_heavy(size, Where(name, _title(archive, largest))))
    found = False
    for info in parts:
        if info.filename.endswith((".xml", ".rels")):
            with archive.open(info) as part:
                start = part.read(_PROLOGUE)
            if b"<!DOCTYPE" in start:
                raise TargetcheckError(_refused("damaged", name))
            if b"purl.oclc.org/ooxml/spreadsheetml" in start:
                raise TargetcheckError(_refused("strict", name))
        if info.filename.startswith("xl/worksheets/") and info.filename.endswith(".xml"):
            text = archive.read(info)
            found = found or _FORMULA.search(text) is not None
            _merged(archive, info.filename, text, name)
    return found


def _rich(archive: zipfile.ZipFile) -> bool:
    parts = (info.filename for info in archive.infolist())
    texts = (part for part in parts if part.endswith("sharedStrings.xml"))
    sheets = (part for part in archive.namelist() if part.startswith("xl/worksheets/sheet"))
    return any(_RUN.search(archive.read(part)) for part in (*texts, *sheets))


def _merged(archive: zipfile.ZipFile, part: str, text: bytes, name: str) -> None:
    from targetcheck.tables.sheet import number

    covered = 0
    for left, top, right, bottom in _MERGE.findall(text):
        wide = number(right.decode()) - number(left.decode()) + 1
        covered += wide * (int(bottom) - int(top) + 1)
        if covered > limits.WORKBOOK_MERGED:
            area = b"%b%b:%b%b" % (left, top, right, bottom)
            where = Where(name, _title(archive, part), cell=area.decode())
            raise TargetcheckError(_wide(where))


def _title(archive: zipfile.ZipFile, part: str) -> str:
    """Return the sheet name of a part of a workbook, else the name of the part."""
    try:
        book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
        parts = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    except KeyError:
        return part
    file = part.rpartition("/")[2]
    ids = [_said(tag, "Id") for tag in _PART.findall(parts) if file in _said(tag, "Target")]
    for tag in _SHEET.findall(book):
        if _said(tag, r"\w+:id") in ids:
            return html.unescape(_said(tag, "name"))
    return part


def _said(tag: str, attribute: str) -> str:
    found = re.search(rf"\s{attribute}=\"([^\"]*)\"", tag)
    return found[1] if found else ""


def _refused(kind: str, name: str) -> Diagnostic:
    en, zh, hint_en, hint_zh = _KINDS[kind]
    return Diagnostic(
        "workbook-unreadable", f"`{name}` {en}", f"“{name}”{zh}", hint_en, hint_zh, Where(name)
    )


def _heavy(size: int, where: Where) -> Diagnostic:
    shown, most = size // 1024**2, limits.WORKBOOK_BYTES // 1024**2
    return Diagnostic(
        "workbook-too-large",
        f"the workbook takes {shown} MB unpacked, and {most} are read",
        f"工作簿解开后有{shown} MB，超过可读取的{most} MB",
        "delete empty rows and sheets that are not needed, or save the table as CSV or Parquet",
        "请删除空行和不需要的工作表，或把表另存为 CSV 或 Parquet",
        where,
    )


def _wide(where: Where) -> Diagnostic:
    return Diagnostic(
        "workbook-too-large",
        f"merged areas cover more than {limits.WORKBOOK_MERGED:,} cells of this sheet",
        f"该工作表合并的单元格超过{limits.WORKBOOK_MERGED:,}个",
        "unmerge this area",
        "请取消该区域的合并",
        where,
    )
