"""Verdicts as OpenMetrics 1.0 text, for dashboards and alerts.

Layer: output. Input: a Result. Output: text. Every verdict is a state set with one sample for each
status, so that an alert names a status; its value, margin and progress are gauges. Numbers are
exact decimals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, time
from decimal import Decimal

from targetcheck.errors import Language
from targetcheck.evaluation import Result
from targetcheck.evaluation.result import status_counts
from targetcheck.printable_text import printable
from targetcheck.verdicts.verdict import Status, Verdict
from targetcheck.verdicts.verdict_row import flat

Labels = Mapping[str, str]
Sample = tuple[Labels, int | Decimal]
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})
_FIGURES = (
    ("value", "Value that was compared, in the unit of the clause."),
    ("margin", "Signed distance to the bound in the unit of the clause; positive is inside."),
    ("margin_percent", "Margin in percent of the required amount."),
    ("gap", "Amount still missing, in the unit of the clause; 0 once met."),
    ("progress_ratio", "Ratio that the progress method compares with its thresholds."),
    ("lagging_periods", "Consecutive periods in which the place has lagged."),
)


def as_openmetrics(
    result: Result, lang: Language = "en", verdicts: Iterable[Verdict] | None = None
) -> str:
    """Return the metrics of a result, or of `verdicts`, ended by `# EOF`."""
    listed = result.verdicts if verdicts is None else tuple(verdicts)
    keyed = [(_key(verdict), flat(verdict, lang)) for verdict in listed]
    made, ruleset = result.provenance, {"ruleset": result.ruleset.id}
    info = {
        **ruleset,
        "document": result.ruleset.document.number,
        "as_of": made.as_of.isoformat(),
        "profile": made.profile,
        "engine": made.engine,
        "ruleset_digest": made.ruleset_digest,
        "data_digest": made.data_digest,
    }
    lines = [
        *_family("evaluation", "info", "The evaluation.", [(info, 1)]),
        *_family("as_of_timestamp_seconds", "gauge", "Evaluation date.",
                 [(ruleset, _seconds(made.as_of.isoformat()))]),
        *_family("verdicts", "gauge", "Number of verdicts by status.",
                 [({**ruleset, "status": status}, count)
                  for status, count in status_counts(listed).items()]),
        *_family("rows", "gauge", "Reported rows, used or set aside.",
                 [({**ruleset, "state": "used"}, result.used),
                  ({**ruleset, "state": "set_aside"}, result.rows - result.used)]),
        *_family("verdict", "stateset", "Status of each target, place and due date.",
                 _states(keyed)),
        *_family("due_timestamp_seconds", "gauge", "Due date.",
                 [(key, _seconds(key["due"])) for key, _ in keyed]),
    ]  # fmt: skip
    for name, text in _FIGURES:
        lines += _family(f"verdict_{name}", "gauge", text, _figures(name, keyed))
    return "\n".join([*lines, "# EOF"]) + "\n"


def _key(verdict: Verdict) -> dict[str, str]:
    return {
        "ruleset": verdict.plan.ruleset.id,
        "target": verdict.target,
        "place": verdict.place,
        "due": verdict.due.isoformat(),
        "strength": verdict.strength,
    }


def _states(keyed: Iterable[tuple[Labels, Mapping[str, object]]]) -> Iterator[Sample]:
    for key, row in keyed:
        for status in Status:
            yield {**key, "targetcheck_verdict": str(status)}, int(row["status"] == status)


def _figures(name: str, keyed: Iterable[tuple[Labels, Mapping[str, object]]]) -> Iterator[Sample]:
    in_unit = name in ("value", "margin", "gap")
    for key, row in keyed:
        figure = row[name]
        if isinstance(figure, bool) or not isinstance(figure, int | Decimal):
            continue
        unit = str(row["unit"] or "")
        yield ({**key, "unit": unit} if in_unit and unit else key), figure


def _family(name: str, kind: str, text: str, samples: Iterable[Sample]) -> Iterator[str]:
    """Yield a metric family, whose samples stand together."""
    full = f"targetcheck_{name}"
    yield f"# TYPE {full} {kind}"
    if name.endswith("_seconds"):
        yield f"# UNIT {full} seconds"
    yield f"# HELP {full} {text}"
    sample = f"{full}_info" if kind == "info" else full
    for labels, figure in samples:
        inside = ",".join(f'{key}="{_escaped(value)}"' for key, value in labels.items())
        yield (
            f"{sample}{{{inside}}} {figure:f}"
            if isinstance(figure, Decimal)
            else (f"{sample}{{{inside}}} {figure}")
        )


def _escaped(text: str) -> str:
    return printable(text).translate(_ESCAPES)


def _seconds(day: str) -> int:
    moment = datetime.combine(datetime.fromisoformat(day), time(), UTC)
    return int(moment.timestamp())
