from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console
from town import made, town

from targetcheck.output.intake_summary import intake_lines, intake_summary
from targetcheck.output.result_files.terminal_table import as_text, print_table
from targetcheck.output.result_heading import sections, total_text
from targetcheck.output.ruleset_text.target_table import print_promises
from targetcheck.output.text_grid import GridHead, captured, grid


@pytest.mark.parametrize("width", [60, 72, 80, 100, 109, 110, 120, 160, 240])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_is_longer_than_the_terminal(width, lang):
    assert max(cell_len(line) for line in as_text(town(), lang, width).splitlines()) <= width


@pytest.mark.parametrize("width", [80, 120])
def test_columns_start_at_the_same_cell_in_every_row(width):
    lines = as_text(town(), "zh", width).splitlines()
    starts = {
        cell_len(line[: line.index(mark)])
        for line in lines
        for mark in ("排污口整治率", "造林面积", "莲花塘水质", "制定年度计划", "矿山修复率")
        if mark in line
    }
    assert len(starts) == 1


def test_every_text_is_there_however_narrow_the_terminal():
    joined = "".join("".join(line.split()) for line in as_text(town(), "zh", 60).splitlines())
    for verdict in town():
        assert str(verdict.due) in joined
        assert verdict.title("zh")[:4] in joined


def test_counts_stand_above_and_below():
    lines = as_text(town(), "en", 160).splitlines()
    assert lines[2] == lines[-1]
    assert lines[2].startswith("12 verdicts: ✔ 4 pass · ✘ 2 fail")


def test_only_what_is_asked_for_is_shown_and_the_rest_is_counted():
    text = as_text(town(), "en", verdicts=town().failed)
    assert "12 verdicts (2 shown)" in text
    assert "forest planted" not in text


def test_colour_is_for_terminals_and_obeys_no_color(monkeypatch):
    def drawn(**options: object) -> str:
        text = io.StringIO()
        print_table(town(), Console(file=text, width=120, **options), "en")
        return text.getvalue()

    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[1;31m✘ fail" in drawn(force_terminal=True, color_system="standard")
    assert "\x1b[" not in drawn()
    monkeypatch.setenv("NO_COLOR", "1")
    assert "31m" not in drawn(force_terminal=True, color_system="standard")


def test_marks_of_the_drawing_library_are_letters_here():
    text = as_text(made("10", title="[red]题[/red] :smile:"), "zh")
    assert "[red]题[/red] :smile:" in text


def test_verdicts_stay_in_the_order_of_the_document():
    runs = list(sections(town(), town().verdicts, "en"))
    assert [s.title for s in runs] == ["outfalls", "other", "greening", "other"]
    assert [v for s in runs for v in s.verdicts] == list(town())


def test_a_ruleset_without_actions_has_no_headings():
    result = made("10")
    assert [s.title for s in sections(result, result.verdicts, "zh")] == [""]


@pytest.mark.parametrize(
    ("shown", "total", "text"),
    [(1, 1, "1 verdict"), (2, 2, "2 verdicts"), (0, 2, "2 verdicts (0 shown)")],
)
def test_totals_are_told_in_the_right_number(shown, total, text):
    assert total_text(shown, total, "en") == text


def test_a_column_that_must_not_fold_keeps_its_width():
    heads = [GridHead(["a"], whole=True), GridHead(["b"])]
    made_grid = grid(heads, [[["x" * 20], ["y" * 90]]], 60)
    assert made_grid.widths == (20, 38)


def test_columns_share_what_room_there_is():
    heads = [GridHead(["a"]), GridHead(["b"]), GridHead(["c"])]
    widths = grid(heads, [[["x" * 5], ["y" * 50], ["z" * 50]]], 64).widths
    assert widths[0] == 8
    assert sum(widths) == 60
    assert abs(widths[1] - widths[2]) <= 1


def test_rows_set_aside_are_listed_under_their_reason():
    lines = intake_lines(town(), "en")
    assert lines[0] == "13 rows read, 10 used, 3 set aside"
    assert lines[1] == "indicator-unknown × 1"
    assert lines[5] == "after-as-of × 1"  # a note comes after what is wrong
    assert lines[6].endswith("2024.csv:12:4 数值: the period 2025 ends after 2024-12-31")
    assert len(lines) == 7


def test_long_lists_of_rows_end_in_a_count():
    lines = intake_lines(town(), "zh", most=1)
    assert lines[0] == "数据13行，采用10行，未采用3行"
    assert [line for line in lines if "另有" in line] == ["  …另有1条", "  …另有1条"]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_ruleset_is_shown_with_every_target_and_quote(width):
    plan = town().plan
    text = captured(lambda console: print_promises(plan, console, "zh"), width)
    joined = "".join(text.split())
    assert max(map(cell_len, text.splitlines())) <= width
    for target in plan.ruleset.targets:
        assert target.id[:8] in joined
    assert "第六条" in text
    if width == 120:
        assert "（力争类）" in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_first_screen_tells_what_was_set_aside_in_words(lang):
    result = town()
    told = intake_summary(result, lang)
    aside = len(result.set_aside)
    assert aside
    assert told[0].startswith(f"未采用{aside}行" if lang == "zh" else f"{aside} row")
    assert not [one.why.code for one in result.set_aside if f"{one.why.code} ×" in "".join(told)]
    assert "--all" in told[0]
