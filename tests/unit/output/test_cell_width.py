"""Columns line up where ▲, “ ” and Ⅲ take two cells, as on terminals set up for Chinese."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from town import town

from targetcheck.output.cell_width import SETTING, ambiguous, cell_width, wide, wide_terminal
from targetcheck.output.result_files.terminal_table import as_text
from targetcheck.verdicts.code_terms import SYMBOL


@pytest.fixture
def wide_cells():
    before = wide.set(True)
    yield
    wide.reset(before)


def cells(text):
    """Count the cells of a terminal on which ambiguous characters are wide, without our function."""
    return cell_len("".join("中" if ambiguous(c) else c for c in text))


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_columns_start_at_the_same_cell(width, lang, wide_cells):
    rows = tuple(SYMBOL[verdict.status] for verdict in town())
    lines = as_text(town(), lang, width).splitlines()[5:-1]
    lines = [line for line in lines if line.startswith(rows)]
    assert len(lines) == len(town())
    marks = [verdict.title(lang)[:6] for verdict in town()]
    starts = {
        cells(line[: line.index(mark)]) for line in lines for mark in marks if mark in line[:40]
    }
    assert len(starts) == 1
    assert max(map(cells, lines)) <= width


def test_elsewhere_they_take_one():
    assert cell_width("▲") == 1
    before = wide.set(True)
    assert cell_width("▲ 有风险") == 2 + 1 + 6
    assert cell_width("plain") == 5
    wide.reset(before)


class Terminal(io.StringIO):
    """A terminal with an encoding."""

    def __init__(self, encoding: str, tty: bool = True) -> None:
        super().__init__()
        self._encoding, self.tty = encoding, tty

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._encoding

    def isatty(self) -> bool:
        return self.tty


@pytest.mark.parametrize(
    ("stream", "environment", "expected"),
    [
        (Terminal("utf-8"), {}, False),
        (Terminal("gbk"), {}, True),
        (Terminal("GB18030"), {}, True),
        (Terminal("cp936"), {}, True),
        (Terminal("gbk", tty=False), {}, False),
        (Terminal("utf-8"), {"VTE_CJK_WIDTH": "wide"}, True),
        (Terminal("utf-8"), {SETTING: "2"}, True),
        (Terminal("gbk"), {SETTING: "1"}, False),
        (None, {}, False),
    ],
)
def test_a_wide_terminal_is_known(stream, environment, expected, monkeypatch):
    for name in ("VTE_CJK_WIDTH", SETTING):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert wide_terminal(stream) is expected
