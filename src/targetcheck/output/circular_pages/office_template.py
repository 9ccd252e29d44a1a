"""An office's own Word document as a template: its styles, header and footer, its fields in braces.

Layer: output. Input: a `.docx` with `{field}` in its text, and a Circular. Output: the document with
every field replaced. `{body}` on a line of its own stands for the whole text; a list on a line of its
own becomes one paragraph for each item. Without any field the text is added at the end.
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from targetcheck.errors import Diagnostic, TargetcheckError, Where, did_you_mean
from targetcheck.output.circular.circular_fields import field_names
from targetcheck.output.circular.circular_template import Block, Circular

BODY = ("body", "正文")
_FIELD = re.compile(r"\{\s*([A-Za-z_]\w*|[\u4e00-\u9fff]\w*)\s*\}")


def opened(letterhead: bytes) -> Any:
    """Return the document of an office; raise TargetcheckError where it is none."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        return docx.Document(io.BytesIO(letterhead))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError):
        raise TargetcheckError(
            Diagnostic(
                "circular-template",
                "the template is not a Word document",
                "模板不是 Word 文档",
                "save it as .docx",
                "请另存为 .docx",
                Where("--template"),
            )
        ) from None


def fill_in(document: Any, made: Circular, write: Callable[[Sequence[Block], Any], None]) -> bool:
    """Replace the fields of a document; return False where it has none.

    `write` puts the text before an element. Raises TargetcheckError for fields that there are not.
    """
    found = [(paragraph, _FIELD.findall(paragraph.text)) for paragraph in _paragraphs(document)]
    found = [(paragraph, names) for paragraph, names in found if names]
    _check([name for _, names in found for name in names], made)
    for paragraph, names in found:
        alone = _FIELD.fullmatch(paragraph.text.strip())
        value = made.fields.get(names[0]) if alone else None
        if alone and names[0] in BODY:
            write(made.blocks, paragraph._p)  # noqa: SLF001  # the only way to a place within
        elif alone and isinstance(value, list):
            _spread(paragraph, [_item(item, made) for item in value])
        else:
            _replace(paragraph, made)
    return bool(found)


def _paragraphs(document: Any) -> Iterator[Any]:
    """Yield every paragraph of the text, of its tables, of headers and footers."""
    yield from _below(document)
    for section in document.sections:
        for part in (
            section.header, section.footer, section.first_page_header, section.first_page_footer,
            section.even_page_header, section.even_page_footer,
        ):  # fmt: skip
            if not part.is_linked_to_previous:
                yield from _below(part)


def _below(holder: Any) -> Iterator[Any]:
    yield from list(holder.paragraphs)
    for table in holder.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from _below(cell)


def _check(names: Sequence[str], made: Circular) -> None:
    known = [*BODY, *(name for entry in field_names() for name in (entry.en, entry.zh))]
    wrong = [name for name in dict.fromkeys(names) if name not in BODY and name not in made.fields]
    if wrong:
        raise TargetcheckError([_unknown(name, did_you_mean(name, known)) for name in wrong])


def _unknown(name: str, near: str) -> Diagnostic:
    return Diagnostic(
        "circular-field",
        f"the template has an unknown field: `{name}`",
        f"模板中的字段“{name}”不存在",
        f"did you mean `{near}`?" if near else "docs/how-to/circular.md lists the fields",
        f"是否应为“{near}”？" if near else "字段清单见 docs/how-to/circular.md",
        Where("--template"),
    )


def _item(value: object, made: Circular) -> str:
    """Return one entry of a list; a pair is a unit and how many things it has."""
    if isinstance(value, tuple):
        name, count = value
        return f"{name}{count}项" if made.lang == "zh" else f"{name} {count}"
    return str(value)


def _replace(paragraph: Any, made: Circular) -> None:
    """Replace the fields of a paragraph; a field that Word has cut into runs is joined first."""
    joint = "、" if made.lang == "zh" else ", "

    def told(match: re.Match[str]) -> str:
        value = made.fields[match[1]]
        if isinstance(value, list):
            return joint.join(_item(each, made) for each in value)
        return str(value)

    for run in paragraph.runs:
        if _FIELD.search(run.text):
            run.text = _FIELD.sub(told, run.text)
    if _FIELD.search(paragraph.text) and paragraph.runs:
        first, *others = paragraph.runs
        first.text = _FIELD.sub(told, paragraph.text)
        for run in others:
            run.text = ""


def _spread(paragraph: Any, items: Sequence[str]) -> None:
    """Put one paragraph for each item in the place of a paragraph, with its look."""
    element = paragraph._p  # noqa: SLF001  # the library copies no paragraph
    for item in items:
        made = copy.deepcopy(element)
        element.addprevious(made)
        texts = made.findall(f".//{_T}")
        for number, text in enumerate(texts):
            text.text = item if number == 0 else ""
    element.getparent().remove(element)


_T = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
