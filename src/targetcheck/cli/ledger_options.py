"""Ledger options of commands: opening a ledger, recording a result.

Layer: cli.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from targetcheck.cli.options import option

if TYPE_CHECKING:
    from targetcheck.errors import Language
    from targetcheck.evaluation import Result
    from targetcheck.ledger import Ledger, Run
    from targetcheck.tables.table_reader import ObservationTable

PLACE = "TARGETCHECK_LEDGER"
"""Environment variable: path or URL of the ledger if no option gives it."""
DEFAULT = "targetcheck-ledger.db"

LedgerOption = Annotated[
    str | None,
    option(
        "--ledger",
        metavar="PATH|URL",
        en=f"Ledger file, or postgresql://…. Default: ${PLACE}, else {DEFAULT}.",
        zh=f"台账文件或 postgresql://…；默认取环境变量 {PLACE}，否则为 {DEFAULT}。",
    ),
]
KeepOption = Annotated[
    str | None,
    option(
        "--ledger",
        metavar="PATH|URL",
        en="Also record the result in this ledger: a file, or postgresql://….",
        zh="同时把结果记入此台账：文件或 postgresql://…。",
    ),
]
WhoOption = Annotated[
    str | None,
    option(
        "--who",
        metavar="NAME",
        en="Name to record with the run. Default: your user name.",
        zh="记入台账的记录人，默认为当前用户。",
    ),
]
WhyOption = Annotated[
    str, option("--why", metavar="TEXT", en="Reason to record with the run.", zh="记入台账的事由。")
]
SupersedesOption = Annotated[
    str | None,
    option(
        "--supersedes",
        metavar="RUN",
        en="Run that this one corrects.",
        zh="本次评判所更正的评判记录。",
    ),
]


def opened(place: str | None, *, create: bool = False) -> Ledger:
    """Return the ledger of a command; raise TargetcheckError if it does not exist."""
    from targetcheck.ledger import Ledger

    return Ledger(ledger_place(place), create=create)


def ledger_place(place: str | None) -> str:
    """Return the path or URL of the ledger that a command uses."""
    import os

    return place or os.environ.get(PLACE) or DEFAULT


def user(who: str | None) -> str:
    """Return the name given, else the name of the operating system's user."""
    if who is not None:
        return who
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def kept(
    result: Result,
    tables: Sequence[ObservationTable],
    place: str | None,
    *,
    who: str | None = None,
    why: str = "",
    supersedes: str | None = None,
) -> Run:
    """Record a result in a ledger, creating it if necessary."""
    with opened(place, create=True) as ledger:
        return ledger.record(result, list(tables), who=user(who), why=why, supersedes=supersedes)


def kept_line(run: Run, lang: Language) -> str:
    """Return a line with the number of a recorded run."""
    if lang == "zh":
        return f"已记入台账：第{run.number}号记录 {run.id[:12]}（{run.verdicts}个评判项）"
    return f"recorded as run {run.number}, {run.id[:12]} (verdicts: {run.verdicts})"
