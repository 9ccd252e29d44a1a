"""The text of a circular: a template with its fields filled in, read as paragraphs.

Layer: output. Input: CircularInputs and a template. Output: Circular, which the forms print, and its
Markdown. Templates run in a sandbox: they see fields and nothing else. A text that would be longer
than its pages is made again with shorter lists; the annexes hold every item.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib.resources import files
from typing import Any

from targetcheck.errors import Diagnostic, Language, TargetcheckError, Where, did_you_mean
from targetcheck.output.bulletin.blocks import BulletinTable, Figure, Paragraph
from targetcheck.output.circular.circular_fields import (
    MOST,
    UNLISTED,
    CircularInputs,
    Fields,
    field_names,
    fields_of,
    shortened,
)
from targetcheck.output.result_files.result_markdown import escape

DIRECTIVES = {
    "to": "主送",
    "number": "文号",
    "annex": "附件",
    "issuer": "落款",
    "date": "日期",
    "contact": "联系",
    "copies": "抄送",
}
"""Lines of a template that start with `@`, in either language."""
_KINDS = {zh: en for en, zh in DIRECTIVES.items()} | {en: en for en in DIRECTIVES}
_NUMERALS = "一二三四五六七八九十"
PAGES = {"zh": 4, "en": 2}
_FILLED = Fraction(96, 100)
"""Share of the pages that the estimate may fill, since marks and words break lines early."""
_NAMES = tuple(f"unlisted_{name}" for name in UNLISTED)
"""Lists of names that stand for the items for which there is no room."""
_FIRST = (*(_NAMES * 16), "failures", "lagging", "failures", "gaps")
"""Lists that grow before others where there is room."""
_LAST = (
    "by_place", "by_action", "close_calls", "misses", "unreported", "judges", "reopened_problems",
)  # fmt: skip
"""Lists of which a count will do where there is no room."""
_LINES = {"zh": (28, 22), "en": (104, 47)}
"""Characters of a line and lines of a page, by which the length is estimated."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: its kind, its text, a heading that runs in before it, its number in words.

    kinds: title, number, to, notice, heading, plain, item, annex, issuer, date, contact, copies.
    """

    kind: str
    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex: its id, its number and title, its tables and paragraphs."""

    id: str
    label: str
    title: str
    blocks: tuple[BulletinTable | Paragraph | Figure, ...]
    wide: bool = True


@dataclass(frozen=True, slots=True)
class Circular:
    """A circular in one language: its paragraphs, its annexes, the fields it was made from."""

    lang: Language
    title: str
    blocks: tuple[Block, ...]
    annexes: tuple[Annex, ...]
    fields: Fields


def text_blocks(
    inputs: CircularInputs, template: str | None = None, name: str = ""
) -> tuple[tuple[Block, ...], Fields]:
    """Return the paragraphs of a circular and its fields, short enough for its pages.

    Raises TargetcheckError (`circular-template`, `circular-field`, `circular-counts`).
    """
    fields = fields_of(inputs)
    fill = _filler(template if template is not None else built_in(inputs.lang), name)

    def made(most: Mapping[str, int]) -> tuple[Block, ...]:
        return tuple(_blocks(fill(shortened(fields, most)), inputs.lang))

    room = PAGES[inputs.lang] * float(_FILLED)
    most = dict.fromkeys(MOST, 1) | dict.fromkeys(_LAST, 0)
    most["measures"] = MOST["measures"]  # none of them is left to an annex
    most["early"] = 0 if fields["achieved"] else 1  # praise is one sentence at least
    most |= dict.fromkeys(_NAMES, 0)
    limit = MOST | {f"unlisted_{name}": count for name, count in UNLISTED.items()}
    waiting = [*_FIRST, *limit]
    while waiting:
        for key in tuple(waiting):
            longer = most | {key: most[key] + 1}
            full = most[key] >= min(limit[key], len(fields[key]))
            if full or page_count(made(longer), inputs.lang) > room:
                waiting = [name for name in waiting if name != key]
            else:
                most = longer
    return made(most), shortened(fields, most)


def built_in(lang: Language) -> str:
    """Return the template that comes with the package."""
    return files(__package__).joinpath(f"circular.{lang}.md").read_text("utf-8")


def _filler(text: str, name: str) -> Callable[[Fields], str]:
    """Return what fills the fields into a template, which is read once."""
    try:
        import jinja2
        from jinja2.sandbox import ImmutableSandboxedEnvironment
    except ImportError:
        from targetcheck.output.bulletin.bulletin_html import part_missing

        raise TargetcheckError(part_missing()) from None
    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined, autoescape=False
    )
    try:
        template = environment.from_string(text)
    except jinja2.TemplateSyntaxError as error:
        raise TargetcheckError(_unreadable(name, error.lineno, str(error.message))) from None

    def filled(fields: Fields) -> str:
        try:
            return template.render(fields)
        except (jinja2.TemplateError, ArithmeticError, TypeError, ValueError) as error:
            raise TargetcheckError(_unusable(name, str(error))) from None

    return filled


def _unreadable(name: str, line: int, said: str) -> Diagnostic:
    return Diagnostic(
        "circular-template",
        f"the template cannot be read: {said}",
        f"模板无法读取：{said}",
        "check that every `{{ … }}` and `{% if … %}` is closed",
        "请检查每个“{{ … }}”是否成对，每个“{% if … %}”是否有“{% endif %}”",
        Where(name, line=line),
    )


def _unusable(name: str, said: str) -> Diagnostic:
    unknown = re.search(r"'([^']+)' is undefined", said)
    names = [known for entry in field_names() for known in (entry.en, entry.zh)]
    near = did_you_mean(unknown[1], names) if unknown else ""
    if unknown:
        return Diagnostic(
            "circular-field",
            f"the template has an unknown field: `{unknown[1]}`",
            f"模板中的字段“{unknown[1]}”不存在",
            f"did you mean `{near}`?" if near else "docs/how-to/circular.md lists the fields",
            f"是否应为“{near}”？" if near else "字段清单见 docs/how-to/circular.md",
            Where(name),
        )
    return Diagnostic(
        "circular-template",
        f"the template cannot be filled in: {said}",
        f"模板无法套用：{said}",
        where=Where(name),
    )


def _blocks(text: str, lang: Language) -> Iterator[Block]:
    """Read the lines of a filled-in template; sections, headings and items get their numbers."""
    sections = headings = items = 0
    lead = ""
    for line in (line.strip() for line in text.splitlines()):
        mark, _, rest = line.partition(" ")
        if not line:
            continue
        if mark == "##":
            sections, headings, items = sections + 1, 0, 0
            if lead:
                yield Block("plain", "", lead)
            yield Block("heading", _numbered(sections, rest, lang))
            lead = ""
        elif mark == "###":
            if lead:
                yield Block("plain", "", lead)
            headings, items = headings + 1, 0
            lead = f"（{_NUMERALS[(headings - 1) % 10]}）{rest}" if lang == "zh" else rest
        elif mark == "-":
            if lead:
                yield Block("plain", "", lead)
                lead = ""
            items += 1
            yield Block("item", f"{items}．{rest}" if lang == "zh" else rest)
        else:
            yield _block(line, lead)
            lead = ""
    if lead:
        yield Block("plain", "", lead)


def _numbered(number: int, text: str, lang: Language) -> str:
    return f"{_NUMERALS[(number - 1) % 10]}、{text}" if lang == "zh" else text


def _block(line: str, lead: str) -> Block:
    mark, _, rest = line.partition(" ")
    if mark == "#":
        return Block("title", rest)
    if mark == ">":
        return Block("notice", rest)
    if mark.startswith("@") and mark[1:] in _KINDS:
        return Block(_KINDS[mark[1:]], rest)
    return Block("plain", line, lead)


def page_count(blocks: Sequence[Block], lang: Language) -> float:
    """Return an estimate of the pages that the text fills."""
    across, down = _LINES[lang]
    return sum(_lines(block, across) for block in blocks) / down


def _lines(block: Block, across: int) -> float:
    text = block.lead + block.text
    if across > 50:  # letters of one width are not known; a line of English has so many on average
        return -(-len(text) // across) + (1.2 if block.kind in ("heading", "title") else 0.3)
    wide = sum(1.0 if ord(c) > 0x2E7F or c in "“”‘’—" else 0.68 for c in text)
    if block.kind == "title":
        return -(-wide // 20) * 1.3 + 1
    if block.kind == "issuer":
        return 3
    indent = 2 if block.kind in ("plain", "item", "notice", "heading", "annex") else 0
    return -(-(wide + indent) // (across - 0.5))


def as_markdown(made: Circular) -> str:
    """Return the circular as Markdown, its annexes below."""
    lines = [text for block in made.blocks for text in (_markdown(block, made.lang), "")]
    lines = [line for line in lines if line is not None]
    for annex in made.annexes:
        lines += ["---", "", f"## {annex.label} {escape(annex.title)}", ""]
        for block in annex.blocks:
            if not isinstance(block, Figure):
                lines += _annex_lines(block)
    return "\n".join(lines).rstrip() + "\n"


def _markdown(block: Block, lang: Language) -> str:
    text = escape(block.text)
    if block.kind == "title":
        return f"# {text}"
    if block.kind == "heading":
        return f"## {text}"
    if block.kind == "notice":
        return f"> **{text}**"
    if block.kind == "item":
        return text if lang == "zh" else f"- {text}"
    labels = {"to": "To: ", "annex": "Annex: "} if lang == "en" else {"annex": "附件："}
    labels |= {"copies": "抄送：" if lang == "zh" else "Copies: "}
    lead = f"**{escape(block.lead)}** " if block.lead and lang == "en" else escape(block.lead)
    return labels.get(block.kind, "") + (f"**{lead}**" if lead and lang == "zh" else lead) + text


def _annex_lines(block: BulletinTable | Paragraph) -> Iterator[Any]:
    if isinstance(block, Paragraph):
        yield from (escape(block.text), "")
        return
    if block.title:
        yield from (f"**{escape(block.title)}**", "")
    yield f"| {' | '.join(escape(head.text) for head in block.heads)} |"
    yield f"|{'|'.join(' --- ' for _ in block.heads)}|"
    for row in block.rows:
        yield f"| {' | '.join(escape(cell.text) for cell in row)} |"
    yield ""
