"""Corrective action from Python: problem lists of recorded runs.

Layer: api. Input: a ledger, returned workbooks. Output: ProblemList.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from targetcheck.errors import Language
    from targetcheck.ledger import Ledger
    from targetcheck.rectification.problem_list import ProblemList

Path = str | os.PathLike[str]
Names = str | Sequence[str]


def rectify(
    ledger: Path | Ledger,
    run: str | int | None = None,
    *,
    ruleset: str | None = None,
    returned: Path | Sequence[Path] = (),
    workbook: Path | None = None,
    lead: Names = (),
    place: Names = (),
    state: Names = (),
    who: str = "",
    lang: Language = "zh",
) -> ProblemList:
    """List the problems of a recorded run; record what people wrote on lists that came back.

    Args:
        ledger: Path or URL of a ledger, or an open Ledger.
        run: Number of the run, or start of its id; None takes the newest.
        ruleset: Id of the ruleset whose newest run is taken, where the ledger has several.
        returned: Workbooks that were filled in; they are recorded before the list is made.
        workbook: File to write the list to; the ledger records that it went out.
        lead: Only items of these lead departments.
        place: Only items of these places.
        state: Only items in these states: `open`, `overdue`, `recovering`, `closed`.
        who: Who issues or returns the list.
        lang: Language of the workbook.

    Returns:
        The items with their state. `.counts()`, `.to_dict()`, `.to_frame("pandas")`,
        `.workbook("zh")`; `.notes` tells what of the returned lists had no effect.

    Raises:
        TargetcheckError: A run or a returned workbook cannot be used; `.diagnostics` has every
            finding with its cell, and nothing was recorded.
    """
    from targetcheck.files import write_file
    from targetcheck.ledger import Ledger
    from targetcheck.rectification.problem_item import ItemFilter
    from targetcheck.rectification.rectification_run import rectified

    book = ledger if isinstance(ledger, Ledger) else Ledger(ledger, create=False)
    files = [returned] if isinstance(returned, str | os.PathLike) else list(returned)
    try:
        made = rectified(
            book,
            run,
            ruleset=ruleset,
            returned=[os.fspath(file) for file in files],
            chosen=ItemFilter(_several(lead), _several(place), _several(state)),
            issued=workbook is not None,
            lang=lang,
            who=who,
        )
    finally:
        if book is not ledger:
            book.close()
    if workbook is not None:
        write_file(os.fspath(workbook), made.workbook(lang))
    return made


def _several(names: Names) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)
