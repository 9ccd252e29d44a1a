"""Departments that answer for an item: in brackets, in lines of their own, in sentences.

Layer: drafting. Input: a text in plain form. Output: DutyWords with their spans.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_LEAD = "牵头(?:责任)?(?:单位|部门|处室|科室|领导|市领导)?|主要?责单位|主责部门|主管部门|主办单位|组织单位|第一责任单位"
_BY = "责任(?:单位|部门|处室|主体|领导|科室|分工)|落实单位|实施(?:单位|主体)|承办单位|责任人"
_WITH = "配合(?:单位|部门|处室)?|协助(?:单位|部门)?|参与(?:单位|部门)?|协同单位|参加单位|会同单位"
_LABELLED = re.compile(rf"(?P<lead>{_LEAD})|(?P<by>{_BY})|(?P<support>{_WITH})")
_COLON = "[:：]"
_EVERYWHERE = re.compile(
    r"(?:相关|有关|所有)?各?(?:相关|有关|级|地)?(?:县|市|区|乡镇|街道|地方)[^、]*(?:政府|管委会)|各|相关|有关"
)
_OPEN, _CLOSE = "([（【", ")]）】"
_ENGLISH = re.compile(
    r"(?P<lead>lead(?:ing)?(?: (?:agency|agencies|department|body|organi[sz]ation|partner|"
    r"ministry|by|delivery partner))?|"
    r"responsib(?:le|ility)(?: (?:agency|body|department|authority|party|organi[sz]ation))?|"
    r"owner|action owner|accountable|implement(?:ing|ation) (?:agency|body)|delivery body|"
    r"action by)"
    r"|(?P<support>support(?:ing|ed by)?(?: (?:agencies|departments?|bodies|partners?))?|partners?|with)",
    re.IGNORECASE,
)
_ROLE_AFTER = re.compile(
    r"(?P<who>[^;；。:：]+?)(?:按(?:照)?(?:各自)?职责(?:分工)?(?:负责|落实|组织实施)?|等?分工负责|分别负责|具体负责|(?P<lead>(?:联合)?牵头(?:负责)?)|"
    r"(?P<plain>负责)|(?P<support>(?:参与|配合|协同)(?:实施|落实)?))$"
)

_CHARGED = (
    re.compile(
        r"(?:领导小组|指挥部|联席会议|委员会|专班)[^，。；]{0,6}办公室设在(?P<who>[^，,。；;（(]{2,24})"
    ),
    re.compile(r"解释权(?:归|属|归属|属于)于?(?P<who>[^，,。；;（(、]{2,24})"),
    re.compile(
        r"由(?P<who>[^，,。；;（(、]{2,24}?)(?:牵头负责|负责(?:组织实施|统筹|解释)|会同[^，。；]{2,40}?负责解释)"
    ),
)
_CHARGED_EN = (
    re.compile(
        r"\b[Tt]he (?P<who>[A-Z][\w'’&-]*(?: (?:[A-Z][\w'’&-]*|of|for|and|the)){0,8}) (?:will|shall|is"
        r" responsible for|has overall responsibility for)(?: the)? "
        r"(?:coordinat|oversee|lead)\w*(?: the)? (?:implementation|delivery)"
    ),
)


@dataclass(frozen=True, slots=True)
class DutyWords:
    """Departments named in one place: span, lead, co-operating and responsible units.

    `labelled`: a word such as 牵头单位 or `Lead:` marks the lead; else it is the first responsible unit.
    `all_below`: the words say that they hold for what follows as well.
    """

    start: int
    end: int
    lead: tuple[str, ...]
    support: tuple[str, ...]
    by: tuple[str, ...]
    words: str
    labelled: bool
    all_below: bool = False


def duties_in(text: str, chinese: bool) -> list[DutyWords]:
    """Return the departments named in brackets of a text, in order."""
    return [
        duty
        for start, end in brackets(text)
        if (duty := _duty(text, start, end, chinese)) is not None
    ]


def duty_line(text: str, chinese: bool) -> DutyWords | None:
    """Return the departments of a line that is nothing but such a list: `牵头单位：市…`."""
    mark = _LABELLED if chinese else _ENGLISH
    found = mark.match(text)
    if not found or not re.match(rf" ?{_COLON}", text[found.end() :]):
        return None
    return _duty(text, 0, len(text), chinese)


def charged_in(texts: Iterable[str], chinese: bool) -> DutyWords | None:
    """Return the body that a document charges with its coordination, else with its interpretation.

    The seat of the leading group's office comes first: 领导小组办公室设在市发改委.
    """
    for pattern in _CHARGED if chinese else _CHARGED_EN:
        for text in texts:
            found = pattern.search(text)
            if found is not None:
                who = (found["who"].strip(),)
                return DutyWords(0, 0, who, (), (), found.group(), labelled=False)
    return None


def brackets(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of outermost brackets, the brackets included."""
    depth = start = 0
    for place, char in enumerate(text):
        if char in _OPEN:
            start = place if depth == 0 else start
            depth += 1
        elif char in _CLOSE and depth:
            depth -= 1
            if depth == 0:
                yield start, place + 1


def _duty(text: str, start: int, end: int, chinese: bool) -> DutyWords | None:
    inner = text[start:end].strip("([（【)]）】 ")
    groups = _labelled(inner, chinese)
    if groups is None and chinese:
        groups = _roles(inner)
    if groups is None:
        return None
    labelled = bool(groups["lead"])
    lead, by, support = groups["lead"], groups["by"], groups["support"]
    if not lead and by:
        own = next((name for name in by if not _EVERYWHERE.match(name)), by[0])
        lead, by = [own], [name for name in by if name != own]
    if not lead:
        return None
    below = bool(re.search(r"(?:以下|下同|不再(?:列出|重复|赘述))", inner))
    return DutyWords(start, end, tuple(lead), tuple(support), tuple(by), inner, labelled, below)


def _labelled(inner: str, chinese: bool) -> dict[str, list[str]] | None:
    """Return the departments behind labels such as 牵头单位：, or None without a label."""
    mark = _LABELLED if chinese else _ENGLISH
    found = [m for m in mark.finditer(inner) if re.match(rf" ?{_COLON}", inner[m.end() :])]
    if not found or inner[: found[0].start()].strip(" ，,;；"):
        return None
    groups: dict[str, list[str]] = {"lead": [], "by": [], "support": []}
    ends = [*(m.start() for m in found[1:]), len(inner)]
    for match, stop in zip(found, ends, strict=True):
        kind = match.lastgroup or "lead"
        names = inner[match.end() : stop].lstrip(" :：")
        groups[kind] += list(names_of(names))
    return groups


def _roles(inner: str) -> dict[str, list[str]] | None:
    """Return the departments of 市发改委牵头，市财政局配合 or 市水利局负责; None for other words."""
    groups: dict[str, list[str]] = {"lead": [], "by": [], "support": []}
    if len(inner) > 400 or re.search(r"\d|[。]", inner):
        return None
    for part in re.split(r"[;；]|[,，](?=[^,，;；]*(?:牵头|配合|参与|负责|落实|协同))", inner):
        found = _ROLE_AFTER.search(part.strip())
        if not found:
            continue
        kind = "lead" if found["lead"] else "support" if found["support"] else "by"
        groups[kind] += list(names_of(found["who"]))
    return groups if groups["lead"] or groups["by"] else None


def names_of(text: str) -> Iterator[str]:
    """Yield the departments of a list."""
    whole = _split_names_of(text)
    for name in whole:
        place = re.search(r"(?:市|县|区|州)$", name) and not name.startswith(("市", "省", "各"))
        yield f"{name}人民政府" if place and whole[-1].endswith("人民政府") else name


def _split_names_of(text: str) -> list[str]:
    found: list[str] = []
    cut = re.split(
        r"[。]|(?:,|，|;|；)?(?:以下|下同|不再重复|其他各?责任|共同(?:负责|落实)|具体实施|按职责)",
        text,
    )[0]
    for name in _split_names(cut):
        plain = name.strip(" 、，,;；。.[]:：")
        if plain.count("(") != plain.count(")"):
            plain = plain.strip("()（）")
        plain = re.sub(r"(?:等有关部门|等部门|等单位|等)$", "", plain)
        plain = re.sub(r"(?:配合实施|具体实施|组织实施|负责落实|落实)$", "", plain)
        if 1 < len(plain) <= 80:
            found.append(plain)
    return found


def _split_names(text: str) -> Iterator[str]:
    """Yield the names of a list, brackets kept whole."""
    depth = start = 0
    for place, char in enumerate(text):
        depth += (char in _OPEN) - (char in _CLOSE)
        if depth <= 0 and char in "、,，;；":
            yield text[start:place]
            start = place + 1
    yield text[start:]
