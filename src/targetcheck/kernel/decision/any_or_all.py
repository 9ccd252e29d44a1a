"""Combination of outcomes by any and all: three-valued once due, best or worst before.

Layer: kernel. Input: outcomes of checks. Output: one Outcome.
"""

from __future__ import annotations

from typing import Literal

from targetcheck.kernel.outcome import Outcome, Status

ORDER: tuple[Status, ...] = (
    "pass",
    "on_track",
    "not_due",
    "not_applicable",
    "undetermined",
    "at_risk",
    "missed",
    "fail",
)
"""Best first; `any` takes the best branch before the due date and `all` the worst."""


def fold(kind: Literal["any", "all"], parts: tuple[Outcome, ...], due: bool) -> Outcome:
    """Return the combined outcome: `any` passes with one pass, `all` fails with one failure.

    If the due date has passed and neither holds, the outcome is undetermined and names the data
    missing.
    """
    settles: Status = "pass" if kind == "any" else "fail"
    settled = [part for part in parts if part.status == settles]
    if settled:
        return _of(kind, settled[0], parts)
    if due:
        open_parts = [part for part in parts if part.status not in ("pass", "fail")]
        open_parts.sort(key=lambda part: part.reason == "excused")
        if open_parts:
            return _of(kind, open_parts[0], parts, missing=open_parts)
        return _of(kind, parts[0], parts)
    # Among equals prefer the one that names a datum, since the user can supply it.
    named = kind == "all"
    ranked = sorted(parts, key=lambda p: (ORDER.index(p.status), bool(p.missing) is named))
    return _of(kind, ranked[0] if kind == "any" else ranked[-1], parts)


def _of(
    kind: Literal["any", "all"],
    deciding: Outcome,
    parts: tuple[Outcome, ...],
    missing: list[Outcome] | None = None,
) -> Outcome:
    named = (m for part in (missing or [deciding]) for m in part.missing)
    flags = dict.fromkeys(
        flag for part in ([deciding] if missing is None else missing) for flag in part.flags
    )
    return Outcome(
        status=deciding.status,
        reason=deciding.reason,
        flags=tuple(flags),
        fold=kind,
        check=deciding.check,
        point=deciding.point,
        bound=deciding.bound,
        compared=deciding.compared,
        margin=deciding.margin,
        base=deciding.base,
        pacing=deciding.pacing,
        missing=tuple(dict.fromkeys(named)),
        lagging=deciding.lagging,
        history=deciding.history,
        periods=deciding.periods,
        parts=parts,
    )
