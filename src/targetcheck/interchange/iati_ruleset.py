"""An IATI activity as a ruleset with its observations.

Layer: interchange. Input: an activity file. Output: data of a ruleset, rows, notes. A number in
`target/@value` becomes a bound in the direction of the indicator; any other target becomes words,
which a person judges. A file that `as_iati` wrote holds its ruleset, which is taken over unless the
targets were changed since.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from targetcheck.errors import Diagnostic, TargetcheckError, Where, did_you_mean
from targetcheck.name_index import shared_names
from targetcheck.printable_text import cell_text
from targetcheck.ruleset.loading.ruleset_loader import ruleset_from_document
from targetcheck.ruleset.ruleset import Ruleset, to_yaml
from targetcheck.tables.cells.cell_value import plain_number, read_cell
from targetcheck.tables.cells.number_notation import UNSAID, settle_numbers
from targetcheck.tables.columns.column_matching import shape_table
from targetcheck.tables.iati.activity_names import ActivityNames, DistinctIds
from targetcheck.tables.iati.activity_results import (
    Figure,
    IatiActivity,
    IatiIndicator,
    IatiText,
    read_activities,
)
from targetcheck.tables.iati.activity_rows import rows_of
from targetcheck.tables.observation_table import ObservationTable
from targetcheck.tables.raw_table import refuse
from targetcheck.tables.rejection_reasons import COLUMN, SEPARATOR, refusal
from targetcheck.yaml_text.yaml_source import read_document
from targetcheck.yaml_text.yaml_writer import dump_yaml

_NO_MARK = ("请不要写千位分隔符", "write it without a separator of thousands")
_NUMERIC = ("1", "2", "4")
"""Measures whose numbers have an order; nominal and qualitative values have none."""


@dataclass(frozen=True, slots=True)
class ActivityRuleset:
    """A ruleset made of an activity: its text, its model, the reports, and what was not used."""

    yaml: str
    ruleset: Ruleset
    table: ObservationTable
    notes: tuple[Diagnostic, ...]

    def observations_csv(self) -> str:
        """Return the reports as CSV, safe against formula injection."""
        always = ("place", "indicator", "period", "value")
        used = [h for h, cells in self.table.columns.items() if h in always or any(cells)]
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(used)
        for row in zip(*(self.table.columns[head] for head in used), strict=True):
            writer.writerow([c if plain_number(c) is not None else cell_text(c) for c in row])
        return text.getvalue()


def ruleset_from_activity(path: str, name: str, chosen: str | None = None) -> ActivityRuleset:
    """Return the ruleset of the one activity with results, or of the one whose identifier is `chosen`.

    Raises TargetcheckError with every error found.
    """
    activity = _chosen(read_activities(path, name), name, chosen)
    maker = _RulesetMaker(activity, name)
    held = maker.held()
    data = maker.data() if held is None else held
    refuse(maker.found)
    ruleset = ruleset_from_document(read_document(data))
    text = dump_yaml(data) if held is None else to_yaml(ruleset)
    return ActivityRuleset(text, ruleset, shape_table(rows_of([activity], name)), (*maker.notes,))


def targets_digest(activities: Iterable[IatiActivity]) -> str:
    """Return the digest of everything that the targets of activities say."""
    said = [
        (number, f.start.isoformat(), f.end.isoformat(), f.value, *f.locations, *f.dimensions)
        for activity in activities
        for number, indicator in enumerate(activity.indicators)
        for f in indicator.figures
        if f.kind == "target"
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _chosen(activities: tuple[IatiActivity, ...], name: str, chosen: str | None) -> IatiActivity:
    found = [a for a in activities if a.indicators and chosen in (None, a.identifier)]
    if len(found) == 1:
        return found[0]
    known = [a.identifier for a in activities if a.indicators]
    if not known:
        en, zh, hint = "no activity of the file has results", "文件中没有带 result 的活动", ("", "")
    elif found or chosen is None:
        en, zh = f"{len(known)} activities have results", f"有{len(known)}个活动带 result"
        hint = (
            f"choose one with `--activity`: {', '.join(known[:5])}",
            f"用 --activity 选择一个：{'、'.join(known[:5])}",
        )
    else:
        near = did_you_mean(chosen, known) or known[0]
        en, zh = (
            f"no activity with results has the identifier `{chosen}`",
            f"没有编号为“{chosen}”且带 result 的活动",
        )
        hint = (f"did you mean `{near}`?", f"是否应为“{near}”？")
    raise TargetcheckError(Diagnostic("iati-activity", en, zh, *hint, Where(name)))


class _RulesetMaker:
    """Maker of the data of one ruleset; collects errors and notes."""

    def __init__(self, activity: IatiActivity, name: str) -> None:
        self.activity, self.name = activity, name
        self.names = ActivityNames(activity)
        self.ids = DistinctIds()
        self.found: list[Diagnostic] = []
        self.notes: list[Diagnostic] = []
        figures = [f for i in activity.indicators if i.measure in _NUMERIC for f in i.figures]
        settled = settle_numbers({"value": [f.value for f in figures]}, UNSAID)
        open_ = settled.get(COLUMN, [None] * len(figures))
        self.numbers = {
            id(f): (str(value), str(reason or ""))
            for f, value, reason in zip(figures, settled["value"], open_, strict=True)
        }
        """value in normal notation and the reason why it is ambiguous, of each number"""

    def held(self) -> dict[str, Any] | None:
        """Return the ruleset inside the file, if its targets were not changed since."""
        element = self.activity.ruleset
        if element is None:
            return None
        if element.get("targets") == targets_digest([self.activity]):
            data: dict[str, Any] = json.loads(element.text, parse_float=Decimal)
            data.pop("use", None)
            return data
        self.note(element.line, "iati-ruleset-stale",
                  "the targets were changed since the file was written; the ruleset that it holds is not used",
                  "文件写成后目标有改动，未采用其中所存的规则集",
                  "the targets of the activity itself are used", "采用活动自身的目标")  # fmt: skip
        return None

    def data(self) -> dict[str, Any]:
        """Return the ruleset that the elements of the activity state."""
        activity = self.activity
        ends = [f.start for i in activity.indicators for f in i.figures if f.kind != "baseline"]
        issued = activity.begins or min(ends, default=date(1900, 1, 1))
        places: dict[str, Any] = {self.names.place: _named(activity.title, self.names.place)}
        indicators: dict[str, Any] = {}
        targets: list[dict[str, Any]] = []
        for indicator in activity.indicators:
            for id_, figures in self.series(indicator).items():
                indicators[id_] = self.indicator(indicator, figures[0])
                for place, listed in _grouped(figures, self.names.place_of).items():
                    places.setdefault(place, self.place(listed[0]))
                    targets += self.target(id_, place, indicator, listed)
        return {
            "targetcheck": 1,
            "id": self.names.place,
            "title": _named(activity.title, activity.identifier),
            "document": {
                "number": activity.identifier,
                "issuer": str(activity.reporter) or "–",
                "issued": issued.isoformat(),
            },
            **({"defaults": {"lead": str(activity.reporter)}} if str(activity.reporter) else {}),
            "places": _distinct(places),
            "indicators": _distinct(indicators),
            "targets": targets,
        }

    def series(self, indicator: IatiIndicator) -> dict[str, list[Figure]]:
        """Return the figures of an indicator by series; a baseline belongs to each length of period."""
        for line in indicator.empty:
            self.note(line, "iati-period-empty", "the period has neither a target nor an actual",
                      "该时期既没有 target 也没有 actual", "", "")  # fmt: skip
        found: dict[str, list[Figure]] = {}
        for figure in indicator.figures:
            for id_ in self.names.series(indicator, figure):
                found.setdefault(id_, []).append(figure)
        return found

    def indicator(self, indicator: IatiIndicator, figure: Figure) -> dict[str, Any]:
        said = _named(indicator.title, "–")
        parts = ", ".join(f"{name}: {value}" for name, value in figure.dimensions)
        if parts:
            said = {lang: f"{text} ({parts})" for lang, text in said.items()}
        made: dict[str, Any] = dict(said)
        if indicator.measure == "2":
            made |= {"nature": "share", "unit": "percent", "above_hundred": True}
        if not indicator.ascending:
            made["better"] = "lower"
        if str(indicator.result):
            made["note"] = str(indicator.result)
        return made

    def place(self, figure: Figure) -> dict[str, Any]:
        """Return a place made of locations, inside the place of the activity."""
        texts = [self.activity.locations[ref] for ref in figure.locations]
        name = " + ".join(names[1] if len(names) > 1 else names[0] for names in texts)
        return {"en": name, "in": self.names.place}

    def target(
        self, id_: str, place: str, indicator: IatiIndicator, figures: list[Figure]
    ) -> Iterator[dict[str, Any]]:
        """Yield the target of a series at a place, with a milestone for each earlier period."""
        asked = self.once([f for f in figures if f.kind == "target"], "target")
        stages = [
            {"due": f.end.isoformat(), "require": need, "cite": _cite(indicator, f)}
            for f in asked
            if (need := self.requirement(indicator, f))
        ]
        if not stages:
            return
        stem = id_ if place == self.names.place else f"{id_}--{place}"
        made: dict[str, Any] = {
            "id": self.ids.of((id_, place), stem),
            "indicator": id_,
            "place": place,
        }
        base = self.baseline(indicator, [f for f in figures if f.kind == "baseline"])
        if base is None and indicator.measure in _NUMERIC:
            self.note(asked[0].line, "iati-baseline-missing",
                      f"`{made['id']}` has no baseline; before it is due its progress is not judged",
                      f"“{made['id']}”没有基线，到期前无法评判进度",
                      "add a `baseline` with the same locations and dimensions",
                      "请补上地点和维度相同的 baseline")  # fmt: skip
        if base is not None:
            made["baseline"] = base
        if stages[:-1]:
            made["milestones"] = stages[:-1]
        yield made | stages[-1]

    def once(self, figures: list[Figure], kind: str) -> list[Figure]:
        """Return figures by period; two unequal ones of one period are an error."""
        found: dict[tuple[date, date], Figure] = {}
        for figure in sorted(figures, key=lambda f: (f.end, f.start, f.line)):
            first = found.setdefault((figure.end, figure.start), figure)
            if first is figure:
                continue
            said = f"`{first.value}` (line {first.line}) and `{figure.value}`"
            if (first.value, first.comment) == (figure.value, figure.comment):
                self.note(figure.line, f"iati-{kind}-repeated",
                          f"the {kind} of line {first.line} is repeated",
                          f"与第{first.line}行的 {kind} 重复", "", "")  # fmt: skip
                continue
            self.wrong(figure, f"iati-{kind}-twice",
                       f"two {kind}s have the same period, locations and dimensions: {said}",
                       f"同一时期、地点和维度有两个 {kind}：第{first.line}行的“{first.value}”与“{figure.value}”",
                       "keep one, or tell them apart by `location` or `dimension`",
                       "请保留一个，或用 location、dimension 加以区分")  # fmt: skip
        return list(found.values())

    def requirement(self, indicator: IatiIndicator, figure: Figure) -> dict[str, Any] | None:
        """Return the requirement of a target: a bound, else words; None if it states nothing."""
        amount = self.number(indicator, figure)
        if amount is not None:
            return {"at_least" if indicator.ascending else "at_most": amount}
        words = str(figure.comment) or figure.value
        if not words:
            self.note(figure.line, "iati-target-empty", "the target has neither a value nor a comment",
                      "该 target 既没有数值也没有说明", "", "")  # fmt: skip
            return None
        if figure.value and indicator.measure in _NUMERIC:
            self.note(figure.line, "iati-value-unreadable",
                      f"`{figure.value}` is not a number; the target is left to people to judge",
                      f"“{figure.value}”不是数值，该目标留待人工评定",
                      'write a number, or `measure="5"` if it is meant in words',
                      '请写数值；确为文字目标的，请写 measure="5"')  # fmt: skip
            words = f"{figure.value} {words}" if words != figure.value else words
        return {"words": words}

    def baseline(self, indicator: IatiIndicator, figures: list[Figure]) -> dict[str, Any] | None:
        """Return the latest baseline with a number."""
        known = [(f, self.number(indicator, f)) for f in self.once(figures, "baseline")]
        usable = [(figure, amount) for figure, amount in known if amount is not None]
        if not usable:
            return None
        figure, amount = usable[-1]
        whole = figure.start != figure.end
        label = figure.end.year if whole else figure.end.isoformat()
        return {"period": label, "value": amount, "cite": _cite(indicator, figure)}

    def number(self, indicator: IatiIndicator, figure: Figure) -> object | None:
        """Return the amount of a figure as a ruleset writes it; None if it is not a number."""
        if indicator.measure not in _NUMERIC or not figure.value:
            return None
        value, reason = self.numbers[id(figure)]
        cell = read_cell(value)
        if cell.other is not None and not reason:
            reason = SEPARATOR.join(
                (f"number-mark-open:{value}", f"{cell.number}", f"{cell.other}")
            )
        if reason.startswith("number-mark"):
            why = refusal(reason, Where(self.name, line=figure.line, path=figure.kind))
            self.found.append(replace(why, hint_en=_NO_MARK[1], hint_zh=_NO_MARK[0]))
            return None
        if cell.kind != "number" or cell.number is None or cell.unit not in (None, "%"):
            return None
        if indicator.measure == "2":
            return f"{cell.number:f} %"
        whole = cell.number == cell.number.to_integral_value()
        return int(cell.number) if whole else cell.number

    def wrong(self, at: Figure, code: str, en: str, zh: str, hint_en: str, hint_zh: str) -> None:
        where = Where(self.name, line=at.line, path=at.kind)
        self.found.append(Diagnostic(code, en, zh, hint_en, hint_zh, where))

    def note(self, line: int, code: str, en: str, zh: str, hint_en: str, hint_zh: str) -> None:
        where = Where(self.name, line=line)
        self.notes.append(Diagnostic(code, en, zh, hint_en, hint_zh, where, "warning"))


def _cite(indicator: IatiIndicator, figure: Figure) -> dict[str, str]:
    """Return where a figure stands, and the fragment that carries its number or its words."""
    titles = dict.fromkeys(filter(None, (str(indicator.result), str(indicator.title))))
    when = f"{figure.start}/{figure.end}"
    quote = f'{figure.kind} value="{figure.value}"' if figure.value else str(figure.comment)
    return {"clause": " / ".join((*titles, when)), "quote": quote}


def _named(text: IatiText, otherwise: str) -> dict[str, str]:
    said = {lang: words for lang, words in (("zh", text.zh), ("en", text.en)) if words}
    return said or {"en": otherwise}


def _distinct(pieces: dict[str, Any]) -> dict[str, Any]:
    """Return definitions whose names are unique: a name of several has its id behind it."""
    spellings = {id_: [d[lang] for lang in ("zh", "en") if lang in d] for id_, d in pieces.items()}
    alike = {id_ for first, _, other, _ in shared_names(spellings) for id_ in (first, other)}
    return {
        id_: {k: f"{v} [{id_}]" if k in ("zh", "en") and id_ in alike else v for k, v in d.items()}
        for id_, d in pieces.items()
    }


def _grouped(figures: Iterable[Figure], key: Any) -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = {}
    for figure in figures:
        found.setdefault(key(figure), []).append(figure)
    return found
