"""Places of a draft: those given, those of a bundled shared part, those that the text names.

Layer: drafting. Input: names given, proposals. Output: Places, the place of each promise.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from targetcheck.drafting.proposals.document_proposals import DraftedDocument
from targetcheck.drafting.proposals.proposal import Mark, Proposal
from targetcheck.errors import TargetcheckError
from targetcheck.ruleset_locator import bundled_folder
from targetcheck.yaml_text.yaml_source import read_document

_KINDS = (
    (r"省|自治区", "province"), (r"自治州|州|盟|地区", "city"), (r"市", "city"),
    (r"县|旗", "county"), (r"新区|开发区|高新区|经开区|园区", "park"), (r"区", "district"),
    (r"湖|水库", "lake"), (r"河|江", "river"), (r"镇|乡|街道", "town"), (r"\bCounty", "county"),
)  # fmt: skip
_OWNER = re.compile(
    r"^(?P<name>[\u4e00-\u9fff]{2,9}?(?:特别行政区|自治区|自治州|省|市|县|区|州|盟))"
)
_EACH_KINDS = (
    (r"县|district|county|local|council|municipal", "county"),
    (r"乡|镇|街道|村", "town"),
    (r"市|区|state|province|region", "county"),
)


def plain_name(name: str) -> str:
    """Return a name without white space and full-width forms, for comparison."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


Named = dict[str, dict[str, object]]


@dataclass(slots=True)
class PlaceList:
    """The places of a draft by id, and the shared part that they come from, if any."""

    main: str
    places: dict[str, dict[str, object]] = field(default_factory=dict)
    used: str = ""
    shared: dict[str, dict[str, object]] = field(default_factory=dict)
    indicators: dict[str, tuple[str, dict[str, object]]] = field(default_factory=dict)
    words: str = ""
    mark: Mark = field(default_factory=lambda: Mark("guess", "", "usage"))

    def name_of(self, place: str) -> str:
        """Return the name of a place."""
        found = self.places.get(place) or self.shared.get(place) or {}
        return str(found.get("zh") or found.get("en") or place)

    def find(self, name: str) -> str:
        """Return the id of a place by its name, empty if it is not known."""
        for listed in (self.places, self.shared):
            for place, found in listed.items():
                aliases = found.get("aliases") or ()
                names = {found.get("zh"), found.get("en")}
                if name in names or (isinstance(aliases, list) and name in aliases):
                    return place
        return ""

    def named_in(self, text: str) -> str:
        """Return the id of the place whose name stands last in a text, the longest at that point."""
        best: tuple[int, int, str] | None = None
        for place, found in self.places.items():
            for name in (found.get("zh"), found.get("en")):
                at = text.rfind(str(name)) if name else -1
                if at >= 0 and (best is None or (at, len(str(name))) > best[:2]):
                    best = at, len(str(name)), place
        return best[2] if best is not None else ""

    def add(self, name: str) -> str:
        """Add a place that the text names below the main place; return its id."""
        place = f"place{len(self.places)}"
        self.places[place] = {"zh": name, "kind": kind_of(name), "in": self.main}
        return place

    def kinds(self) -> set[str]:
        """Return the kinds of the places below the main place."""
        listed = (*self.places.values(), *self.shared.values())
        return {str(found.get("kind")) for found in listed if found.get("in") == self.main}


def place_list(drafted: DraftedDocument, given: Mapping[str, str]) -> PlaceList:
    """Return the places of a draft before its promises are placed.

    given: names by id; the first is the place that the document binds, the others lie in it.
    """
    made = _listed(drafted, given)
    made.words = "".join(clause.text for clause in drafted.clauses)
    return made


def _listed(drafted: DraftedDocument, given: Mapping[str, str]) -> PlaceList:
    language = "zh" if drafted.chinese else "en"
    if given:
        main, *others = given
        made = PlaceList(main, mark=Mark("likely", given[main], "given"))
        made.places[main] = {language: given[main], "kind": kind_of(given[main], top=True)}
        for place in others:
            kind = kind_of(given[place])
            made.places[place] = {
                language: given[place],
                "kind": "county" if kind == "city" else kind,
                "in": main,
            }
        return made
    name = _owner(drafted)
    for part, (shared, indicators) in _shared_parts().items():
        for place, found in shared.items():
            if name and found.get("zh") == name:
                mark = Mark("likely", name, "document")
                return PlaceList(place, {}, part, shared, indicators, mark=mark)
    made = PlaceList("area", mark=Mark("likely" if name else "guess", name, "document"))
    shown = name or ("文件所约束的地区" if drafted.chinese else "the area of the document")
    made.places["area"] = {language: shown, "kind": kind_of(shown, top=True)}
    return made


def kind_of(name: str, *, top: bool = False) -> str:
    """Return the kind of a place by the end of its name; below a city, a 市 is a county."""
    for pattern, kind in _KINDS:
        if re.search(rf"(?:{pattern})$", name):
            return "county" if kind == "city" and not top and name.endswith("市") else kind
    return "area"


def _owner(drafted: DraftedDocument) -> str:
    document = drafted.document
    for text in (document.issuer.value, document.title.value):
        found = _OWNER.match(text)
        if found and not re.match(r"市|省|县|区|全", found["name"]):
            return found["name"]
    for clause in drafted.clauses[:25]:
        found = _OWNER.match(clause.text)
        if found and len(clause.text) < 60 and not re.match(r"市|省|县|区|各|全", found["name"]):
            return found["name"]
    return ""


@cache
def _shared_parts() -> Mapping[str, tuple[Named, dict[str, tuple[str, dict[str, object]]]]]:
    """Return places, and indicators by name, of the shared parts of the bundled rulesets."""
    root = bundled_folder()
    found: dict[str, tuple[Named, dict[str, tuple[str, dict[str, object]]]]] = {}
    for file in sorted(root.glob("*/*.yaml")):
        try:
            data = read_document(file).data
        except TargetcheckError:
            continue
        places = data.get("places")
        if isinstance(places, dict):
            name = file.relative_to(root).with_suffix("").as_posix()
            named = dict(_named_indicators(data.get("indicators")))
            found[name] = (
                {str(k): dict(v) for k, v in places.items() if isinstance(v, dict)},
                named,
            )
    return found


def _named_indicators(listed: object) -> Iterator[tuple[str, tuple[str, dict[str, object]]]]:
    """Yield (plain name, (id, definition)) of each name and alias of indicators."""
    for key, spec in listed.items() if isinstance(listed, dict) else ():
        if isinstance(spec, dict):
            aliases = spec.get("aliases") or []
            for name in (spec.get("zh"), *(aliases if isinstance(aliases, list) else [aliases])):
                if name:
                    yield plain_name(str(name)), (str(key), dict(spec))


def place_of(made: Proposal, places: PlaceList, chinese: bool) -> object:
    """Return the place of a promise as the ruleset writes it, and mark it."""
    if made.each:
        kind = next((k for words, k in _EACH_KINDS if re.search(words, made.each)), "county")
        kinds = places.kinds()
        if kind in kinds:
            made.marks["place"] = Mark("likely", made.each, "quote")
            return {"each": kind, "in": places.main}
        made.marks["place"] = Mark("guess", made.each, "quote")
        made.todo["place"] = (
            f"“{made.each}”未列出名单，请用 --place 给出后改为逐个评判",
            f"`{made.each}` is not listed; give the places with --place to judge each of them",
        )
        return places.main
    named = places.named_in(made.lead_in)
    if named:
        made.marks["place"] = Mark("likely", places.name_of(named), "sentence")
        return named
    if made.place_words:
        known = places.find(made.place_words)
        if not known and places.words.count(made.place_words) < 2:
            made.marks["place"] = Mark("likely", places.mark.words, places.mark.found)
            return places.main
        if known:
            made.marks["place"] = Mark("certain", made.place_words, "quote")
            return known
        made.marks["place"] = Mark("likely", made.place_words, "quote")
        return places.add(made.place_words)
    made.marks["place"] = Mark(
        "guess" if places.mark.sure == "guess" else "likely", places.mark.words, places.mark.found
    )
    return places.main
