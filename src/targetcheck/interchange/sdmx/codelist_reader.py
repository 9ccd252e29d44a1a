"""Places and indicators of an SDMX structure message.

Layer: interchange. Input: SDMX-ML 2.1, 3.0 or 3.1, or SDMX-JSON 2.0. Output: `SdmxCodes`. pysdmx
validates the message and reads data structures and hierarchies; names in every language, parents
of codes and their lines come from the message itself, since pysdmx drops them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any

from targetcheck import limits
from targetcheck.errors import Diagnostic, Faults, TargetcheckError, Where, did_you_mean
from targetcheck.files import decode_utf8, read_bytes
from targetcheck.interchange.sdmx.pysdmx_library import pysdmx_part
from targetcheck.tables.xml_element import LANG, XmlElement, read_xml

_PLACES = ("REF_AREA", "GEO", "GEO_AREA", "AREA", "REPORTING_AREA", "COUNTRY", "TERRITORY")
_INDICATORS = ("INDICATOR", "SERIES", "INDIC", "MEASURE", "SUBJECT", "STAT_VAR", "INDICATORS")
_NAMESPACE = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class SdmxCode:
    """A code with its names by language, its parent, and its annotations."""

    id: str
    names: Mapping[str, str]
    parent: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    where: Where = field(default_factory=Where)


@dataclass(frozen=True, slots=True)
class SdmxCodes:
    """The codes of places and of indicators, and the codelists that they are from."""

    places: tuple[SdmxCode, ...]
    indicators: tuple[SdmxCode, ...]
    places_from: str
    indicators_from: str


def read_codes(path: str, places: str | None = None, indicators: str | None = None) -> SdmxCodes:
    """Return the codes of a structure message; raise TargetcheckError with every fault found.

    `places` and `indicators` name codelists; without them those of the dimensions REF_AREA and
    INDICATOR are taken, or of their like, or codelists so named.
    """
    raw = read_bytes(path, path, limits.STRUCTURE_BYTES)
    text = decode_utf8(raw, path).removeprefix("\ufeff").lstrip()
    if text.startswith("<"):
        pairs = list(_from_xml(read_xml(raw, path), path))
        _refuse_repeated(pairs)
        message = _validated(raw, path)
    else:
        data = _json_data(text, path)
        message = _validated(raw, path)
        pairs = list(_from_json(data, path))
    faults, chosen, lists = Faults(), {}, dict(pairs)
    for what, given, dimensions in (
        ("places", places, _PLACES),
        ("indicators", indicators, _INDICATORS),
    ):
        with faults.kept():
            name = _chosen(what, given, dimensions, lists, message, path)
            same = [codes for other, codes in pairs if other == name]
            if len(same) > 1:
                raise TargetcheckError(_versions(name, same, path))
            chosen[what] = name, _checked(_arranged(lists[name], message), name)
    faults.check()
    return SdmxCodes(
        chosen["places"][1], chosen["indicators"][1], chosen["places"][0], chosen["indicators"][0]
    )


def _validated(raw: bytes, path: str) -> Any:
    reader = pysdmx_part("pysdmx.io")
    try:
        # Bytes, since pysdmx would fetch a text that looks like an address.
        message = reader.read_sdmx(BytesIO(raw), validate=True)
    except Exception as error:  # noqa: BLE001 - whatever a library says of a foreign file
        said = _shortened(str(error))
        raise TargetcheckError(_invalid(path, said, f"校验程序报“{said}”")) from None
    if not message.structures:
        said, zh = "the message holds no structures", "文件中没有结构"
        raise TargetcheckError(_invalid(path, said, zh))
    return message


def _from_xml(root: XmlElement, path: str) -> Iterator[tuple[str, list[SdmxCode]]]:
    for codelist in root.below("Codelist"):
        yield (
            codelist.get("id"),
            [
                SdmxCode(
                    code.get("id"),
                    {n.get(LANG) or "en": n.text.strip() for n in code.below("Name")},
                    _parent_of(code),
                    dict(_notes_of(code)),
                    Where(path, line=code.line),
                )
                for code in codelist.below("Code")
            ],
        )


def _parent_of(code: XmlElement) -> str:
    """Return the parent: the text of the element (3.0), or the id of its reference (2.1)."""
    found = next(code.below("Parent"), None)
    if found is None:
        return ""
    reference = next(found.below("Ref"), None)
    return reference.get("id") if reference is not None else found.text.strip()


def _notes_of(code: XmlElement) -> Iterator[tuple[str, str]]:
    for note in code.below("Annotation"):
        texts = {child.tag.rpartition("}")[2]: child.text.strip() for child in note.children}
        value = texts.get("AnnotationTitle") or texts.get("AnnotationText") or ""
        yield texts.get("AnnotationType") or note.get("id"), value


def _refuse_repeated(pairs: Iterable[tuple[str, list[SdmxCode]]]) -> None:
    """Raise for codes that stand twice, with their lines, which validation does not give."""
    found = [_twice(code, name) for name, codes in pairs for code in _repeated(codes)]
    if found:
        raise TargetcheckError(found)


def _json_data(text: str, path: str) -> Any:
    """Return the data of a JSON text; raise for any other text, and with the line of an error."""
    if not text.startswith("{"):
        said, zh = "the file is neither XML nor JSON", "文件既不是 XML 也不是 JSON"
        raise TargetcheckError(_invalid(path, said, zh))
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        said, zh = f"the JSON breaks here: {error.msg}", "此处 JSON 语法有误，或文件在此中断"
        raise TargetcheckError(_invalid(path, said, zh, line=error.lineno)) from None


def _from_json(data: Any, path: str) -> Iterator[tuple[str, list[SdmxCode]]]:
    for at, codelist in enumerate(data.get("data", {}).get("codelists", ())):
        yield codelist["id"], [
            SdmxCode(
                code["id"],
                code.get("names") or {"en": code.get("name", "")},
                code.get("parent", ""),
                {n.get("type", n.get("id", "")): n.get("title") or n.get("text", "")
                 for n in code.get("annotations", ())},
                Where(path, path=f"data.codelists[{at}].codes[{number}]"),
            )
            for number, code in enumerate(codelist.get("codes", ()))
        ]  # fmt: skip


def _chosen(
    what: str,
    given: str | None,
    dimensions: Iterable[str],
    lists: Mapping[str, list[SdmxCode]],
    message: Any,
    path: str,
) -> str:
    """Return the id of the codelist of places or of indicators."""
    if given is not None:
        if given in lists:
            return given
        raise TargetcheckError(_no_list(what, f"no codelist `{given}`", lists, path, given))
    for wanted in dimensions:
        found = {name for name in _of_dimension(wanted, message) if name in lists}
        found = found or {n for n in lists if re.sub(r"^CL_", "", n).upper() == wanted}
        if len(found) == 1:
            return found.pop()
        if found:
            raise TargetcheckError(_no_list(what, "several codelists", sorted(found), path))
    raise TargetcheckError(_no_list(what, "no codelist", lists, path))


def _of_dimension(wanted: str, message: Any) -> Iterator[str]:
    for structure in message.structures:
        for component in getattr(structure, "components", None) or ():
            if component.id == wanted:
                codes = component.local_codes or getattr(component.concept, "codes", None)
                reference = component.local_enum_ref or getattr(component.concept, "enum_ref", None)
                if codes is not None:
                    yield codes.id
                elif reference:
                    yield re.sub(r"^.*:([^:(]+)\(.*$", r"\1", reference)


def _arranged(codes: list[SdmxCode], message: Any) -> list[SdmxCode]:
    """Return codes with the parents that a hierarchy gives to those that have none."""
    parents: dict[str, str] = {}
    known = {code.id for code in codes}
    for structure in message.structures:
        if type(structure).__name__ == "Hierarchy":
            pairs = list(_pairs(structure.codes, ""))
            if {child for child, _ in pairs} <= known:
                parents |= {child: parent for child, parent in pairs if parent}
    return [replace(c, parent=c.parent or parents.get(c.id, "")) for c in codes]


def _pairs(codes: Iterable[Any], parent: str) -> Iterator[tuple[str, str]]:
    for code in codes:
        yield code.id, parent
        yield from _pairs(code.codes, code.id)


def _checked(codes: list[SdmxCode], name: str) -> tuple[SdmxCode, ...]:
    """Return codes; raise for ids that stand twice, unknown parents and circles."""
    known = {code.id: code for code in codes}
    found = [_twice(code, name) for code in _repeated(codes)]
    for code in known.values():
        if code.parent and code.parent not in known:
            found.append(_orphan(code, name, known))
        elif _circles(code, known):
            found.append(_circle(code, name))
    if found:
        raise TargetcheckError(found)
    return tuple(known.values())


def _repeated(codes: Iterable[SdmxCode]) -> Iterator[SdmxCode]:
    """Yield the codes whose id stands above them already."""
    known: set[str] = set()
    for code in codes:
        if code.id in known:
            yield code
        known.add(code.id)


def _circles(code: SdmxCode, known: Mapping[str, SdmxCode]) -> bool:
    seen, above = {code.id}, code.parent
    while above and above in known:
        if above == code.id:
            return True
        if above in seen:
            return False
        seen.add(above)
        above = known[above].parent
    return False


def _shortened(said: str) -> str:
    """Return the message of a validator without namespaces, at most 300 characters."""
    line = " ".join(_NAMESPACE.sub("", said).split()).removeprefix("Validation Error: ")
    return line if len(line) <= 300 else f"{line[:299]}…"


def _invalid(path: str, en: str, zh: str, line: int = 0) -> Diagnostic:
    return Diagnostic(
        "sdmx-structure",
        f"this cannot be read as an SDMX structure message: {en}",
        f"无法作为 SDMX 结构文件读取：{zh}",
        "give SDMX-ML 2.1, 3.0 or 3.1, or SDMX-JSON 2.0, with its codelists inside",
        "请给出含代码表的 SDMX-ML 2.1、3.0、3.1 或 SDMX-JSON 2.0 文件",
        Where(path, line=line),
    )


def _no_list(what: str, said: str, lists: Iterable[str], path: str, given: str = "") -> Diagnostic:
    shown, near = list(lists)[:20], did_you_mean(given, lists) if given else ""
    zh = {"places": "地区", "indicators": "指标"}[what]
    return Diagnostic(
        f"sdmx-{what}",
        f"{said} for {what} in this message; it has {', '.join(shown) or 'none'}",
        f"无法确定{zh}所用的代码表；文件中有 {'、'.join(shown) or '（无）'}",
        f"did you mean `{near}`?" if near else f"name it with `--sdmx-{what} CODELIST`",
        f"是否应为 {near}？" if near else f"请用 --sdmx-{what} 写明代码表",
        Where(path),
    )


def _twice(code: SdmxCode, name: str) -> Diagnostic:
    return Diagnostic(
        "sdmx-code-twice",
        f"the code `{code.id}` stands twice in {name}",
        f"代码“{code.id}”在 {name} 中出现两次",
        "keep one of them",
        "请只保留一个",
        code.where,
    )


def _versions(name: str, same: list[list[SdmxCode]], path: str) -> Diagnostic:
    return Diagnostic(
        "sdmx-codelist-twice",
        f"the message has {len(same)} codelists `{name}`, of several versions or agencies",
        f"文件中有{len(same)}个代码表“{name}”，版本或机构不同",
        "keep one of them in the file",
        "请只保留一个",
        next((codes[0].where for codes in same[1:] if codes), Where(path)),
    )


def _orphan(code: SdmxCode, name: str, known: Iterable[str]) -> Diagnostic:
    near = did_you_mean(code.parent, known)
    return Diagnostic(
        "sdmx-parent-unknown",
        f"the parent `{code.parent}` of `{code.id}` is not in {name}",
        f"“{code.id}”的上级“{code.parent}”不在 {name} 中",
        f"did you mean `{near}`?" if near else "add the parent, or remove the reference to it",
        f"是否应为 {near}？" if near else "请补上该上级，或删去对它的引用",
        code.where,
    )


def _circle(code: SdmxCode, name: str) -> Diagnostic:
    return Diagnostic(
        "sdmx-parent-circle",
        f"`{code.id}` of {name} is among its own parents",
        f"{name} 中“{code.id}”的上级又是它自己",
        "correct one of the parents",
        "请改正其中一个上级",
        code.where,
    )
