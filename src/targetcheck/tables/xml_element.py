"""Reader of XML into elements that know their line; unsafe and oversized documents are refused.

Layer: tables. Input: bytes. Output: XmlElement. expat reads no external entity; a document type,
which could declare entities that expand without end, is refused before its first declaration.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.parsers.expat import errors

from targetcheck import limits
from targetcheck.errors import Diagnostic, TargetcheckError, Where

_PROBLEMS = {
    errors.XML_ERROR_SYNTAX: "语法有误",
    errors.XML_ERROR_NO_ELEMENTS: "没有元素，或文件在此中断",
    errors.XML_ERROR_INVALID_TOKEN: "含有不合法的字符",
    errors.XML_ERROR_UNCLOSED_TOKEN: "标签没有结束，文件可能在此中断",
    errors.XML_ERROR_PARTIAL_CHAR: "字符不完整，文件可能在此中断",
    errors.XML_ERROR_TAG_MISMATCH: "开始标签与结束标签不一致",
    errors.XML_ERROR_DUPLICATE_ATTRIBUTE: "同一属性重复出现",
    errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: "根元素之后还有内容",
    errors.XML_ERROR_UNDEFINED_ENTITY: "使用了未定义的实体",
    errors.XML_ERROR_UNKNOWN_ENCODING: "不支持文件所声明的编码",
    errors.XML_ERROR_INCORRECT_ENCODING: "文件的编码与声明不一致",
    errors.XML_ERROR_UNCLOSED_CDATA_SECTION: "CDATA 没有结束",
    errors.XML_ERROR_UNBOUND_PREFIX: "使用了未声明的命名空间前缀",
}
"""The problems that expat finds, in Chinese."""
LANG = "http://www.w3.org/XML/1998/namespace}lang"


@dataclass(slots=True)
class XmlElement:
    """One element: `tag` and attribute names are `namespace}name`, or `name` without a namespace."""

    tag: str
    attributes: Mapping[str, str]
    line: int
    children: list[XmlElement] = field(default_factory=list)
    text: str = ""

    def all(self, tag: str) -> Iterator[XmlElement]:
        """Yield the children with a tag."""
        return (child for child in self.children if child.tag == tag)

    def first(self, tag: str) -> XmlElement | None:
        """Return the first child with a tag."""
        return next(self.all(tag), None)

    def below(self, name: str) -> Iterator[XmlElement]:
        """Yield the descendants of a name, in whatever namespace, in the order of the document."""
        for child in self.children:
            if child.tag.rpartition("}")[2] == name:
                yield child
            yield from child.below(name)

    def get(self, name: str) -> str:
        """Return an attribute without surrounding spaces, empty if there is none."""
        return self.attributes.get(name, "").strip()


def read_xml(
    raw: bytes, name: str, wanted: Mapping[str, frozenset[str]] | None = None
) -> XmlElement:
    """Return the root element of a document; raise TargetcheckError with a line.

    `wanted`: for a tag, the tags of the children that are kept; those of other tags are all kept.
    """
    builder = _Builder(name, wanted or {})
    parser = builder.parser
    try:
        parser.Parse(raw, True)
    except expat.ExpatError as error:
        problem = expat.ErrorString(error.code)
        zh = _PROBLEMS.get(problem, "语法有误")
        raise TargetcheckError(_syntax(problem, zh, Where(name, line=error.lineno))) from None
    except (ValueError, LookupError) as error:  # an encoding that Python does not know
        zh = _PROBLEMS[errors.XML_ERROR_UNKNOWN_ENCODING]
        raise TargetcheckError(_syntax(str(error), zh, Where(name))) from None
    assert builder.root is not None
    return builder.root


class _Builder:
    """Handlers of expat that build the tree and keep to the limits."""

    def __init__(self, name: str, wanted: Mapping[str, frozenset[str]]) -> None:
        self.name, self.wanted = name, wanted
        self.root: XmlElement | None = None
        self.open: list[XmlElement] = []
        self.depth = self.count = self.left_out = 0
        parser = self.parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.data
        parser.StartDoctypeDeclHandler = self.doctype

    @property
    def here(self) -> Where:
        return Where(self.name, line=self.parser.CurrentLineNumber)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > limits.XML_DEPTH:
            raise TargetcheckError(_too_large(f"{limits.XML_DEPTH}", "levels", "层", self.here))
        above = self.open[-1] if self.open else None
        kept = self.wanted.get(above.tag) if above is not None else None
        if self.left_out or (kept is not None and tag not in kept):
            self.left_out += 1
            return
        self.count += 1
        if self.count > limits.XML_ELEMENTS:
            most = f"{limits.XML_ELEMENTS:,}"
            raise TargetcheckError(_too_large(most, "elements", "个元素", self.here))
        element = XmlElement(tag, attributes, self.parser.CurrentLineNumber)
        if above is None:
            self.root = element
        else:
            above.children.append(element)
        self.open.append(element)

    def end(self, _: str) -> None:
        self.depth -= 1
        if self.left_out:
            self.left_out -= 1
        else:
            self.open.pop()

    def data(self, text: str) -> None:
        if not self.left_out:
            self.open[-1].text += text

    def doctype(self, *_: object) -> None:
        raise TargetcheckError(
            Diagnostic(
                "xml-doctype",
                "the document declares a document type, which may define entities",
                "该文件含有文档类型声明（DOCTYPE），其中可能定义实体",
                "remove the line `<!DOCTYPE …>`; data files need none",
                "请删去 <!DOCTYPE …>，数据文件不需要它",
                self.here,
            )
        )


def _syntax(problem: str, zh: str, where: Where) -> Diagnostic:
    return Diagnostic(
        "xml-syntax",
        f"this is not XML: {problem}",
        f"此处不是合法的 XML：{zh}",
        "export the file again, or correct it in an XML editor",
        "请重新导出，或用 XML 编辑器改正",
        where,
    )


def _too_large(most: str, en: str, zh: str, where: Where) -> Diagnostic:
    return Diagnostic(
        "xml-too-large",
        f"the document has more than {most} {en}",
        f"该文件超过{most}{zh}",
        "split it by activity",
        "请按活动拆分",
        where,
    )
