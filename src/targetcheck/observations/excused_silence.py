"""Rows that report no value and say why: frozen, closed, too few cases.

Layer: observations. Input: a Plan and the cells of a row. Output: the code of the reason, which the
profile declares, or a finding. The code stands in the value, the qualifier or the status.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.first_use import pattern
from targetcheck.name_index import NameIndex, fold_name
from targetcheck.observations.observation_status import means_reported, read_status
from targetcheck.plan.plan import Plan
from targetcheck.tables.cells.cell_value import is_blank

_ALSO_VALUES = ("numerator", "lower", "upper")
"""Columns that make a value where the column `value` is blank."""
_NUMBER = pattern(r"[+-]?[0-9]+(\.[0-9]+)?", re.ASCII)


class Excuses:
    """The reasons for silence that a profile accepts."""

    def __init__(self, plan: Plan) -> None:
        spec = plan.profile.excused
        self._names = NameIndex({name: (e.zh, e.en, *e.aliases) for name, e in spec.items()})

    def means_silence(self, text: str) -> bool:
        """Return whether a cell of this text is the reason of a silence."""
        return self._names.find(text) is not None

    def numbers(self) -> tuple[str, ...]:
        """Return the reasons that are written as a number, such as `-88`."""
        folded = dict.fromkeys(map(fold_name, self._names.texts()))
        return tuple(text for text in folded if _NUMBER.fullmatch(text))

    def look_regular(self) -> bool:
        """Return whether a reason may also be read as a number, or as the status of a report."""
        return bool(self.numbers()) or any(map(means_reported, self._names.texts()))

    def read(self, cells: Mapping[str, object]) -> tuple[str, str, str] | Diagnostic | None:
        """Return code, text and status cell of a row without a value; None without such a reason.

        A status cell that holds the reason states no status.
        """
        said = {name: self._code(cells[name]) for name in ("value", "qualifier", "status")}
        code = next((found for found in said.values() if found), "")
        if not code:
            return None
        spoken = () if said["value"] else ("value",)
        told = [cells[n] for n in (*spoken, *_ALSO_VALUES) if not is_blank(cells[n])]
        if told:
            return None if _is_status(cells["status"]) else _with_value(told[0])
        name = next(name for name, found in said.items() if found)
        status = "" if said["status"] else str(cells["status"] or "")
        return code, str(cells[name]).strip(), status

    def _code(self, cell: object) -> str:
        if isinstance(cell, float) and cell.is_integer():  # a code in a column with gaps
            cell = int(cell)
        text = str(cell).strip() if cell is not None else ""
        return (self._names.find(text) or "") if text else ""


def _is_status(cell: object) -> bool:
    """Return whether a status means something beside a value too."""
    try:
        read_status(str(cell or ""))
    except TargetcheckError:
        return False
    return True


def _with_value(value: object) -> Diagnostic:
    return Diagnostic(
        "excused-with-value",
        f"`{value}` is reported, and with it a reason why nothing is reported",
        f"既报送了“{value}”，又填了缺报原因",
        "keep the value or the reason",
        "请只保留数值或缺报原因",
        Where(path="value"),
    )
