"""A draft as the data of a ruleset: head, places, indicators, targets with marks and questions.

Layer: drafting. Input: a DraftedDocument. Output: plain data of `ruleset.yaml` and its parts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from targetcheck.drafting.draft_files.place_list import PlaceList, place_list, place_of, plain_name
from targetcheck.drafting.grammar.unit_scanner import unit_of
from targetcheck.drafting.proposals.document_proposals import DraftedDocument
from targetcheck.drafting.proposals.proposal import Mark, Proposal

Data = dict[str, object]
_PART = 60
"""Targets of one file; a longer draft is split by its top headings."""
SCALE = "drafted_grades"


@dataclass(slots=True)
class DraftData:
    """The data of the files of a draft by name."""

    files: dict[str, Data] = field(default_factory=dict)
    targets: list[Data] = field(default_factory=list)


def draft_data(
    drafted: DraftedDocument, name: str, digest: str, given: Mapping[str, str]
) -> DraftData:
    """Return the data of a ruleset with every proposal as a target.

    Args:
        drafted: A document with its proposals.
        name: Id of the ruleset.
        digest: SHA-256 of the text that the quotes are from.
        given: Places by id; the first is the one that the document binds.
    """
    _number_apart(drafted.proposals)
    places = place_list(drafted, given)
    indicators, names = _indicators(drafted, places)
    targets = [
        _target(made, number, drafted, places, names)
        for number, made in enumerate(drafted.proposals, start=1)
    ]
    _link(drafted, targets)
    head = _head(drafted, name, digest, places)
    if places.places:
        head["places"] = dict(places.places)
    if any(p.nature == "class" for p in drafted.proposals):
        head["scales"] = {SCALE: _scale()}
    if indicators:
        head["indicators"] = indicators
    found = DraftData({"ruleset.yaml": head}, targets)
    _split(found, drafted)
    return found


def _number_apart(proposals: Sequence[Proposal]) -> None:
    """Number the names of promises of one paragraph that differ in nothing but their amount."""
    seen: dict[object, list[object]] = {}
    for made in proposals:
        if made.nature == "done":
            continue
        spots = made.clause.paragraph.plain.spots
        key = (plain_name(made.name), spots[:1], made.due, made.place_words, _shape(made))
        amounts = seen.setdefault(key, [])
        if made.require not in amounts:
            amounts.append(made.require)
        number = amounts.index(made.require) + 1
        if number > 1:
            made.name = f"{made.name}（{number}）"


def _head(drafted: DraftedDocument, name: str, digest: str, places: PlaceList) -> Data:
    document = drafted.document
    language = "zh" if drafted.chinese else "en"
    todo: Data = {}
    marks: Data = {}
    fields = (
        ("number", document.number, "无文号", "unnumbered"),
        ("title", document.title, "未命名文件", "untitled document"),
        ("issuer", document.issuer, "发文机关不详", "issuer not named"),
        ("issued", document.issued, "", ""),
    )
    said: Data = {}
    for key, value, zh, en in fields:
        text, sure = value.value, value.sure
        if not text:
            text, sure = (zh if drafted.chinese else en) or _no_date(drafted), "guess"
            todo[f"document.{key}"] = (
                f"原文未见：{key}" if drafted.chinese else f"not found in the text: {key}"
            )
        said[key] = date.fromisoformat(text) if key == "issued" else text
        marks[f"document.{key}"] = _mark(Mark(sure, value.words, "document"))
    said["sha256"] = digest
    marks["places"] = _mark(places.mark)
    if places.mark.sure == "guess":
        todo["places"] = (
            "所约束的地区不详，请用 --place 给出"
            if drafted.chinese
            else "the place that the document binds is not known; give it with --place"
        )
    head: Data = {
        "targetcheck": 1,
        "id": name,
        "title": {language: said["title"]},
        "document": said,
    }
    if places.used:
        head["use"] = [places.used]
    head["draft"] = marks
    if todo:
        head["todo"] = todo
    return head


def _no_date(drafted: DraftedDocument) -> str:
    """Return a stand-in for the day of issue: the first day of the year of the first date."""
    years = [p.due.year for p in drafted.proposals if p.due is not None]
    return f"{min(years, default=2000)}-01-01"


def _mark(mark: Mark) -> Data:
    made: Data = {"sure": mark.sure}
    if mark.words:
        made["words"] = mark.words[:160]
    made["in"] = mark.found
    return made


def _scale() -> Data:
    grades = ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "劣Ⅴ"]
    aliases = {f"{grade}{end}": grade for end in "类级" for grade in grades}
    return {"zh": "水质类别", "en": "water quality class", "grades": grades, "aliases": aliases}


def _key(made: Proposal) -> tuple[str, str, str]:
    return plain_name(made.name), made.nature, made.unit


def _indicators(
    drafted: DraftedDocument, places: PlaceList
) -> tuple[Data, dict[tuple[str, str, str], str]]:
    """Return the indicators that several targets share, and the ids of all that are shared.

    Two indicators of one name, but not of one unit, are distinguished by the unit in their names.
    """
    counts: Counter[tuple[str, str, str]] = Counter()
    by_name: dict[str, set[tuple[str, str, str]]] = {}
    for made in drafted.proposals:
        counts[_key(made)] += made.nature != "done"
        by_name.setdefault(_key(made)[0], set()).add(_key(made))
    taken: set[str] = set()
    found: Data = {}
    names: dict[tuple[str, str, str], str] = {}
    for made in drafted.proposals:
        key = _key(made)
        known = places.indicators.get(key[0])
        if known is not None and _fits(known[1], made):
            names[key] = known[0]
        elif known is not None or len(by_name[key[0]]) > 1:
            made.name = f"{made.name}（{made.unit or made.nature}）"
            by_name.setdefault(_key(made)[0], set()).add(_key(made))
            counts[_key(made)] += 1
    for made in drafted.proposals:
        key = _key(made)
        if counts[key] > 1 and key not in names and made.nature != "done":
            number = len(found) + 1
            own = f"i{number:02d}" if drafted.chinese else slug(made.name, taken).replace("-", "_")
            names[key] = own
            found[own] = _indicator(made, drafted.chinese)
    return found, names


def _fits(spec: Mapping[str, object], made: Proposal) -> bool:
    """Return whether a shared indicator can measure a promise: same nature, comparable unit."""
    if spec.get("nature", "level") != made.nature:
        return False
    known, own = unit_of(str(spec.get("unit", ""))), unit_of(made.unit)
    if known is None or own is None:
        return known is own
    return known.dimension == own.dimension


def _indicator(made: Proposal, chinese: bool) -> Data:
    said: Data = {"zh" if chinese else "en": made.name, "nature": made.nature}
    if made.nature == "class":
        said["scale"] = SCALE
    elif made.unit:
        said["unit"] = made.unit
    if made.better == "lower":
        said["better"] = "lower"
    if made.nature == "share" and _above_hundred(made):
        said["above_hundred"] = True
    return said


def _above_hundred(made: Proposal) -> bool:
    return made.amount is not None and made.amount.unit_kind == "share" and made.amount.low > 100


def slug(text: str, taken: set[str]) -> str:
    """Return an id made of the words of a name, different from those taken."""
    words = re.findall(r"[a-z0-9]+", text.lower())[:6]
    plain = "-".join(words) or "target"
    plain = plain if plain[0].isalpha() else f"t-{plain}"
    name, number = plain, 2
    while name in taken:
        name, number = f"{plain}-{number}", number + 1
    taken.add(name)
    return name


def _target(
    made: Proposal, number: int, drafted: DraftedDocument, places: PlaceList,
    names: Mapping[tuple[str, str, str], str],
) -> Data:  # fmt: skip
    language = "zh" if drafted.chinese else "en"
    said: Data = {"id": f"t{number:03d}"}
    if made.nature == "done":
        said["title"] = {language: made.name}
    elif _key(made) in names:
        said["indicator"] = names[_key(made)]
    else:
        said["indicator"] = _indicator(made, drafted.chinese)
    said["place"] = place_of(made, places, drafted.chinese)
    said["require"] = made.require
    _dates(made, said, drafted)
    if made.mode:
        said["mode"] = made.mode
    if made.strength != "binding":
        said["strength"] = made.strength
    for key, units in (("lead", made.lead), ("with", made.support), ("by", made.by)):
        if units:
            said[key] = units[0] if len(units) == 1 else list(units)
    cites = [
        {
            "clause": made.clause.label or "正文"
            if drafted.chinese
            else made.clause.label or "text",
            "quote": q,
        }
        for q in dict.fromkeys(made.quotes)
        if q
    ]
    said["cite"] = cites[0] if len(cites) == 1 else cites
    if made.reading:
        said["reading"] = made.reading
    for name, mark in made.marks.items():
        if mark.sure == "guess":
            made.todo.setdefault(
                name, (f"{name} 为推测，请核定", f"`{name}` is a guess; settle it")
            )
    said["draft"] = {field: _mark(mark) for field, mark in made.marks.items()}
    if made.todo:
        said["todo"] = {f: zh if drafted.chinese else en for f, (zh, en) in made.todo.items()}
    return said


def _dates(made: Proposal, said: Data, drafted: DraftedDocument) -> None:
    document, chinese = drafted.document, drafted.chinese
    due = made.due
    if due is None:
        due = date((document.year or 2000) + 1, 12, 31)
    start = made.since
    if (made.every or made.nature == "flow") and (start is None or start > due):
        issued = document.day
        year = min(issued.year if issued else due.year, due.year)
        start = date(year, 1, 1)
        said["from"] = start
        made.marks.setdefault("from", Mark("guess", "", "usage"))
        made.todo.setdefault(
            "from",
            (
                "原文未写起算日，暂按印发当年1月1日",
                "the text gives no first day; 1 January of the year of issue is taken",
            ),
        )
    elif start is not None and start < due:
        said["from"] = start
    if made.every and "from" in said:
        said["every"] = made.every
    said["due"] = due
    mark = made.marks.get("due")
    if mark is not None and mark.found in ("document", "section", "usage") and not made.reading:
        made.reading = (
            f"原文本句未写时限，按{_where(mark, chinese)}的{due.isoformat()}"
            if chinese
            else f"the sentence gives no due date; {due.isoformat()} is that of {_where(mark, chinese)}"
        )


def _where(mark: Mark, chinese: bool) -> str:
    names = {
        "document": ("文件期末", "the end of the document"),
        "section": ("标题", "the heading"),
        "usage": ("惯例", "usage"),
    }
    zh, en = names[mark.found]
    return zh if chinese else en


def _link(drafted: DraftedDocument, targets: list[Data]) -> None:
    """Link targets that promise the same again, and declare those that disagree."""
    first: dict[object, int] = {}
    deeds: dict[str, int] = {}
    for number, (made, said) in enumerate(zip(drafted.proposals, targets, strict=True)):
        if made.nature == "done":
            _link_deed(made, said, deeds, targets)
            continue
        if len(made.name) < 5:
            continue
        subject = (made.name, str(said["place"]), said["due"], made.every, _shape(made))
        earlier = first.setdefault(subject, number)
        if earlier == number:
            continue
        before = targets[earlier]
        if before["require"] == said["require"]:
            said["restates"] = before["id"]
        else:
            on = f"{_amounts(before)} / {_amounts(said)}"
            said["disagrees"] = [{"target": before["id"], "on": on}]


def _link_deed(made: Proposal, said: Data, deeds: dict[str, int], targets: list[Data]) -> None:
    """Let a deed that is promised again be that of the first target that promises it."""
    number = targets.index(said)
    earlier = deeds.setdefault(plain_name(made.name), number)
    if earlier == number:
        return
    before = targets[earlier]
    said["indicator"] = before["id"]
    same = all(said[key] == before[key] for key in ("due", "place", "require"))
    if same and said.get("strength") == before.get("strength"):
        said["restates"] = before["id"]


def _shape(made: Proposal) -> tuple[str, ...]:
    return tuple(
        f"{key}.{inner.get('from')}" if isinstance(inner, dict) else "level"
        for key, inner in made.require.items()
    )


def _amounts(said: Data) -> str:
    require = said["require"]
    assert isinstance(require, dict)
    return "; ".join(f"{key} {value}" for key, value in require.items())


def _split(found: DraftData, drafted: DraftedDocument) -> None:
    """Put the targets into the ruleset file, or into parts by top heading if they are many."""
    head = found.files["ruleset.yaml"]
    if len(found.targets) <= _PART:
        head["targets"] = found.targets
        return
    parts: list[list[Data]] = []
    last: object = None
    for made, said in zip(drafted.proposals, found.targets, strict=True):
        top = made.clause.heads[0].paragraph if made.clause.heads else None
        if not parts or (top is not last and len(parts[-1]) >= 12) or len(parts[-1]) >= _PART:
            parts.append([])
        last = top
        parts[-1].append(said)
    names = [f"targets-{number:02d}.yaml" for number in range(1, len(parts) + 1)]
    head["include"] = names
    for name, part in zip(names, parts, strict=True):
        found.files[name] = {"targets": part}
